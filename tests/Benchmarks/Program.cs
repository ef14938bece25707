using System.Globalization;
using QlikSnowflake.Benchmarks.Qrs;
using QlikSnowflake.Benchmarks.Rotation;
using QlikSnowflake.Benchmarks.Rows;
using QlikSnowflake.Benchmarks.Tokens;

// The first word says what is measured or proved:
//
//   rows      a result of 200,000 rows, from the bare loop to the pipeline (--short for fewer rounds)
//   tokens    tokens beside bare signatures
//   qrs       connections of a Qlik Sense site, listed and made
//   rotation  a key through every connection while processes are killed, requests fail, and another does the same
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["serve", var directory]:
        await RecordingServer.RunAsync(directory);
        return 0;
    case ["rows", .. var rest]:
        using (var server = ServerProcess.Start())
            return await new Comparison(server).RunAsync(rest.Contains("--short"));
    case ["tokens"]:
        return TokenBenchmark.Run();
    case ["qrs"]:
        return await QrsBenchmark.RunAsync();
    case ["rotation", .. var rest]:
        return await RotationProof.RunAsync(rest);
    default:
        Console.Error.WriteLine("Say what to measure: rows, tokens, qrs or rotation.");
        return 2;
}
