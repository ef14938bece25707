using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>Writes JSON into a stream, a few tens of kilobytes at a time, so that a partition is never held whole.</summary>
internal sealed class JsonBody : IAsyncDisposable
{
    private const int FlushAt = 32 * 1024;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);

    public JsonBody(Stream stream)
    {
        _stream = stream;
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Writes the rows of one partition into the array that the caller has opened.</summary>
    public async Task RowsAsync(StatementSuccess success, int partition, bool nullsAsText, CancellationToken cancellationToken)
    {
        var rows = success.Result.Rows;
        var (first, count, _) = success.Partitions[partition];
        var writer = new RowWriter(Json, success.Formats, nullsAsText);
        for (var index = first; index < first + count; index++)
        {
            Json.WriteStartArray();
            rows.Write(index, writer);
            Json.WriteEndArray();
            if (Json.BytesPending + _buffer.WrittenCount >= FlushAt)
                await FlushAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None);
        await Json.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Json.FlushAsync(cancellationToken);
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }
}
