using System.Reflection;

namespace QlikSnowflake.Tests.Pester;

/// <summary>Where the build has put what the suite needs.</summary>
internal static class BuiltPaths
{
    /// <summary>The folder of the repository.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Suite, "..", ".."));

    /// <summary>Debug or Release, as this was built.</summary>
    public static string Configuration => Metadata("Configuration");

    /// <summary>The folder of the suite's sources.</summary>
    public static string Suite => Metadata("SuitePath");

    /// <summary>The staged module's manifest.</summary>
    public static string Module => Metadata("ModulePath");

    /// <summary>The emulator's dll.</summary>
    public static string Emulator => Metadata("EmulatorPath");

    private static string Metadata(string key) =>
        typeof(BuiltPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
