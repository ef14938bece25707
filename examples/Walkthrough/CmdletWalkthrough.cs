using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Walkthrough;

/// <summary>Goes through the jobs by the module's cmdlets: runs walkthrough.ps1, which prints a line of JSON for each step.</summary>
internal sealed class CmdletWalkthrough(
    PowerShellHost powerShell,
    string stateDirectory,
    string secondStateDirectory,
    string workFolder,
    string reportPath
) : IWalkthrough
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Through => $"through the cmdlets (PowerShell {powerShell.Version}, {powerShell.Origin})";

    public async IAsyncEnumerable<Step> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var process = Process.Start(powerShell.StartInfo(Arguments()))!;
        process.StandardInput.Close();
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
        yield return "-SecondStatePath";
        yield return secondStateDirectory;
        yield return "-WorkPath";
        yield return workFolder;
        yield return "-ReportPath";
        yield return reportPath;
        yield return "-AsJson";
    }
}
