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
        // Whoever is not known to be ours is somebody else.
        if (args.RequestingAssembly is not { } requesting || !IsOurs(requesting))
            return null;

        var wanted = new AssemblyName(args.Name);
        var name = wanted.Name!;
        lock (Gate)
        {
            if (Loaded.TryGetValue(name, out var known))
                return known;

            var path = Path.Combine(Folder, name + ".dll");
            return File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= wanted.Version
                ? Loaded[name] = Assembly.LoadFrom(path)
                : null;
        }
    }

    private static bool IsOurs(Assembly assembly) =>
        !assembly.IsDynamic && assembly.Location.StartsWith(Path.GetDirectoryName(Folder)!, StringComparison.OrdinalIgnoreCase);
#else
    private static readonly string[] Bridges = ["QlikSnowflake.Signing", "QlikSnowflake.Yaml"];

    private static readonly Lazy<AssemblyLoadContext> Context = new(() => new DependencyContext(Folder));
    private static int _registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
            AssemblyLoadContext.Default.Resolving += Resolve;
    }

    // Only the bridges are answered for: what lies behind them is asked for within the private context.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Bridges.Contains(name.Name) ? Context.Value.LoadFromAssemblyName(name) : null;

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
