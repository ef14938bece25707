using System.Globalization;
using QlikSnowflake.Benchmarks;

if (args is ["serve", var directory])
{
    await RecordingServer.RunAsync(directory);
    return 0;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var server = ServerProcess.Start();
return await new Comparison(server).RunAsync(args.Contains("--short"));
