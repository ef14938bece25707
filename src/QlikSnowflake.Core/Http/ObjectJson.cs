using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace QlikSnowflake.Http;

/// <summary>
/// Writes values, tables and lists as JSON, as the reader's rules have it: how dates are written, what stands behind a wrapper, and
/// what is refused.
/// </summary>
public sealed class ObjectJson
{
    private const int Deepest = 64;

    /// <summary>The text of a DateTime or DateTimeOffset.</summary>
    public required Func<IFormattable, string> DateText { get; init; }

    /// <summary>What is thrown for a value that is nested too deeply, or refers to itself.</summary>
    public required Func<Exception> TooDeep { get; init; }

    /// <summary>What a wrapper holds; the value itself where it is none.</summary>
    public Func<object, object> Unwrap { get; init; } = value => value;

    /// <summary>The properties of an object that is none of the known kinds, or what is thrown for it.</summary>
    public required Func<object, IEnumerable<KeyValuePair<string, object?>>> Properties { get; init; }

    /// <summary>What is thrown for NaN and the infinities, which JSON does not have.</summary>
    public required Func<Exception> NotFinite { get; init; }

    /// <summary>Writes a value.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">The value.</param>
    public void Write(Utf8JsonWriter json, object? value) => Write(json, value, 0);

    private void Write(Utf8JsonWriter json, object? value, int depth)
    {
        if (depth > Deepest)
            throw TooDeep();

        var plain = value is null ? null : Unwrap(value);
        switch (plain)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
            case float.NaN or float.PositiveInfinity or float.NegativeInfinity:
                throw NotFinite();
            case string or char or Guid or Uri or Version or Enum:
                json.WriteStringValue(plain.ToString());
                break;
            case DateTime or DateTimeOffset:
                json.WriteStringValue(DateText((IFormattable)plain));
                break;
            case TimeSpan time:
                json.WriteStringValue(time.ToString("c", CultureInfo.InvariantCulture));
                break;
            case float or double or decimal or sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                json.WriteRawValue(
                    ((IFormattable)plain).ToString(plain is float or double ? "R" : null, CultureInfo.InvariantCulture)
                );
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IDictionary map:
                WriteObject(json, Entries(map), depth);
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            default:
                WriteObject(json, Properties(value!), depth);
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> properties, int depth)
    {
        json.WriteStartObject();
        foreach (var property in properties)
        {
            json.WritePropertyName(property.Key);
            Write(json, property.Value, depth + 1);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty, entry.Value);
    }
}
