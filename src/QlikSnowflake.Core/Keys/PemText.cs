using System.Text;

namespace QlikSnowflake.Keys;

/// <summary>Writes PEM (RFC 7468): lines of 64 characters, each ended by a line feed.</summary>
internal static class PemText
{
    public static string Write(string label, byte[] der) => Encoding.ASCII.GetString(WriteBytes(label, der));

    /// <summary>The PEM text as ASCII bytes, for a private key: the caller zeroes them.</summary>
    public static byte[] WriteBytes(string label, byte[] der)
    {
        var base64 = new char[(der.Length + 2) / 3 * 4];
        Convert.ToBase64CharArray(der, 0, der.Length, base64, 0);
        try
        {
            using var text = new MemoryStream(base64.Length + (base64.Length / 64) + 128);
            WriteAscii(text, $"-----BEGIN {label}-----\n");
            for (var at = 0; at < base64.Length; at += 64)
            {
                for (var i = at; i < Math.Min(at + 64, base64.Length); i++)
                    text.WriteByte((byte)base64[i]);
                text.WriteByte((byte)'\n');
            }

            WriteAscii(text, $"-----END {label}-----\n");
            var result = text.ToArray();
            var buffer = text.GetBuffer();
            Array.Clear(buffer, 0, buffer.Length);
            return result;
        }
        finally
        {
            Array.Clear(base64, 0, base64.Length);
        }
    }

    private static void WriteAscii(MemoryStream stream, string text)
    {
        foreach (var character in text)
            stream.WriteByte((byte)character);
    }
}
