using System.Security.Cryptography;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>
/// A key that every emulator of the process uses for the same purpose. Making keys is most of the time that a start
/// takes; only issuers, by whose key one site differs from another, have a fresh one each.
/// </summary>
internal sealed class ProcessKey
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
