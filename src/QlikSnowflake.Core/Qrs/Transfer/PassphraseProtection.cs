using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text.Json;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>
/// Secrets encrypted by a passphrase: PBKDF2-HMAC-SHA256 once for a file, then for each secret AES-256-CBC with a fresh IV and
/// HMAC-SHA256 over IV and ciphertext, checked before anything is decrypted. A secret is IV (16 bytes), ciphertext, MAC (32 bytes).
/// </summary>
public sealed class PassphraseProtection : SecretProtection
{
    private const int KeyBytes = 32;
    private const int IvBytes = 16;
    private const int SaltBytes = 16;
    private const int MostIterations = 10_000_000;

    private readonly SecureString _passphrase;
    private byte[] _salt = Randoms.Bytes(SaltBytes);
    private int _iterations = KeyPairFile.Iterations;
    private byte[]? _keys;

    /// <summary>Takes a passphrase.</summary>
    /// <param name="passphrase">The passphrase.</param>
    /// <exception cref="InputException">It is empty.</exception>
    public PassphraseProtection(SecureString passphrase) =>
        _passphrase =
            passphrase.Length > 0
                ? passphrase
                : throw new InputException(
                    ErrorIds.PassphraseEmpty,
                    "The passphrase is empty.",
                    "Give a passphrase of some length."
                );

    /// <inheritdoc/>
    public override string Name => "passphrase";

    private byte[] Keys => _keys ??= Derive();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    internal override void WriteParameters(Utf8JsonWriter json)
    {
        json.WriteString("keyDerivation", "PBKDF2-HMAC-SHA256");
        json.WriteNumber("iterations", _iterations);
        json.WriteBase64String("salt", _salt);
        json.WriteString("encryption", "AES-256-CBC+HMAC-SHA256");
    }

    internal override void ReadParameters(JsonElement json)
    {
        var known = json.Text("keyDerivation") == "PBKDF2-HMAC-SHA256" && json.Text("encryption") == "AES-256-CBC+HMAC-SHA256";
        if (
            !known
            || !json.TryGetProperty("iterations", out var iterations)
            || !iterations.TryGetInt32(out _iterations)
            || _iterations < 1
            || _iterations > MostIterations
            || !json.TryGetProperty("salt", out var salt)
            || salt.ValueKind != JsonValueKind.String
            || !salt.TryGetBytesFromBase64(out var bytes)
            || bytes.Length < 8
        )
        {
            throw new InputException(
                ErrorIds.DataConnectionFileInvalid,
                string.Format(
                    CultureInfo.InvariantCulture,
                    "The file's secrets are encrypted in a way that is not known, or with more than {0} iterations.",
                    MostIterations
                ),
                "Export again with this module.",
                FailureKind.InvalidData
            );
        }

        _salt = bytes;
        Forget();
    }

    internal override byte[] Protect(byte[] plain)
    {
        var iv = Randoms.Bytes(IvBytes);
        using var aes = Aes.Create();
        using var encryptor = aes.CreateEncryptor(Part(0), iv);
        var encrypted = encryptor.TransformFinalBlock(plain, 0, plain.Length);
        byte[] content = [.. iv, .. encrypted];
        return [.. content, .. Mac(content, content.Length)];
    }

    internal override byte[] Unprotect(byte[] encrypted)
    {
        var length = encrypted.Length - KeyBytes;
        if (length < IvBytes * 2 || !Same(Mac(encrypted, length), encrypted, length))
            throw new FormatException("The passphrase is wrong, or the secret is damaged.");

        using var aes = Aes.Create();
        using var decryptor = aes.CreateDecryptor(Part(0), [.. encrypted.Take(IvBytes)]);
        return decryptor.TransformFinalBlock(encrypted, IvBytes, length - IvBytes);
    }

    private void Forget()
    {
        if (_keys is not null)
            Array.Clear(_keys, 0, _keys.Length);
        _keys = null;
    }

    private byte[] Derive()
    {
        var bytes = SecretText.ToUtf8(_passphrase);
        try
        {
            using var derivation = new Rfc2898DeriveBytes(bytes, _salt, _iterations, HashAlgorithmName.SHA256);
            return derivation.GetBytes(KeyBytes * 2);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    private byte[] Part(int index)
    {
        var key = new byte[KeyBytes];
        Array.Copy(Keys, index * KeyBytes, key, 0, KeyBytes);
        return key;
    }

    private byte[] Mac(byte[] content, int length)
    {
        using var hmac = new HMACSHA256(Part(1));
        return hmac.ComputeHash(content, 0, length);
    }

    // As long for the first difference as for the last.
    private static bool Same(byte[] mac, byte[] encrypted, int offset)
    {
        var difference = 0;
        for (var i = 0; i < mac.Length; i++)
            difference |= mac[i] ^ encrypted[offset + i];
        return difference == 0;
    }
}
