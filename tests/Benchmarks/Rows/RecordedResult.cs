using System.IO.Compression;
using System.Text.Json;
using QlikSnowflake.Emulator;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>
/// A result of shape mixed10 as bytes, recorded from the emulator once, so that serving it costs next to nothing: what is
/// measured is the client. Partitions repeat where more rows are asked for than were recorded.
/// </summary>
internal sealed class RecordedResult
{
    public const int PartitionRows = 10_000;
    private const int Recorded = 200_000;

    private readonly string _rowType;
    private readonly string _firstRows;
    private readonly List<byte[]> _partitions;
    private readonly List<long> _sizes;

    private RecordedResult(string rowType, string firstRows, List<byte[]> partitions, List<long> sizes)
    {
        _rowType = rowType;
        _firstRows = firstRows;
        _partitions = partitions;
        _sizes = sizes;
    }

    public long PackedBytes => _partitions.Sum(p => (long)p.Length);

    public static async Task<RecordedResult> RecordAsync(string stateDirectory)
    {
        await using var emulator = await EmulatorHost.StartAsync(new EmulatorOptions { StateDirectory = stateDirectory });
        emulator.Snowflake.AddToken("benchmark", emulator.Manifest.Snowflake.User);
        using var client = new HttpClient(
            new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true }
        )
        {
            BaseAddress = new Uri(emulator.Manifest.Snowflake.Url),
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "benchmark");
        client.DefaultRequestHeaders.Add("X-Snowflake-Authorization-Token-Type", "PROGRAMMATIC_ACCESS_TOKEN");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("benchmark/1.0");

        var statement =
            $"SELECT * FROM TABLE(EMULATOR_ROWS(rows => {Recorded}, shape => 'mixed10', partition => {PartitionRows}))";
        using var reply = await client.PostAsJsonAsync("/api/v2/statements", new { statement });
        reply.EnsureSuccessStatusCode();
        using var first = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
        var handle = first.RootElement.GetProperty("statementHandle").GetString();
        var partitions = new List<byte[]>();
        var sizes = new List<long>();
        for (var i = 1; i < Recorded / PartitionRows; i++)
        {
            var body = await client.GetByteArrayAsync(new Uri($"/api/v2/statements/{handle}?partition={i}", UriKind.Relative));
            partitions.Add(body);
            sizes.Add(SizeOf(body));
        }

        return new RecordedResult(
            first.RootElement.GetProperty("resultSetMetaData").GetProperty("rowType").GetRawText(),
            first.RootElement.GetProperty("data").GetRawText(),
            partitions,
            sizes
        );
    }

    /// <summary>The first reply of a statement with a number of rows, a multiple of those of a partition.</summary>
    public byte[] FirstReply(long rows, string handle)
    {
        var count = rows / PartitionRows;
        var partitions = Enumerable
            .Range(0, (int)count)
            .Select(i =>
                $$"""{"rowCount":{{PartitionRows}},"uncompressedSize":{{(i == 0 ? _firstRows.Length : _sizes[(i - 1) % _sizes.Count])}}}"""
            );
        return System.Text.Encoding.UTF8.GetBytes(
            $$"""
            {"resultSetMetaData":{"numRows":{{rows}},"format":"jsonv2","partitionInfo":[{{string.Join(
                ',',
                partitions
            )}}],"rowType":{{_rowType}}},"data":{{_firstRows}},"code":"090001","statementHandle":"{{handle}}","sqlState":"00000","message":"Statement executed successfully."}
            """
        );
    }

    /// <summary>The packed body of a partition after the first.</summary>
    public byte[] Partition(int index) => _partitions[(index - 1) % _partitions.Count];

    private static long SizeOf(byte[] packed)
    {
        using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        unpacked.CopyTo(all);
        return all.Length;
    }
}
