using System.Security;
using System.Security.Cryptography;
using System.Text;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>
/// A connection's secret in a file: encrypted together with a digest of the connection it belongs to, so that a file that was edited
/// cannot send a secret to another server.
/// </summary>
internal static class ExportedSecret
{
    private const int DigestBytes = 32;

    public static string Protect(DataConnectionState connection, SecretProtection protection)
    {
        var secret = SecretText.ToUtf8(connection.Password!);
        byte[] plain = [.. Digest(connection), .. secret];
        try
        {
            return Convert.ToBase64String(protection.Protect(plain));
        }
        finally
        {
            Array.Clear(secret, 0, secret.Length);
            Array.Clear(plain, 0, plain.Length);
        }
    }

    public static SecureString Unprotect(string encrypted, DataConnectionState connection, SecretProtection protection)
    {
        byte[]? plain = null;
        char[]? secret = null;
        try
        {
            plain = protection.Unprotect(Convert.FromBase64String(encrypted));
            if (plain.Length < DigestBytes || !plain.Take(DigestBytes).SequenceEqual(Digest(connection)))
            {
                throw new InputException(
                    ErrorIds.ExportedSecretNotOfConnection,
                    $"The connection '{connection.Name}' was changed in the file after its secret was encrypted; the secret is not used.",
                    "Import the file as it was exported (-ConnectionProperty changes keys on the way), or take the secret out of the file.",
                    FailureKind.Security
                );
            }

            secret = Encoding.UTF8.GetChars(plain, DigestBytes, plain.Length - DigestBytes);
            var result = new SecureString();
            foreach (var character in secret)
                result.AppendChar(character);
            result.MakeReadOnly();
            return result;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new InputException(
                ErrorIds.ExportedSecretUnreadable,
                $"The secret of '{connection.Name}' cannot be decrypted: {e.Message}",
                "Check passphrase or certificate: it must be that of the export.",
                FailureKind.InvalidData,
                e
            );
        }
        finally
        {
            if (plain is not null)
                Array.Clear(plain, 0, plain.Length);
            if (secret is not null)
                Array.Clear(secret, 0, secret.Length);
        }
    }

    private static byte[] Digest(DataConnectionState connection) =>
        Hashes.Sha256(
            Encoding.UTF8.GetBytes(
                string.Join("\0", connection.Name, connection.Type, connection.ConnectionString, connection.UserName)
            )
        );
}
