using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>What a finished statement's first reply says besides its rows (SQL API reference, "ResultSet").</summary>
internal sealed class ResultHeader
{
    // "The response does not include the entire result set": from the first version of the API.
    private const string CutCode = "391908";

    private static readonly byte[] MetaData = "resultSetMetaData"u8.ToArray();

    public string Handle { get; private set; } = string.Empty;

    public long RowCount { get; private set; }

    public IReadOnlyList<ResultColumn> Columns { get; private set; } = [];

    public IReadOnlyList<long> PartitionRows { get; private set; } = [];

    /// <summary>Rows inserted, updated and deleted, where the reply has statistics.</summary>
    public long? RowsChanged { get; private set; }

    /// <summary>The bytes of each partition's body when unpacked; 0 where the reply does not say.</summary>
    public IReadOnlyList<long> PartitionSizes { get; private set; } = [];

    /// <summary>The handles of the single statements where one text held several.</summary>
    public IReadOnlyList<string> Handles { get; private set; } = [];

    /// <summary>When the statement started, in UTC.</summary>
    public DateTimeOffset? CreatedOn { get; private set; }

    public string? Code { get; private set; }

    public string? SqlState { get; private set; }

    public string? Message { get; private set; }

    /// <summary>Where the array of rows starts in the body, or -1.</summary>
    public int DataStart { get; private set; } = -1;

    public static ResultHeader Read(ServiceReply reply)
    {
        var header = new ResultHeader();
        if (reply.Body.Count == 0)
            return header;

        try
        {
            var json = new Utf8JsonReader(reply.Body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                throw SnowflakeRefusals.NotUnderstood(reply, null);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                header.ReadProperty(ref json);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        if (header.Code == CutCode)
            throw SnowflakeRefusals.Incomplete(reply);
        var isResult = header.Columns.Count > 0 || (header.DataStart < 0 && header.Handle.Length > 0);
        return isResult ? header : throw SnowflakeRefusals.NotUnderstood(reply, null);
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("data"u8))
        {
            json.Read();
            DataStart = json.TokenType == JsonTokenType.StartArray ? (int)json.TokenStartIndex : -1;
            json.Skip();
        }
        else if (json.ValueTextEquals(MetaData))
        {
            json.Read();
            using var document = JsonDocument.ParseValue(ref json);
            ReadMetaData(document.RootElement);
        }
        else if (json.ValueTextEquals("stats"u8))
        {
            json.Read();
            using var document = JsonDocument.ParseValue(ref json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                ReadStatistics(document.RootElement);
        }
        else if (json.ValueTextEquals("statementHandle"u8))
        {
            Handle = Text(ref json) ?? string.Empty;
        }
        else if (json.ValueTextEquals("statementHandles"u8))
        {
            json.Read();
            using var document = JsonDocument.ParseValue(ref json);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                Handles = [.. document.RootElement.EnumerateArray().Select(h => h.GetString()!)];
        }
        else if (json.ValueTextEquals("createdOn"u8))
        {
            json.Read();
            if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var milliseconds))
                CreatedOn = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            json.Skip();
        }
        else if (json.ValueTextEquals("code"u8))
        {
            Code = Text(ref json);
        }
        else if (json.ValueTextEquals("sqlState"u8))
        {
            SqlState = Text(ref json);
        }
        else if (json.ValueTextEquals("message"u8))
        {
            Message = Text(ref json);
        }
        else
        {
            json.Read();
            json.Skip();
        }
    }

    private void ReadMetaData(JsonElement metaData)
    {
        RowCount = metaData.TryGetProperty("numRows", out var rows) ? rows.GetInt64() : 0;
        if (metaData.TryGetProperty("rowType", out var types))
            Columns = [.. types.EnumerateArray().Select(ReadColumn)];
        if (metaData.TryGetProperty("partitionInfo", out var partitions) && partitions.ValueKind == JsonValueKind.Array)
        {
            PartitionRows =
            [
                .. partitions.EnumerateArray().Select(p => p.TryGetProperty("rowCount", out var count) ? count.GetInt64() : 0),
            ];
            PartitionSizes =
            [
                .. partitions
                    .EnumerateArray()
                    .Select(p =>
                        p.TryGetProperty("uncompressedSize", out var size) && size.TryGetInt64(out var bytes) ? bytes : 0
                    ),
            ];
        }
    }

    private void ReadStatistics(JsonElement stats) =>
        RowsChanged = stats
            .EnumerateObject()
            .Where(p =>
                p.Name is "numRowsInserted" or "numRowsUpdated" or "numRowsDeleted" && p.Value.ValueKind == JsonValueKind.Number
            )
            .Sum(p => p.Value.GetInt64());

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            json.Skip();
        return json.TokenType == JsonTokenType.String ? json.GetString() : null;
    }

    private static ResultColumn ReadColumn(JsonElement column) =>
        new(
            column.TryGetProperty("name", out var name) ? name.GetString() ?? string.Empty : string.Empty,
            column.TryGetProperty("type", out var type) ? (type.GetString() ?? string.Empty).ToLowerInvariant() : string.Empty,
            Number(column, "precision"),
            Number(column, "scale"),
            !column.TryGetProperty("nullable", out var nullable) || nullable.ValueKind != JsonValueKind.False
        );

    private static int? Number(JsonElement column, string name) =>
        column.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
