using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>The repository's files, and what was built of them.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Metadata("Repository");

    /// <summary>Source files below a folder of the repository, what was built left out.</summary>
    public static IEnumerable<string> Code(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(Relative)
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"));

    /// <summary>The folders below a folder that hold source files at any depth, relative to that folder.</summary>
    public static IReadOnlyList<string> Rooms(string folder) =>
        [
            .. Code(folder)
                .Select(path => Path.GetDirectoryName(path)!.Replace('\\', '/'))
                .SelectMany(WithParents)
                .Where(path => path.Length > folder.Length)
                .Select(path => path[(folder.Length + 1)..])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>All files and, with a slash at the end, all folders, what was built and what git keeps left out.</summary>
    public static IReadOnlyList<string> Paths()
    {
        var paths = new List<string>();
        Add(Root);
        return paths;

        void Add(string folder)
        {
            paths.AddRange(Directory.EnumerateFiles(folder).Select(Relative));
            foreach (var below in Directory.EnumerateDirectories(folder))
            {
                if (Path.GetFileName(below) is "bin" or "obj" or ".git" or "output" or "artifacts")
                    continue;
                paths.Add(Relative(below) + "/");
                Add(below);
            }
        }
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The assemblies that a built project refers to.</summary>
    public static IReadOnlyList<string> References(string project, string framework)
    {
        var path = Path.Combine(Root, "src", project, "bin", Metadata("Configuration"), framework, project + ".dll");
        using var assembly = new PEReader(File.OpenRead(path));
        var reader = assembly.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Metadata(string key) =>
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
