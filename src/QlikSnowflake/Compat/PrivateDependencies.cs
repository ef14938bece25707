using System.Reflection;
#if !NETFRAMEWORK
using System.Runtime.Loader;
#endif

namespace QlikSnowflake.Commands.Compat;

/// <summary>
/// Finds the assemblies in deps/ for this module and for nobody else, so that other modules' copies of the same libraries
/// and ours do not meet.
/// </summary>
internal static class PrivateDependencies
{
    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(PrivateDependencies).Assembly.Location)!,
        "deps"
    );

#if NETFRAMEWORK
    private static readonly object Gate = new();
    private static readonly Dictionary<string, Assembly> Loaded = new(StringComparer.OrdinalIgnoreCase);
    private static bool _registered;

    public static void Register()
    {
        lock (Gate)
        {
            if (!_registered)
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;
            _registered = true;
        }
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (args.RequestingAssembly is { } requesting && !IsOurs(requesting))
            return null;

        var name = new AssemblyName(args.Name).Name!;
        lock (Gate)
        {
            if (Loaded.TryGetValue(name, out var known))
                return known;

            var path = Path.Combine(Folder, name + ".dll");
            return File.Exists(path) ? Loaded[name] = Assembly.LoadFrom(path) : null;
        }
    }

    private static bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.StartsWith(Path.GetDirectoryName(Folder)!, StringComparison.OrdinalIgnoreCase);
#else
    private const string Bridge = "QlikSnowflake.Signing";

    private static readonly Lazy<AssemblyLoadContext> Context = new(() => new DependencyContext(Folder));
    private static int _registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
            AssemblyLoadContext.Default.Resolving += Resolve;
    }

    // Only the bridge is answered for: what lies behind it is asked for within the private context.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Bridge ? Context.Value.LoadFromAssemblyName(name) : null;

    private sealed class DependencyContext(string folder) : AssemblyLoadContext("QlikSnowflake")
    {
        // Always our own file, even where the host has a copy: it may be another version.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#endif
}
