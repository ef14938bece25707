using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>
/// JSON to and from PowerShell's objects, the same on every edition. Dates stay the text they are: the repository compares them
/// to the millisecond.
/// </summary>
internal static class JsonObjects
{
    private static readonly JsonTree Tree = new(Number, ReadObject);

    private static readonly ObjectJson Writer = new()
    {
        DateText = Milliseconds,
        Unwrap = value => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value,
        Properties = value =>
            PSObject.AsPSObject(value).Properties.Select(p => new KeyValuePair<string, object?>(p.Name, p.Value)),
        TooDeep = () =>
            new InputException(
                ErrorIds.BodyTooDeep,
                "The body is nested too deeply, or refers to itself.",
                "Give JSON text, or an object without loops."
            ),
        NotFinite = () =>
            new InputException(
                ErrorIds.BodyInvalid,
                "The body holds NaN or an infinity, which JSON does not have.",
                "Leave it out, or give it as a text."
            ),
    };

    /// <summary>A reply's objects; where it is no JSON, its text.</summary>
    public static object? Read(ServiceReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return reply.Text();
        }
    }

    public static byte[] Write(object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Writer.Write(writer, value);
        var json = stream.ToArray();
        var buffer = stream.GetBuffer();
        Array.Clear(buffer, 0, buffer.Length);
        return json;
    }

    /// <summary>A value's objects.</summary>
    public static object? Read(JsonElement json) => Tree.Read(json);

    private static string Milliseconds(IFormattable date)
    {
        var utc = date is DateTime local ? local.ToUniversalTime() : ((DateTimeOffset)date).UtcDateTime;
        return utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    // Each boxed as what it is: their common type would make 0.0 of the repository's 0.
    private static object Number(JsonElement json)
    {
        if (json.TryGetInt32(out var number))
            return number;
        if (json.TryGetInt64(out var large))
            return large;
        return json.GetDouble();
    }

    private static PSObject ReadObject(JsonElement json, JsonTree tree)
    {
        var result = new PSObject();
        foreach (var property in json.EnumerateObject())
        {
            // Names that differ in letter case only cannot both be properties; the last one stays, as in a dictionary.
            result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name, tree.Read(property.Value)));
        }

        return result;
    }
}
