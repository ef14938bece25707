namespace QlikSnowflake.Keys;

/// <summary>Base64url without padding, as the parts of a token are written (RFC 7515 section 2).</summary>
internal static class Base64Url
{
    /// <summary>Decodes a part. No copy of it stays behind.</summary>
    /// <exception cref="FormatException">It is no base64url.</exception>
    public static byte[] Decode(ArraySegment<char> part)
    {
        var padded = new char[(part.Count + 3) / 4 * 4];
        try
        {
            for (var i = 0; i < padded.Length; i++)
                padded[i] =
                    i >= part.Count
                        ? '='
                        : part.Array![part.Offset + i] switch
                        {
                            '-' => '+',
                            '_' => '/',
                            var other => other,
                        };
            return Convert.FromBase64CharArray(padded, 0, padded.Length);
        }
        finally
        {
            Array.Clear(padded, 0, padded.Length);
        }
    }
}
