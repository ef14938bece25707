using System.ComponentModel;
using System.Diagnostics;

namespace QlikSnowflake.Tests.Support;

/// <summary>The openssl command: the other party whose files must be read, and who must read ours.</summary>
internal static class OpenSsl
{
    private const int MostMilliseconds = 60_000;

    private static readonly Lazy<string?> Problem = new(FindProblem);

    /// <summary>Why tests against OpenSSL cannot run here, or null where they can.</summary>
    public static string? WhyMissing => Problem.Value;

    /// <summary>Runs the command; arguments must not hold quotes.</summary>
    /// <returns>What it printed on standard output.</returns>
    public static string Run(params string[] arguments)
    {
        var (code, output, error) = Try(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"openssl {string.Join(" ", arguments)}: {code} {error}");
    }

    public static (int Code, string Output, string Error) Try(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", string.Join(" ", arguments.Select(a => "\"" + a + "\"")))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(MostMilliseconds))
        {
            process.Kill();
            throw new TimeoutException("openssl " + string.Join(" ", arguments));
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static string? FindProblem()
    {
        try
        {
            var version = Run("version");
            return version.StartsWith("OpenSSL 3.", StringComparison.Ordinal) ? null : $"needs OpenSSL 3, found {version.Trim()}";
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return "the openssl command is not installed";
        }
    }
}
