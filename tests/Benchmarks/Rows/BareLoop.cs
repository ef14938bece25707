using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>
/// What any client has to do at the least: download each partition, unzip it, and walk over its tokens, on one thread. It
/// makes no values of them.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly HttpClient _client;
    private byte[] _buffer = new byte[1 << 16];

    public BareLoop(ServerProcess server)
    {
        _client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
        {
            BaseAddress = new Uri($"https://{server.Host}/"),
        };
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
    }

    public long Read(long rows)
    {
        using var submission = new HttpRequestMessage(HttpMethod.Post, "api/v2/statements")
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { statement = $"SELECT {rows} ROWS" }),
                Encoding.UTF8,
                "application/json"
            ),
        };
        using var first = _client.Send(submission);
        using var body = first.Content.ReadAsStream();
        var (found, handle, partitions) = Tokenise(Fill(body), isFirst: true);
        for (var i = 1; i < partitions; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v2/statements/{handle}?partition={i}");
            using var reply = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            using var packed = reply.Content.ReadAsStream();
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            found += Tokenise(Fill(unpacked), isFirst: false).Rows;
        }

        return found;
    }

    public void Dispose() => _client.Dispose();

    private ReadOnlySpan<byte> Fill(Stream stream)
    {
        var count = 0;
        int read;
        while ((read = stream.Read(_buffer, count, _buffer.Length - count)) > 0)
        {
            count += read;
            if (count == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _buffer.AsSpan(0, count);
    }

    private static (long Rows, string? Handle, int Partitions) Tokenise(ReadOnlySpan<byte> body, bool isFirst)
    {
        var json = new Utf8JsonReader(body);
        var rows = 0L;
        var partitions = 0;
        var inData = false;
        string? handle = null;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.StartArray && json.CurrentDepth == 2 && inData)
                rows++;
            else if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
                inData = json.ValueTextEquals("data"u8);
            if (isFirst && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("rowCount"u8))
                partitions++;
            else if (
                isFirst
                && json.TokenType == JsonTokenType.PropertyName
                && json.ValueTextEquals("statementHandle"u8)
                && json.Read()
            )
                handle = json.GetString();
        }

        return (rows, handle, partitions);
    }
}
