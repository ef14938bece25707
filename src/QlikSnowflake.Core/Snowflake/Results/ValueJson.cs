using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>Writes hashtables and arrays as the JSON that PARSE_JSON reads.</summary>
internal static class ValueJson
{
    private const int Deepest = 64;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">The value.</param>
    /// <param name="name">What it is for, for errors.</param>
    /// <exception cref="InputException">It holds something that JSON cannot, or is nested too deeply.</exception>
    public static string Write(object value, string name)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Write(json, value, name, 0);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value, string name, int depth)
    {
        if (depth > Deepest)
            throw new InputException(
                ErrorIds.ParameterTooDeep,
                $"The value for {name} is nested more than {Deepest} deep.",
                "Bind a flatter value, or its JSON as a text."
            );

        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case double number when double.IsNaN(number) || double.IsInfinity(number):
                throw new InputException(
                    ErrorIds.ParameterOutOfRange,
                    $"The value for {name} holds NaN or an infinity, which JSON does not have.",
                    "Leave it out, or give it as a text."
                );
            case string or char or Guid or Uri or Version or Enum:
                json.WriteStringValue(value.ToString());
                break;
            case DateTime or DateTimeOffset:
                json.WriteStringValue(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case TimeSpan time:
                json.WriteStringValue(time.ToString("c", CultureInfo.InvariantCulture));
                break;
            case float or double or decimal or sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                json.WriteRawValue(
                    ((IFormattable)value).ToString(value is float or double ? "R" : null, CultureInfo.InvariantCulture)
                );
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty);
                    Write(json, entry.Value, name, depth + 1);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item, name, depth + 1);
                json.WriteEndArray();
                break;
            default:
                throw new InputException(
                    ErrorIds.ParameterTypeUnsupported,
                    $"The value for {name} holds a {value.GetType().FullName}, which has no JSON form.",
                    "Turn it into a text, a number or a hashtable first."
                );
        }
    }
}
