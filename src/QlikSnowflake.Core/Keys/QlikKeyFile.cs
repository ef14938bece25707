using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>
/// A private key as Qlik's data connections carry it: a file's name and its content. The file is read once; the key is then
/// printed in the form of either service as often as connections need it. Dispose it when the last has been written.
/// </summary>
public sealed class QlikKeyFile : IDisposable
{
    // A SecureString holds 65,536 characters, and base64 makes four of three bytes.
    private const int MostBytes = 48 << 10;

    private readonly SecureString _content;
    private readonly SecureString? _plain;
    private readonly SecureString? _passphrase;
    private SecureString? _frame;

    private QlikKeyFile(string fileName, PublicKey publicKey, SecureString content, SecureString? plain, SecureString? passphrase)
    {
        FileName = fileName;
        PublicKey = publicKey;
        _content = content;
        _plain = plain;
        _passphrase = passphrase;
    }

    /// <summary>The file's name, which Qlik shows; no path.</summary>
    public string FileName { get; }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The key's fingerprint.</summary>
    public string Fingerprint => PublicKey.Fingerprint;

    /// <summary>Whether the key is encrypted in its file. On Qlik Sense it is not, on Qlik Cloud it stays so.</summary>
    public bool IsEncrypted => _passphrase is not null;

    /// <summary>The file's bytes in base64: the value of Qlik Cloud's <c>PRIV_KEY_FILE</c>.</summary>
    internal SecureString Content => _content;

    /// <summary>The passphrase that goes with <see cref="Content"/>; null where the key is not encrypted.</summary>
    internal SecureString? Passphrase => _passphrase;

    /// <summary>Reads a key file and proves that it can be opened.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted; a copy is kept.</param>
    /// <exception cref="KeyException">It is no RSA private key that Snowflake takes, or the passphrase does not open it.</exception>
    /// <exception cref="InputException">The file is not there or cannot be read.</exception>
    public static QlikKeyFile Read(string path, SecureString? passphrase)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.Key);
        try
        {
            return Of(Path.GetFileName(path), content, passphrase, $"'{path}'");
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>A key whose file is in memory.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <param name="content">Its bytes; not kept, the caller zeroes them.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted; a copy is kept.</param>
    /// <param name="source">What to call it in errors.</param>
    internal static QlikKeyFile Of(string fileName, byte[] content, SecureString? passphrase, string source)
    {
        if (content.Length > MostBytes)
            throw KeyProblems.NotAKey(source, "larger than 48 KiB");

        byte[]? pkcs8 = null;
        byte[]? pem = null;
        try
        {
            pkcs8 = ReadPkcs8(content, passphrase, source, out var isEncrypted);
            using var key = SigningKey.FromPkcs8(pkcs8, source);
            pem = StartsWith(content, "-----BEGIN PRIVATE KEY-----") ? null : PemText.WriteBytes("PRIVATE KEY", pkcs8);
            return new QlikKeyFile(
                fileName,
                key.PublicKey,
                SecretText.ToBase64(content),
                pem is null ? null : SecretText.ToBase64(pem),
                isEncrypted ? passphrase!.Copy() : null
            );
        }
        finally
        {
            foreach (var secret in new[] { pkcs8, pem })
            {
                if (secret is not null)
                    Array.Clear(secret, 0, secret.Length);
            }
        }
    }

    /// <summary>
    /// The password of a connection of Qlik Sense: the key in the connector's frame (Qlik support article 2522745), as plain
    /// PKCS#8, because the form of encrypted keys is not documented. A plain PKCS#8 file goes in byte for byte. It ends with this
    /// object.
    /// </summary>
    /// <exception cref="InputException">The file's name cannot stand in the frame.</exception>
    public SecureString QrsPassword => _frame ??= KeyPairSecret.Frame(FileName, _plain ?? _content);

    /// <summary>The key, ready to sign; the caller disposes it.</summary>
    /// <exception cref="KeyException">It can no longer be read.</exception>
    public SigningKey OpenKey()
    {
        var pem = SecretText.FromBase64(_plain ?? _content);
        try
        {
            return SigningKey.Read(pem, null, $"'{FileName}'");
        }
        finally
        {
            Array.Clear(pem, 0, pem.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _plain?.Dispose();
        _passphrase?.Dispose();
        _frame?.Dispose();
    }

    /// <summary>The file's name and the key's fingerprint.</summary>
    public override string ToString() => $"{FileName} ({Fingerprint})";

    // Of DER and of UTF-16 no text says whether they are encrypted: only reading them does.
    private static byte[] ReadPkcs8(byte[] content, SecureString? passphrase, string source, out bool isEncrypted)
    {
        isEncrypted = false;
        try
        {
            return SigningKey.ReadPkcs8(content, null, source);
        }
        catch (KeyException e) when (e.Fault == PrivateKeyFault.PassphraseRequired && passphrase is not null)
        {
            isEncrypted = true;
            return SigningKey.ReadPkcs8(content, passphrase, source);
        }
    }

    private static bool StartsWith(byte[] content, string text) =>
        content.Length >= text.Length && Enumerable.Range(0, text.Length).All(i => content[i] == text[i]);
}
