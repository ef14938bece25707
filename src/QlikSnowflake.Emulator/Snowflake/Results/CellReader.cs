using System.Buffers;
using System.Text.Json;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>Reads the cells of rows as a reply without output formats would have them.</summary>
internal static class CellReader
{
    public static IReadOnlyList<IReadOnlyList<string?>> Read(RowSource rows)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var writer = new RowWriter(json, OutputFormats.Raw, nullsAsText: false);
            json.WriteStartArray();
            for (var index = 0; index < rows.Count; index++)
            {
                json.WriteStartArray();
                rows.Write(index, writer);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return JsonSerializer.Deserialize<List<List<string?>>>(buffer.WrittenSpan)!;
    }
}
