using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Tests.Snowflake;

/// <summary>A reply, with its body decompressed by its own headers.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, bool IsGzip, HttpResponseMessage Message)
{
    private JsonNode? _json;

    public JsonNode Json => _json ??= JsonNode.Parse(Text)!;

    public string Handle => (string)Json["statementHandle"]!;

    public string? Code => (string?)Json["code"];

    public string ErrorText => (string)Json["message"]!;

    public IEnumerable<string?[]> Rows =>
        (Json is JsonArray bare ? bare : Json["data"]!.AsArray()).Select(r => r!.AsArray().Select(c => (string?)c).ToArray());

    public JsonArray RowType => Json["resultSetMetaData"]!["rowType"]!.AsArray();

    public IEnumerable<string> Columns => RowType.Select(c => (string)c!["name"]!);

    public string? Cell => Rows.Single().Single();

    public static async Task<Reply> ReadAsync(Task<HttpResponseMessage> sending)
    {
        var message = await sending;
        var bytes = await message.Content.ReadAsByteArrayAsync();
        var gzip = message.Content.Headers.ContentEncoding.Contains("gzip");
        if (gzip)
        {
            using var unpacked = new MemoryStream();
            await using (var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
                await stream.CopyToAsync(unpacked);
            bytes = unpacked.ToArray();
        }

        return new Reply(message.StatusCode, Encoding.UTF8.GetString(bytes), gzip, message);
    }
}
