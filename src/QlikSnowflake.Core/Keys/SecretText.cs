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
    public static SecureString FromPlainText(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
            secret.AppendChar(character);
        secret.MakeReadOnly();
        return secret;
    }
}
