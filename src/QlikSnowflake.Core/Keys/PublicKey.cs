using QlikSnowflake.Compat;
using QlikSnowflake.Files;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>An RSA public key as Snowflake knows it.</summary>
public sealed class PublicKey
{
    internal PublicKey(byte[] subjectPublicKeyInfo)
    {
        Body = Convert.ToBase64String(subjectPublicKeyInfo);
        KeySize = RsaKey.SizeInBits(subjectPublicKeyInfo);
        Fingerprint = "SHA256:" + Convert.ToBase64String(Hashes.Sha256(subjectPublicKeyInfo));
    }

    /// <summary>
    /// <c>SHA256:</c> and the padded base64 of SHA-256 over the DER SubjectPublicKeyInfo: what DESCRIBE USER shows as
    /// RSA_PUBLIC_KEY_FP (Snowflake, "Key-pair authentication and key-pair rotation").
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>The base64 of the SubjectPublicKeyInfo in one line: what ALTER USER … SET RSA_PUBLIC_KEY takes.</summary>
    public string Body { get; }

    /// <summary>Modulus length in bits.</summary>
    public int KeySize { get; }

    /// <summary>Reads a public key file (PEM or DER).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Errors.KeyException">The file is no RSA public key.</exception>
    public static PublicKey ReadFile(string path)
    {
        var content = InputFile.ReadBytes(path, InputFileKind.PublicKey);
        try
        {
            return new PublicKey(RsaKey.ReadPublicKey(content));
        }
        catch (PrivateKeyFormatException e)
        {
            throw KeyProblems.OfPublicKey(e, $"'{path}'");
        }
        finally
        {
            // The user may have named the private key's file by mistake.
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>A public key from the base64 that Snowflake keeps, or null where it is no RSA key.</summary>
    /// <param name="body">The base64 of the SubjectPublicKeyInfo, with or without line breaks or PEM armour.</param>
    public static PublicKey? TryParse(string body)
    {
        try
        {
            return new PublicKey(RsaKey.ReadPublicKey(System.Text.Encoding.ASCII.GetBytes(body)));
        }
        catch (PrivateKeyFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a signature by RS256 is this key's.</summary>
    internal bool Verify(byte[] data, byte[] signature) => RsaKey.Verify(Convert.FromBase64String(Body), data, signature);

    /// <summary>The key as PEM (SubjectPublicKeyInfo, lines of 64 characters).</summary>
    public string ToPem() => PemText.Write("PUBLIC KEY", Convert.FromBase64String(Body));

    /// <inheritdoc/>
    public override string ToString() => Fingerprint;
}
