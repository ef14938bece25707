using System.Security;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>Bodies whose values may be SecureStrings: they become text here, when the body is written, and nowhere before.</summary>
internal static class SecretJson
{
    private static readonly JsonSerializerOptions Told = Options(new Teller());
    private static readonly JsonSerializerOptions Kept = Options(new Keeper());

    /// <summary>The body with its secrets. The caller zeroes it.</summary>
    public static byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Told);

    /// <summary>The body as it may be shown: <c>(secret)</c> in the place of each.</summary>
    public static byte[] WriteWithout<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Kept);

    private static JsonSerializerOptions Options(JsonConverter<SecureString> converter) =>
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { converter } };

    private sealed class Teller : JsonConverter<SecureString>
    {
        public override SecureString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options)
        {
            var chars = SecretText.ToChars(value);
            try
            {
                writer.WriteStringValue(chars.AsSpan());
            }
            finally
            {
                Array.Clear(chars, 0, chars.Length);
            }
        }
    }

    private sealed class Keeper : JsonConverter<SecureString>
    {
        public override SecureString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options) =>
            writer.WriteStringValue("(secret)");
    }
}
