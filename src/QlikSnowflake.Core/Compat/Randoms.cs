using System.Security.Cryptography;

namespace QlikSnowflake.Compat;

/// <summary>Random bytes fit for keys and nonces.</summary>
internal static class Randoms
{
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }
}
