using System.Security.Cryptography;

namespace QlikSnowflake.Emulator.Certificates;

/// <summary>
/// A key that every emulator of the process uses for the same purpose. Making keys is most of the time that a start takes, so
/// all are begun together and made beside it; only issuers, by whose key one site differs from another, have a fresh one each.
/// </summary>
internal sealed class ProcessKey
{
    private readonly Task<byte[]> _key = Task.Run(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKey();
    });

    private ProcessKey() { }

    public static ProcessKey SiteServer { get; } = new();

    public static ProcessKey SiteClient { get; } = new();

    public static ProcessKey PublicServer { get; } = new();

    public static ProcessKey SeededConnections { get; } = new();

    public static ProcessKey ProxyTokens { get; } = new();

    public static ProcessKey SeededCloudConnections { get; } = new();

    public static ProcessKey SnowflakeUser { get; } = new();

    public static ProcessKey SnowflakeAdmin { get; } = new();

    public RSA Open()
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(_key.GetAwaiter().GetResult(), out _);
        return key;
    }
}
