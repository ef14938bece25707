using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// The password of a Snowflake key-pair connection: <c>PRIV_KEY_FILE%2{file name}%%2{base64 of the PEM file's bytes}</c>
/// (Qlik support article 2522745). The key inside is not encrypted.
/// </summary>
internal static class KeyPairSecret
{
    private const string Head = "PRIV_KEY_FILE%2";
    private const string Middle = "%%2";

    /// <param name="fileName">The name Qlik shows for the key; no path.</param>
    /// <param name="pem">The PEM file's bytes, unchanged; the caller zeroes them.</param>
    public static SecureString Frame(string fileName, byte[] pem)
    {
        if (fileName.Length == 0 || fileName.IndexOfAny(['%', '"', ';', '/', '\\', '\r', '\n']) >= 0)
        {
            throw new InputException(
                "KeyFileNameInvalid",
                $"'{fileName}' cannot be the key's file name in a connection: it is empty or holds one of % \" ; / \\.",
                "Rename the key file, for example to rsa_key.p8."
            );
        }

        var base64 = new char[(pem.Length + 2) / 3 * 4];
        Convert.ToBase64CharArray(pem, 0, pem.Length, base64, 0);
        try
        {
            var secret = new SecureString();
            foreach (var character in Head.Concat(fileName).Concat(Middle).Concat(base64))
                secret.AppendChar(character);
            secret.MakeReadOnly();
            return secret;
        }
        finally
        {
            Array.Clear(base64, 0, base64.Length);
        }
    }

    /// <summary>Whether a password has this form.</summary>
    public static bool IsFramed(string? password) =>
        password is not null
        && password.StartsWith(Head, StringComparison.Ordinal)
        && password.IndexOf(Middle, Head.Length, StringComparison.Ordinal) > Head.Length;

    /// <summary>The fingerprint of the key in a framed password, or null where it cannot be read.</summary>
    public static string? FingerprintOf(string? password)
    {
        if (password is null || !IsFramed(password))
            return null;

        var at = password.IndexOf(Middle, Head.Length, StringComparison.Ordinal) + Middle.Length;
        byte[]? pem = null;
        try
        {
            pem = Convert.FromBase64String(password.Substring(at));
            using var key = SigningKey.Read(pem, null, "the connection's key");
            return key.PublicKey.Fingerprint;
        }
        catch (Exception e) when (e is FormatException or KeyException)
        {
            return null;
        }
        finally
        {
            if (pem is not null)
                Array.Clear(pem, 0, pem.Length);
        }
    }
}
