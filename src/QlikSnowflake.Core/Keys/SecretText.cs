using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace QlikSnowflake.Keys;

/// <summary>Secrets between SecureString and the bytes or text that a wire needs, with nothing left behind that can be cleared.</summary>
public static class SecretText
{
    /// <summary>The secret as UTF-8 bytes. The caller zeroes them.</summary>
    /// <param name="secret">The secret; null gives null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(secret))]
    public static byte[]? ToUtf8(SecureString? secret)
    {
        if (secret is null)
            return null;

        var chars = ToChars(secret);
        try
        {
            return Encoding.UTF8.GetBytes(chars);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>The secret as characters. The caller zeroes them.</summary>
    /// <param name="secret">The secret.</param>
    public static char[] ToChars(SecureString secret)
    {
        var chars = new char[secret.Length];
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            Marshal.Copy(pointer, chars, 0, chars.Length);
            return chars;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }

    /// <summary>The secret as a string, for a header that takes nothing else. Make it late and keep it nowhere.</summary>
    /// <param name="secret">The secret.</param>
    public static string ToPlainText(SecureString secret)
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(pointer, secret.Length)!;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }

    /// <summary>A read-only SecureString of the text.</summary>
    /// <param name="text">The text.</param>
    public static SecureString FromPlainText(string text) => FromChars(text.ToCharArray());

    /// <summary>A read-only SecureString of a text in UTF-8, without white space at its ends.</summary>
    /// <param name="content">The bytes; not kept, the caller zeroes them.</param>
    public static SecureString FromUtf8(byte[] content)
    {
        var chars = Encoding.UTF8.GetChars(content);
        var (start, end) = (0, chars.Length);
        while (start < end && char.IsWhiteSpace(chars[start]))
            start++;
        while (end > start && char.IsWhiteSpace(chars[end - 1]))
            end--;
        var trimmed = chars.AsSpan(start, end - start).ToArray();
        Array.Clear(chars, 0, chars.Length);
        return FromChars(trimmed);
    }

    /// <summary>The bytes of a key's file as a text that is read as the same key: PEM as it is, DER as base64.</summary>
    /// <param name="content">The bytes; not kept, the caller zeroes them.</param>
    public static SecureString FromKeyFile(byte[] content)
    {
        if (content.Length == 0 || content[0] != 0x30)
            return FromChars(KeyEncoding(content).GetChars(content));

        return ToBase64(content);
    }

    /// <summary>Bytes as a secret text in base64, without line breaks.</summary>
    /// <param name="content">The bytes; not kept, the caller zeroes them.</param>
    public static SecureString ToBase64(byte[] content)
    {
        var base64 = new char[(content.Length + 2) / 3 * 4];
        Convert.ToBase64CharArray(content, 0, content.Length, base64, 0);
        return FromChars(base64);
    }

    /// <summary>The bytes that a secret text in base64 stands for. The caller zeroes them.</summary>
    /// <param name="base64">The text.</param>
    /// <exception cref="FormatException">It is no base64.</exception>
    public static byte[] FromBase64(SecureString base64)
    {
        var chars = ToChars(base64);
        try
        {
            return Convert.FromBase64CharArray(chars, 0, chars.Length);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>How a key's file is encoded: by its byte order mark, as Windows PowerShell's redirection writes one, else UTF-8.</summary>
    /// <summary>Whether two secrets are the same text.</summary>
    public static bool AreEqual(SecureString one, SecureString other)
    {
        var (left, right) = (ToChars(one), ToChars(other));
        try
        {
            return left.AsSpan().SequenceEqual(right);
        }
        finally
        {
            Array.Clear(left, 0, left.Length);
            Array.Clear(right, 0, right.Length);
        }
    }

    private static Encoding KeyEncoding(byte[] content) =>
        content.Length < 2
            ? Encoding.UTF8
            : (content[0], content[1]) switch
            {
                (0xFF, 0xFE) => Encoding.Unicode,
                (0xFE, 0xFF) => Encoding.BigEndianUnicode,
                _ => Encoding.UTF8,
            };

    // The characters are zeroed here.
    private static SecureString FromChars(char[] characters)
    {
        var secret = new SecureString();
        foreach (var character in characters)
            secret.AppendChar(character);
        Array.Clear(characters, 0, characters.Length);
        secret.MakeReadOnly();
        return secret;
    }
}
