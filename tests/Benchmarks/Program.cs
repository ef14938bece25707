using System.Globalization;
using QlikSnowflake.Benchmarks;
using QlikSnowflake.Benchmarks.Load;
using QlikSnowflake.Benchmarks.Qrs;
using QlikSnowflake.Benchmarks.Rotation;
using QlikSnowflake.Benchmarks.Rows;
using QlikSnowflake.Benchmarks.Start;
using QlikSnowflake.Benchmarks.Tokens;

// The first word says what is measured or proved:
//
//   all       every figure but the rotation, in Markdown (--quick for fewer rounds)
//   rows      a result of 200,000 rows, from the bare loop to the pipeline (--short for fewer rounds)
//   tokens    tokens beside bare signatures
//   qrs       connections of a Qlik Sense site, listed and made
//   start     a new PowerShell: the import, and import, connect and a first row
//   load      rows into a table
//   rotation  a key through every connection while processes are killed, requests fail, and another does the same
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["serve", var directory]:
        await RecordingServer.RunAsync(directory);
        return 0;
    case ["all", .. var rest]:
        return await AllBenchmarks.RunAsync(rest.Contains("--quick"));
    case ["rows", .. var rest]:
        using (var server = ServerProcess.Start())
            return await new Comparison(server).RunAsync(rest.Contains("--short"));
    case ["tokens"]:
        return TokenBenchmark.Run();
    case ["qrs"]:
        return await QrsBenchmark.RunAsync();
    case ["start"]:
        return await ColdStart.RunAsync();
    case ["load"]:
        return await LoadBenchmark.RunAsync();
    case ["rotation", .. var rest]:
        return await RotationProof.RunAsync(rest);
    default:
        Console.Error.WriteLine("Say what to measure: all, rows, tokens, qrs, start, load or rotation.");
        return 2;
}
