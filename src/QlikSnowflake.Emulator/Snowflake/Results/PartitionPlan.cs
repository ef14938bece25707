using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>One partition of a result.</summary>
/// <param name="FirstRow">The index of its first row.</param>
/// <param name="RowCount">The number of its rows.</param>
/// <param name="UncompressedSize">The bytes of its rows; estimated from a sample when there are more than a few.</param>
internal sealed record Partition(long FirstRow, long RowCount, long UncompressedSize);

/// <summary>How a result is cut into partitions: a smaller first one, then equal ones.</summary>
internal static class PartitionPlan
{
    private const int SampleRows = 50;

    public static IReadOnlyList<Partition> For(RowSource rows, SnowflakeSettings settings)
    {
        var partitions = new List<Partition>();
        var each = Math.Max(1, rows.PartitionRows ?? settings.PartitionRows);
        var size = rows.PartitionRows ?? settings.FirstPartitionRows;
        long first = 0;
        do
        {
            var count = Math.Min(size, rows.Count - first);
            partitions.Add(new(first, count, EstimateSize(rows, first, count)));
            first += count;
            size = each;
        } while (first < rows.Count);

        return partitions;
    }

    private static long EstimateSize(RowSource rows, long first, long count)
    {
        if (count == 0)
            return 0;
        var sample = Math.Min(count, SampleRows);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        var writer = new RowWriter(json, OutputFormats.Raw, nullsAsText: false);
        json.WriteStartArray();
        for (var i = 0; i < sample; i++)
        {
            json.WriteStartArray();
            rows.Write(first + count * i / sample, writer);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenCount * count / sample;
    }
}
