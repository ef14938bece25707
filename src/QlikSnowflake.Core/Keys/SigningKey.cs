using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>An RSA private key that is ready to sign. Dispose it as soon as it has done its work.</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>The smallest modulus Snowflake takes, in bits (Snowflake, "Key-pair authentication and key-pair rotation").</summary>
    public const int LeastBits = 2048;

    private readonly JwtSigner _signer;

    private SigningKey(JwtSigner signer, PublicKey publicKey)
    {
        _signer = signer;
        PublicKey = publicKey;
    }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Reads a private key file: PEM or DER, PKCS#8 or PKCS#1, plain or encrypted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted.</param>
    /// <exception cref="KeyException">It is no usable RSA private key.</exception>
    /// <exception cref="InputException">The file is not there or cannot be read.</exception>
    public static SigningKey ReadFile(string path, SecureString? passphrase)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.Key);
        try
        {
            return Read(content, passphrase, $"'{path}'");
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="content">The bytes of a PEM or DER file; not kept, the caller zeroes them.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted.</param>
    /// <param name="source">What to call it in errors: a path in quotes, or a noun.</param>
    /// <exception cref="KeyException">It is no usable RSA private key.</exception>
    public static SigningKey Read(byte[] content, SecureString? passphrase, string source)
    {
        var pkcs8 = ReadPkcs8(content, passphrase, source);
        try
        {
            return FromPkcs8(pkcs8, source);
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>Reads a private key's text.</summary>
    /// <param name="text">PEM (also in one line), or the base64 of DER.</param>
    /// <param name="passphrase">Its passphrase, where it is encrypted.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="KeyException">It is no usable RSA private key.</exception>
    public static SigningKey ReadText(SecureString text, SecureString? passphrase, string source)
    {
        var content = SecretText.ToUtf8(text);
        try
        {
            return Read(content, passphrase, source);
        }
        catch (KeyException e) when (e.Fault is PrivateKeyFault.NotAKey or PrivateKeyFault.Damaged)
        {
            // A file's lines, one after the other, are the usual mistake.
            throw new KeyException(
                e.ErrorId,
                e.Message,
                e.RecommendedAction + " The text must be given whole, not line by line: Get-Content -Raw.",
                e
            );
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Signs a token with the claims iss, sub, iat and exp by RS256.</summary>
    internal string Sign(string issuer, string subject, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        _signer.Sign(issuer, subject, issuedAt, expiresAt);

    /// <inheritdoc/>
    public void Dispose() => _signer.Dispose();

    /// <summary>The key as PKCS#8 DER, checked to be RSA of a size that Snowflake takes. The caller zeroes it.</summary>
    internal static byte[] ReadPkcs8(byte[] content, SecureString? passphrase, string source)
    {
        var passphraseBytes = SecretText.ToUtf8(passphrase);
        try
        {
            return PrivateKeyDecoder.ToPkcs8(content, passphraseBytes);
        }
        catch (PrivateKeyFormatException e)
        {
            throw KeyProblems.Of(e, source);
        }
        finally
        {
            if (passphraseBytes is not null)
                Array.Clear(passphraseBytes, 0, passphraseBytes.Length);
        }
    }

    internal static SigningKey FromPkcs8(byte[] pkcs8, string source)
    {
        try
        {
            var publicKey = new PublicKey(RsaKey.SubjectPublicKeyInfo(pkcs8));
            return publicKey.KeySize < LeastBits
                ? throw KeyProblems.TooSmall(source, publicKey.KeySize)
                : new SigningKey(new JwtSigner(pkcs8), publicKey);
        }
        catch (PrivateKeyFormatException e)
        {
            throw KeyProblems.Of(e, source);
        }
    }
}
