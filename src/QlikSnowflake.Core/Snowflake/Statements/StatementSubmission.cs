using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// One run of a statement as it is sent (Snowflake, "SQL API reference", POST /api/v2/statements): every resend has the same
/// body and requestId, by which the server runs it once.
/// </summary>
internal sealed class StatementSubmission
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<StatementBinding> _bindings;
    private readonly byte[] _body;

    public StatementSubmission(BoundStatement statement, SnowflakeSessionOptions options)
    {
        Request = statement.Request;
        _bindings = statement.Bindings;
        _body = WriteBody(statement.Text, statement.Request, options);
    }

    public StatementRequest Request { get; }

    public string RequestId { get; } = Guid.NewGuid().ToString("D");

    /// <param name="again">Whether it may have arrived before: the server then looks for the first run instead of starting another.</param>
    /// <param name="handleOnly">Whether to ask for the handle at once in place of the result.</param>
    public ServiceRequest ToRequest(bool again, bool handleOnly)
    {
        var second = ToRequest(again: true, handleOnly, resent: null);
        return again ? second : ToRequest(again, handleOnly, second);
    }

    /// <summary>Takes the values of bindings out of Snowflake's words, which quote them.</summary>
    public string WithoutValues(string message)
    {
        foreach (var binding in _bindings)
        {
            if (binding.Value is not { Length: > 0 } value || binding.Type == "BOOLEAN")
                continue;

            message = message.Replace("'" + value + "'", "'…'");
            if (!IsWord(value))
                message = ReplaceWhole(message, value);
        }

        return message;
    }

    // What stands inside a longer word or number is another one.
    private static string ReplaceWhole(string message, string value)
    {
        var at = 0;
        while ((at = message.IndexOf(value, at, StringComparison.Ordinal)) >= 0)
        {
            var end = at + value.Length;
            var isWhole =
                (at == 0 || !char.IsLetterOrDigit(message[at - 1]) || !char.IsLetterOrDigit(value[0]))
                && (
                    end == message.Length || !char.IsLetterOrDigit(message[end]) || !char.IsLetterOrDigit(value[value.Length - 1])
                );
            message = isWhole ? message.Remove(at, value.Length).Insert(at, "…") : message;
            at = isWhole ? at + 1 : end;
        }

        return message;
    }

    // Without quotes around it an ordinary word is more likely Snowflake's than the value's.
    private static bool IsWord(string value) => value.Length < 4 || (value.Length < 16 && value.All(char.IsLetter));

    private ServiceRequest ToRequest(bool again, bool handleOnly, ServiceRequest? resent)
    {
        var query = new List<KeyValuePair<string, string>> { new("requestId", RequestId) };
        if (again)
            query.Add(new("retry", "true"));
        if (handleOnly)
            query.Add(new("async", "true"));
        return new ServiceRequest(HttpMethod.Post, StatementCalls.Path)
        {
            Query = query,
            Body = _body,
            Retry = RetryRule.Safe,
            Resent = resent,
            ExpectedBytes = StatementCalls.FirstBufferBytes,
        };
    }

    private byte[] WriteBody(string statement, StatementRequest request, SnowflakeSessionOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("statement", statement);
            if (request.Timeout is { } timeout)
                json.WriteNumber("timeout", (long)Math.Ceiling(timeout.TotalSeconds));
            WriteIfSet(json, "database", request.Database ?? options.Database);
            WriteIfSet(json, "schema", request.Schema ?? (request.Database is null ? options.Schema : null));
            WriteIfSet(json, "warehouse", request.Warehouse ?? options.Warehouse);
            WriteIfSet(json, "role", request.Role ?? options.Role);
            WriteBindings(json);
            WriteParameters(json, request);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private void WriteBindings(Utf8JsonWriter json)
    {
        if (_bindings.Count == 0)
            return;

        json.WriteStartObject("bindings");
        for (var i = 0; i < _bindings.Count; i++)
        {
            json.WriteStartObject((i + 1).ToString(CultureInfo.InvariantCulture));
            json.WriteString("type", _bindings[i].Type);
            json.WriteString("value", _bindings[i].Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, StatementRequest request)
    {
        var others = request.ReadSessionParameters();
        if (request.QueryTag is null && request.TimeZone is null && request.StatementCount is null && others.Count == 0)
            return;

        json.WriteStartObject("parameters");
        WriteIfSet(json, "query_tag", request.QueryTag);
        WriteIfSet(json, "timezone", request.TimeZone);
        // A number, as the specification says (sqlapi.yaml, "multi_statement_count: type: integer"). The documentation
        // ("Submitting multiple SQL statements in a single request") writes it as text; the server takes both.
        if (request.StatementCount is { } count)
            json.WriteNumber("multi_statement_count", count);
        foreach (var other in others)
            if (other.Value is bool flag)
                json.WriteBoolean(other.Name, flag);
            else
                json.WriteNumber(other.Name, (long)other.Value);
        json.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
