using System.Text.Encodings.Web;
using System.Text.Json;

namespace QlikSnowflake.Secrets;

/// <summary>Takes secrets out of the texts of a JSON value, however their characters are escaped there.</summary>
internal static class MaskedJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON without the mask's secrets; the bytes themselves where they are no JSON.</summary>
    public static ArraySegment<byte> Apply(SecretMask mask, ArraySegment<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Options))
                Write(writer, document.RootElement, mask);
            return new ArraySegment<byte>(stream.GetBuffer(), 0, (int)stream.Length);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json, SecretMask mask)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(mask.Apply(property.Name));
                    Write(writer, property.Value, mask);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                    Write(writer, item, mask);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(mask.Apply(json.GetString()!));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
