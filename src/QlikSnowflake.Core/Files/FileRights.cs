using System.Runtime.InteropServices;

namespace QlikSnowflake.Files;

/// <summary>How others' rights to a file are taken away, in the words of the system at hand.</summary>
internal static class FileRights
{
    /// <summary>What to do where others than its owner can read or change a file.</summary>
    public static string Advice(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? "Take the right away: icacls, or the file's Security tab."
            : $"Run: chmod 600 '{path}'";
}
