using System.Diagnostics;

namespace QlikSnowflake.Tests.Support;

/// <summary>Unix permissions of a file, for both targets: .NET Framework knows none.</summary>
internal static class UnixMode
{
    /// <summary>The permissions in octal digits, such as 600.</summary>
    public static string Of(string path) => Run("sh", $"-c \"stat -c %a '{path}' 2>/dev/null || stat -f %Lp '{path}'\"").Trim();

    /// <summary>Sets the permissions.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Octal digits, such as 640.</param>
    public static void Set(string path, string mode) => Run("chmod", $"{mode} \"{path}\"");

    private static string Run(string command, string arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
