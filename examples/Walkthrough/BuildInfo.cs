using System.Reflection;

namespace QlikSnowflake.Walkthrough;

/// <summary>What the build wrote into this program.</summary>
internal static class BuildInfo
{
    public static string Version => Metadata("ModuleVersion");

    public static string StagedModule => Metadata("StagedModule");

    private static string Metadata(string key) =>
        typeof(BuildInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
