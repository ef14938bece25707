using System.Security.Cryptography;

namespace QlikSnowflake.Emulator.Snowflake.Users;

/// <summary>A public key registered with a user. From https://docs.snowflake.com/en/user-guide/key-pair-auth.</summary>
internal sealed class PublicKey
{
    public const string Rsa = "RSA";
    public const string EllipticCurve = "EC";

    private PublicKey(byte[] der, string algorithm, DateTimeOffset setOn)
    {
        Der = der;
        Algorithm = algorithm;
        SetOn = setOn;
        Fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(der));
    }

    /// <summary>The SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    public string Algorithm { get; }

    public DateTimeOffset SetOn { get; }

    /// <summary>When a JWT signed with the key was last accepted.</summary>
    public DateTimeOffset? LastUsedOn { get; set; }

    /// <summary><c>SHA256:</c> and the digest of the SubjectPublicKeyInfo in standard base64.</summary>
    public string Fingerprint { get; }

    public string Base64 => Convert.ToBase64String(Der.Span);

    /// <param name="body">The base64 text between a PEM file's BEGIN and END lines; line breaks are ignored.</param>
    /// <param name="setOn">When the key was registered.</param>
    /// <returns>Null when the text is not an acceptable public key.</returns>
    public static PublicKey? TryParse(string body, DateTimeOffset setOn)
    {
        var der = new byte[body.Length];
        return Convert.TryFromBase64String(body, der, out var length) ? TryCreate(der[..length], setOn) : null;
    }

    public static PublicKey? TryCreate(byte[] der, DateTimeOffset setOn)
    {
        if (RsaBits(der) is { } bits)
            return bits >= 2048 ? new PublicKey(der, Rsa, setOn) : null;
        return IsEllipticCurve(der) ? new PublicKey(der, EllipticCurve, setOn) : null;
    }

    private static int? RsaBits(byte[] der)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length ? rsa.KeySize : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsEllipticCurve(byte[] der)
    {
        try
        {
            using var ec = ECDsa.Create();
            ec.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length && ec.KeySize is 256 or 384 or 521;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
