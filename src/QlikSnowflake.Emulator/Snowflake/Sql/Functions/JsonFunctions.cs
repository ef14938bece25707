using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>
/// Semi-structured values, which are kept as compact JSON. From https://docs.snowflake.com/en/sql-reference/functions-semistructured.
/// </summary>
internal static class JsonFunctions
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The functions that are called for NULL as well.</summary>
    public static readonly HashSet<string> TakesNull = new(StringComparer.Ordinal)
    {
        "ARRAY_CONSTRUCT",
        "ARRAY_CONSTRUCT_COMPACT",
        "OBJECT_CONSTRUCT",
        "OBJECT_CONSTRUCT_KEEP_NULL",
        "FLATTEN",
        "CHECK_JSON",
        "OBJECT_INSERT",
        "ARRAY_APPEND",
        "ARRAY_PREPEND",
    };

    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["PARSE_JSON"] = static (a, _, _) => Parse(a.Text(0)),
        ["TRY_PARSE_JSON"] = static (a, _, _) => Fault(a.Text(0)) is null ? Parse(a.Text(0)) : null,
        ["CHECK_JSON"] = static (a, _, _) => a[0].Payload is string text ? Fault(text) : null,
        ["TO_JSON"] = static (a, _, _) => a.Text(0),
        ["TO_ARRAY"] = static (a, _, _) =>
            Node(a[0]) is JsonArray array ? Write(array) : Write(new JsonArray(Node(a[0])?.DeepClone())),
        ["TO_OBJECT"] = static (a, _, _) => Node(a[0]) is JsonObject found ? Write(found) : throw NotA("OBJECT", a[0]),
        ["TYPEOF"] = static (a, _, _) => TypeOf(Element(a[0])),
        ["GET"] = static (a, _, _) => Get(a[0], a[1]),
        ["GET_PATH"] = static (a, _, _) => GetPath(a.Text(0), a.Text(1)),
        ["ARRAY_CONSTRUCT"] = static (a, _, _) => Write(new JsonArray([.. a.Select(Node)])),
        ["ARRAY_CONSTRUCT_COMPACT"] = static (a, _, _) =>
            Write(new JsonArray([.. a.Where(v => v.Payload is not null).Select(Node)])),
        ["OBJECT_CONSTRUCT"] = static (a, _, _) => Construct(a, keepNull: false),
        ["OBJECT_CONSTRUCT_KEEP_NULL"] = static (a, _, _) => Construct(a, keepNull: true),
        ["ARRAY_SIZE"] = static (a, _, _) => Node(a[0]) is JsonArray array ? TextFunctions.Number(array.Count) : null,
        ["ARRAY_CONTAINS"] = static (a, _, _) => Array(a[1]).Any(i => Same(i, a[0])),
        ["ARRAY_POSITION"] = static (a, _, _) =>
            Array(a[1]).ToList().FindIndex(i => Same(i, a[0])) is >= 0 and var index ? TextFunctions.Number(index) : null,
        ["ARRAY_APPEND"] = static (a, _, _) => Joined(a[0].Payload is null ? null : [.. Array(a[0]), Node(a[1])]),
        ["ARRAY_PREPEND"] = static (a, _, _) => Joined(a[0].Payload is null ? null : [Node(a[1]), .. Array(a[0])]),
        ["ARRAY_CAT"] = static (a, _, _) => Joined([.. Array(a[0]), .. Array(a[1])]),
        ["ARRAY_COMPACT"] = static (a, _, _) => Joined([.. Array(a[0]).Where(i => i is not null)]),
        ["ARRAY_DISTINCT"] = static (a, _, _) => Joined([.. Array(a[0]).DistinctBy(i => i?.ToJsonString(Compact))]),
        ["ARRAY_SLICE"] = static (a, _, _) => Slice([.. Array(a[0])], a.Int(1), a.Int(2)),
        ["ARRAY_TO_STRING"] = static (a, _, _) =>
            string.Join(
                a.Text(1),
                Array(a[0])
                    .Select(i =>
                        i is JsonValue value && value.GetValueKind() == JsonValueKind.String
                            ? value.GetValue<string>()
                            : i?.ToJsonString(Compact) ?? ""
                    )
            ),
        ["SPLIT"] = static (a, _, _) => Write(new JsonArray([.. a.Text(0).Split(a.Text(1)).Select(p => (JsonNode?)p)])),
        ["OBJECT_KEYS"] = static (a, _, _) =>
            Node(a[0]) is JsonObject found ? Write(new JsonArray([.. found.Select(p => (JsonNode?)p.Key)])) : null,
        ["OBJECT_DELETE"] = static (a, _, _) => Deleted(a),
        ["OBJECT_INSERT"] = static (a, _, _) => Inserted(a),
        ["FLATTEN"] = static (a, _, _) => Flatten(a),
        ["SPLIT_TO_TABLE"] = static (a, _, _) => Numbered(a.Text(0).Split(a.Text(1))),
        ["STRTOK_SPLIT_TO_TABLE"] = static (a, _, _) =>
            Numbered(a.Text(0).Split(a.Text(1).ToCharArray(), StringSplitOptions.RemoveEmptyEntries)),
        ["AS_INTEGER"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Number ? a.Text(0) : null,
        ["AS_DOUBLE"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Number ? a.Text(0) : null,
        ["AS_VARCHAR"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.String ? a.Text(0) : null,
        ["AS_BOOLEAN"] = static (a, _, _) =>
            Element(a[0]).ValueKind is JsonValueKind.True or JsonValueKind.False ? a.Text(0) : null,
        ["AS_ARRAY"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Array ? a.Text(0) : null,
        ["AS_OBJECT"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Object ? a.Text(0) : null,
        ["IS_ARRAY"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Array,
        ["IS_OBJECT"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Object,
        ["IS_VARCHAR"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.String,
        ["IS_BOOLEAN"] = static (a, _, _) => Element(a[0]).ValueKind is JsonValueKind.True or JsonValueKind.False,
        ["IS_INTEGER"] = static (a, _, _) => TypeOf(Element(a[0])) == "INTEGER",
        ["IS_DECIMAL"] = static (a, _, _) => TypeOf(Element(a[0])) is "INTEGER" or "DECIMAL",
        ["IS_DOUBLE"] = static (a, _, _) => Element(a[0]).ValueKind == JsonValueKind.Number,
    };

    /// <summary>The text of a semi-structured value in a result: indented by two spaces.</summary>
    public static string Pretty(string text)
    {
        if (text.Length == 0 || text[0] is not ('{' or '['))
            return text;
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <exception cref="SqlError">The text is not JSON.</exception>
    public static string Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Compact);
        }
        catch (JsonException e)
        {
            throw new SqlError("100069", "22P02", $"Error parsing JSON: {e.Message}");
        }
    }

    private static string? Fault(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static string Write(JsonNode? node) => node is null ? "null" : node.ToJsonString(Compact);

    private static JsonNode? Node(SqlValue value) => value.Payload is string text ? JsonNode.Parse(text) : null;

    private static JsonElement Element(SqlValue value) => JsonSerializer.Deserialize<JsonElement>((string)value.Payload!);

    private static SqlError NotA(string kind, SqlValue value) =>
        new("100071", "22000", $"Failed to cast variant value {value.Payload} to {kind}");

    private static JsonArray Array(SqlValue value) => Node(value) is JsonArray array ? array : throw NotA("ARRAY", value);

    private static string? Joined(List<JsonNode?>? items) =>
        items is null ? null : Write(new JsonArray([.. items.Select(i => i?.DeepClone())]));

    private static bool Same(JsonNode? item, SqlValue value) => JsonNode.DeepEquals(item, Node(value));

    private static string TypeOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "OBJECT",
            JsonValueKind.Array => "ARRAY",
            JsonValueKind.String => "VARCHAR",
            JsonValueKind.True or JsonValueKind.False => "BOOLEAN",
            JsonValueKind.Null => "NULL_VALUE",
            _ when element.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase) => "DOUBLE",
            _ when element.GetRawText().Contains('.', StringComparison.Ordinal) => "DECIMAL",
            _ => "INTEGER",
        };

    private static string? Get(SqlValue value, SqlValue key)
    {
        var element = Element(value);
        if (key.Type.Type == "text")
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty((string)key.Payload!, out var field)
                ? Text(field)
                : null;
        var index = int.Parse((string)key.Payload!, CultureInfo.InvariantCulture);
        return element.ValueKind == JsonValueKind.Array && index >= 0 && index < element.GetArrayLength()
            ? Text(element[index])
            : null;
    }

    private static string Text(JsonElement element) => JsonSerializer.Serialize(element, Compact);

    private static string? GetPath(string json, string path)
    {
        string? current = json;
        foreach (var step in Steps(path))
        {
            if (current is null)
                return null;
            var key =
                int.TryParse(step.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _) && step.IsIndex
                    ? new SqlValue(SnowflakeColumn.Fixed(""), step.Text)
                    : SqlValue.Text(step.Text);
            current = Get(new SqlValue(SnowflakeColumn.Of("", "variant"), current), key);
        }

        return current;
    }

    private static IEnumerable<(string Text, bool IsIndex)> Steps(string path)
    {
        var cursor = new SqlCursor(path, SqlTokenizer.Split(path));
        while (cursor.Current.Kind != SqlTokenKind.End)
        {
            if (cursor.TryTake("["))
            {
                var index = cursor.Take();
                cursor.Expect("]");
                yield return (index.Text, index.Kind == SqlTokenKind.Number);
                continue;
            }

            cursor.TryTake(".");
            if (!cursor.AtIdentifier)
                throw SqlError.Unknown($"the path '{path}'");
            yield return (cursor.Take().Text, false);
        }
    }

    /// <summary>A key whose value is NULL is left out, unless it is to be kept.</summary>
    private static string Construct(SqlValue[] a, bool keepNull)
    {
        if (a.Length % 2 != 0)
            throw SqlError.Compilation("000938", "22023", "OBJECT_CONSTRUCT takes keys and values in pairs");
        var result = new JsonObject();
        for (var i = 0; i < a.Length; i += 2)
            if (a[i].Payload is string key && (keepNull || a[i + 1].Payload is not null))
                result[key] = Node(a[i + 1]);
        return Write(result);
    }

    private static string Slice(List<JsonNode?> items, int from, int to)
    {
        from = Math.Clamp(from < 0 ? items.Count + from : from, 0, items.Count);
        to = Math.Clamp(to < 0 ? items.Count + to : to, from, items.Count);
        return Joined(items.GetRange(from, to - from))!;
    }

    private static string Deleted(SqlValue[] a)
    {
        var result = Node(a[0]) as JsonObject ?? throw NotA("OBJECT", a[0]);
        foreach (var key in a.Skip(1))
            result.Remove((string)key.Payload!);
        return Write(result);
    }

    private static string? Inserted(SqlValue[] a)
    {
        if (a[0].Payload is null || a[1].Payload is null)
            return null;
        var result = Node(a[0]) as JsonObject ?? throw NotA("OBJECT", a[0]);
        var key = a.Text(1);
        if (result.ContainsKey(key) && (a.Length < 4 || a[3].Payload is not true))
            throw new SqlError("100079", "22000", $"Duplicate field key '{key}'");
        if (a[2].Payload is null)
            result.Remove(key);
        else
            result[key] = Node(a[2]);
        return Write(result);
    }

    private static string Numbered(string[] parts) =>
        Write(new JsonArray([.. parts.Select((p, i) => (JsonNode?)new JsonArray(TextFunctions.Number(i + 1), p))]));

    /// <summary>Rows of sequence, key, path, index, value and the value that is flattened.</summary>
    private static string Flatten(SqlValue[] a)
    {
        var input = a[0].Payload as string;
        var path = a[1].Payload as string ?? "";
        if (input is not null && path.Length > 0)
            input = GetPath(input, path);
        var mode = (a[4].Payload as string ?? "BOTH").ToUpperInvariant();
        var rows = new JsonArray();
        if (input is not null)
            Expand(rows, JsonSerializer.Deserialize<JsonElement>(input), path, a[3].Payload is true, mode);
        if (rows.Count == 0 && a[2].Payload is true)
            rows.Add(Row("1", null, null, null, null, input));
        return Write(rows);
    }

    private static void Expand(JsonArray rows, JsonElement element, string path, bool recursive, string mode)
    {
        if (element.ValueKind == JsonValueKind.Object && mode is "BOTH" or "OBJECT" && element.ValueKind == JsonValueKind.Object)
            foreach (var field in element.EnumerateObject())
                Item(field.Name, path.Length == 0 ? field.Name : $"{path}.{field.Name}", null, field.Value);
        else if (
            element.ValueKind == JsonValueKind.Array
            && mode is "BOTH" or "ARRAY"
            && element.ValueKind == JsonValueKind.Array
        )
            for (var i = 0; i < element.GetArrayLength(); i++)
                Item(null, $"{path}[{i}]", i, element[i]);

        void Item(string? key, string at, int? index, JsonElement value)
        {
            rows.Add(Row("1", key, at, index is { } i ? TextFunctions.Number(i) : null, Text(value), Text(element)));
            if (recursive)
                Expand(rows, value, at, recursive, mode);
        }
    }

    private static JsonArray Row(params string?[] cells) => new([.. cells.Select(c => (JsonNode?)c)]);
}
