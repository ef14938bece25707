using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>Writes hashtables and arrays as the JSON that PARSE_JSON reads.</summary>
internal static class ValueJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">The value.</param>
    /// <param name="name">What it is for, for errors.</param>
    /// <exception cref="InputException">It holds something that JSON cannot, or is nested too deeply.</exception>
    public static string Write(object value, string name)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            WriterFor(name).Write(json, value);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static ObjectJson WriterFor(string name) =>
        new()
        {
            DateText = date => date.ToString("O", CultureInfo.InvariantCulture),
            TooDeep = () =>
                new InputException(
                    ErrorIds.ParameterTooDeep,
                    $"The value for {name} is nested more than 64 deep.",
                    "Bind a flatter value, or its JSON as a text."
                ),
            NotFinite = () =>
                new InputException(
                    ErrorIds.ParameterOutOfRange,
                    $"The value for {name} holds NaN or an infinity, which JSON does not have.",
                    "Leave it out, or give it as a text."
                ),
            Properties = value =>
                throw new InputException(
                    ErrorIds.ParameterTypeUnsupported,
                    $"The value for {name} holds a {value.GetType().FullName}, which has no JSON form.",
                    "Turn it into a text, a number or a hashtable first."
                ),
        };
}
