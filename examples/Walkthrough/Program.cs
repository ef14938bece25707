using System.Text;
using QlikSnowflake.Emulator;
using QlikSnowflake.PowerShell;
using QlikSnowflake.Walkthrough;

if (args.Any(a => a is not "--core"))
{
    Console.Error.WriteLine(
        "usage: dotnet run --project examples/Walkthrough [-- --core]     --core: through the library even where a PowerShell is found"
    );
    return 2;
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var folder = Directory.CreateTempSubdirectory("qliksnowflake-walkthrough-").FullName;
var table = new StepTable(
    Console.Out,
    !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
);
try
{
    PowerShellHost? powerShell = null;
    string? without = null;
    if (!args.Contains("--core"))
    {
        try
        {
            powerShell = new PowerShellFinder().Find(Console.WriteLine);
        }
        catch (PowerShellNotFoundException e) when (!e.IsNamed)
        {
            without = e.Message;
        }
    }

    // The second has another Qlik Sense site, whose connections lead to the first one's Snowflake.
    var (first, second) = (StartAsync("emulator"), StartAsync("second"));
    await using var emulator = await first;
    await using var site = await second;
    var report = Path.Combine(Path.GetTempPath(), "qliksnowflake-walkthrough.html");
    IWalkthrough walkthrough = powerShell is null
        ? new CoreWalkthrough(emulator.Manifest, site.Manifest, folder, report)
        : new CmdletWalkthrough(powerShell, emulator.Options.StateDirectory, site.Options.StateDirectory, folder, report);

    table.Begin(BuildInfo.Version, walkthrough.Through);
    if (without is not null)
        Console.WriteLine($"  The cmdlets would do the same in a PowerShell, but none can be had. {without}\n");
    await foreach (var step in walkthrough.RunAsync(stop.Token))
        table.Add(step);
    return table.End() ? 0 : 1;
}
catch (PowerShellNotFoundException e)
{
    Console.Error.WriteLine($"walkthrough: {e.Message}");
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("walkthrough: stopped");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

Task<EmulatorHost> StartAsync(string name) =>
    EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = Path.Combine(folder, name) }, stop.Token);
