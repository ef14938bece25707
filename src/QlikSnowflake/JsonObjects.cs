using System.Collections;
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
    private const int MostDepth = 64;

    private static readonly JsonTree Tree = new(Number, ReadObject);

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
            Write(writer, value, 0);
        var json = stream.ToArray();
        var buffer = stream.GetBuffer();
        Array.Clear(buffer, 0, buffer.Length);
        return json;
    }

    /// <summary>A value's objects.</summary>
    public static object? Read(JsonElement json) => Tree.Read(json);

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

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MostDepth)
            throw new InputException(
                ErrorIds.BodyTooDeep,
                "The body is nested too deeply, or refers to itself.",
                "Give JSON text, or an object without loops."
            );

        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string or char or Enum or Guid or Uri or TimeSpan or Version:
                writer.WriteStringValue(plain.ToString());
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case DateTime date:
                writer.WriteStringValue(
                    date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                );
                break;
            case DateTimeOffset date:
                writer.WriteStringValue(
                    date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                );
                break;
            case double or float or decimal or byte or sbyte or short or ushort or int or uint or long or ulong:
                writer.WriteRawValue(
                    ((IFormattable)plain).ToString(plain is double or float ? "R" : null, CultureInfo.InvariantCulture)
                );
                break;
            case IDictionary table:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in table)
                {
                    writer.WritePropertyName(LanguagePrimitives.ConvertTo<string>(entry.Key));
                    Write(writer, entry.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value).Properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
