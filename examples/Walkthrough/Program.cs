using System.Text;
using QlikSnowflake.Emulator;
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
    await using var emulator = await EmulatorHost.StartAsync(
        new EmulatorOptions { StateDirectory = Path.Combine(folder, "emulator") },
        stop.Token
    );
    var powerShell = args.Contains("--core") ? null : PowerShellFinder.Find();
    IWalkthrough walkthrough = powerShell is null
        ? new CoreWalkthrough(emulator.Manifest, folder)
        : new CmdletWalkthrough(powerShell, emulator.Options.StateDirectory, folder);

    table.Begin(BuildInfo.Version, walkthrough.Through);
    if (powerShell is null && !args.Contains("--core"))
        Console.WriteLine("  No PowerShell was found. Install one, or name it in PWSH_PATH, to see the cmdlets do the same.\n");
    await foreach (var step in walkthrough.RunAsync(stop.Token))
        table.Add(step);
    return table.End() ? 0 : 1;
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
