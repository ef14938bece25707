using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace QlikSnowflake.Walkthrough;

/// <summary>Goes through the jobs by the module's cmdlets: runs walkthrough.ps1, which prints a line of JSON for each step.</summary>
internal sealed class CmdletWalkthrough(PowerShellFinder powerShell, string stateDirectory, string workFolder) : IWalkthrough
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Through => $"through the cmdlets (PowerShell {powerShell.Version})";

    public async IAsyncEnumerable<Step> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(powerShell.Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (var argument in Arguments())
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('{'))
                yield return JsonSerializer.Deserialize<Step>(line, Json)!;
            else if (line.Length > 0)
                Console.WriteLine(line);
        }

        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            yield return new Step(
                "Run walkthrough.ps1",
                powerShell.Path,
                $"PowerShell ended with exit code {process.ExitCode}. {(await errors).Trim()}",
                false,
                0
            );
    }

    private IEnumerable<string> Arguments()
    {
        yield return "-NoProfile";
        yield return "-NonInteractive";
        if (OperatingSystem.IsWindows())
        {
            yield return "-ExecutionPolicy";
            yield return "Bypass";
        }

        yield return "-File";
        yield return Path.Combine(AppContext.BaseDirectory, "walkthrough.ps1");
        yield return "-ModulePath";
        yield return BuildInfo.StagedModule;
        yield return "-StatePath";
        yield return stateDirectory;
        yield return "-WorkPath";
        yield return workFolder;
        yield return "-AsJson";
    }
}
