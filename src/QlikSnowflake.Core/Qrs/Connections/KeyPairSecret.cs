using System.Security;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// The password of a Snowflake key-pair connection: <c>PRIV_KEY_FILE%2{file name}%%2{base64 of the PEM file's bytes}</c>
/// (Qlik support article 2522745). The key inside is not encrypted.
/// </summary>
internal static class KeyPairSecret
{
    private const string Property = "PRIV_KEY_FILE";
    private const string Head = Property + "%2";
    private const string Middle = "%%2";

    private const string Source = "the connection's key";

    // "-----BEGIN " in base64.
    private const string PemStart = "LS0tLS1CRUdJTi";

    private static readonly string[] PassphraseNames = ["PWD", "PASS"];
    private static readonly Regex ItemEnd = new("(?<!%)%1", RegexOptions.CultureInvariant);

    /// <param name="fileName">The name Qlik shows for the key; no path.</param>
    /// <param name="base64">The PEM file's bytes, unchanged, in base64.</param>
    public static SecureString Frame(string fileName, SecureString base64)
    {
        if (fileName.Length == 0 || fileName.IndexOfAny(['%', '"', ';', '/', '\\', '\r', '\n']) >= 0)
        {
            throw new InputException(
                ErrorIds.KeyFileNameInvalid,
                $"'{fileName}' cannot be the key's file name in a connection: it is empty or holds one of % \" ; / \\.",
                "Rename the key file, for example to rsa_key.p8."
            );
        }

        var content = SecretText.ToChars(base64);
        try
        {
            var secret = new SecureString();
            foreach (var character in Head.Concat(fileName).Concat(Middle).Concat(content))
                secret.AppendChar(character);
            secret.MakeReadOnly();
            return secret;
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Whether a password has this form, or the one in which connections made by the user interface have it.</summary>
    public static bool IsFramed(string? password) => password is not null && FindKey(Items(password)) is not null;

    /// <summary>The fingerprint of the key in a framed password, or null where it cannot be read.</summary>
    public static string? FingerprintOf(string? password) =>
        Read(
            password,
            (pem, passphrase) =>
            {
                using var key = SigningKey.Read(pem, passphrase, Source);
                return key.PublicKey.Fingerprint;
            }
        );

    /// <summary>The key in a framed password; null where there is none or it cannot be read.</summary>
    public static QlikKeyFile? TryRead(string? password) =>
        Read(password, (pem, passphrase) => QlikKeyFile.Of("rsa_key.p8", pem, passphrase, Source));

    // The key may be encrypted, with its passphrase beside it in the list.
    private static T? Read<T>(string? password, Func<byte[], SecureString?, T> read)
        where T : class
    {
        if (password is null)
            return null;
        var items = Items(password);
        if (FindKey(items) is not { } payload)
            return null;

        byte[]? pem = null;
        try
        {
            pem = Convert.FromBase64String(payload);
            var passphrases = items
                .Where(i => PassphraseNames.Any(n => i.Name.IndexOf(n, StringComparison.OrdinalIgnoreCase) >= 0))
                .Select(i => i.Value);
            foreach (var passphrase in new string?[] { null }.Concat(passphrases))
            {
                try
                {
                    using var secret = passphrase is null ? null : SecretText.FromPlainText(passphrase);
                    return read(pem, secret);
                }
                catch (KeyException)
                {
                    // Another passphrase may open it.
                }
            }

            return null;
        }
        catch (FormatException)
        {
            return null;
        }
        finally
        {
            if (pem is not null)
                Array.Clear(pem, 0, pem.Length);
        }
    }

    // What the user interface saves is a list of name%2value%1, begun by %%, with marks inside a value doubled: the key may stand
    // behind other items, be ended by a mark, and be followed by more items. Base64 and file names have no %.
    private static List<(string Name, string Value)> Items(string password)
    {
        var items = new List<(string Name, string Value)>();
        foreach (var item in ItemEnd.Split(password))
        {
            var mark = item.IndexOf("%2", StringComparison.Ordinal);
            if (mark > 0)
                items.Add((item.Substring(0, mark).TrimStart('%'), item.Substring(mark + 2)));
        }

        return items;
    }

    private static string? FindKey(List<(string Name, string Value)> items)
    {
        foreach (var (name, value) in items)
        {
            var middle = value.IndexOf(Middle, StringComparison.Ordinal);
            var content = middle < 0 ? value : value.Substring(middle + Middle.Length);
            var end = content.IndexOf('%');
            if (end >= 0)
                content = content.Substring(0, end);
            if ((name == Property && middle > 0) || content.StartsWith(PemStart, StringComparison.Ordinal))
                return content;
        }

        return null;
    }
}
