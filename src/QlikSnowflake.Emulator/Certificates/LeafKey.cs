using System.Security.Cryptography;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>A key that every emulator of the process uses for the same kind of certificate. Making keys is most of the time that a start takes, and it's the issuer's key, never shared, by which one site's certificates differ from another's.</summary>
internal sealed class LeafKey
{
    private readonly Lazy<byte[]> _key = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKey();
    });

    public RSA Open()
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(_key.Value, out _);
        return key;
    }
}
