using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

/// <summary>
/// The client's answer to the challenge, the last message of the handshake. The message integrity code and the session
/// key aren't looked at: nothing is signed or sealed over HTTP. (MS-NLMP, 2.2.1.3 and 3.3.2.)
/// </summary>
internal sealed class NtlmAuthenticate
{
    private const int ProofLength = 16;

    private readonly byte[] _response;

    private NtlmAuthenticate(string domain, string user, byte[] response)
    {
        Domain = domain;
        User = user;
        _response = response;
    }

    public string Domain { get; }

    public string User { get; }

    /// <summary>Reads the message; null where it is cut short, or not in Unicode.</summary>
    public static NtlmAuthenticate? Read(byte[] message)
    {
        const uint unicode = 1;
        if (
            message.Length < 64
            || (BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(60)) & unicode) == 0
            || Field(message, 20) is not { } response
            || Field(message, 28) is not { } domain
            || Field(message, 36) is not { } user
        )
        {
            return null;
        }

        return new NtlmAuthenticate(Encoding.Unicode.GetString(domain), Encoding.Unicode.GetString(user), response);
    }

    /// <summary>Whether whoever wrote this knows the password. The answers of version 1 are refused.</summary>
    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "NTLM version 2 is defined with HMAC-MD5."
    )]
    public bool Proves(string password, ReadOnlySpan<byte> nonce)
    {
        if (_response.Length < ProofLength + 28)
            return false;
        var hash = Md4.HashData(Encoding.Unicode.GetBytes(password));
        var key = HMACMD5.HashData(hash, Encoding.Unicode.GetBytes(User.ToUpperInvariant() + Domain));
        byte[] challenged = [.. nonce, .. _response.AsSpan(ProofLength)];
        return CryptographicOperations.FixedTimeEquals(HMACMD5.HashData(key, challenged), _response.AsSpan(0, ProofLength));
    }

    private static byte[]? Field(byte[] message, int at)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at));
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at + 4));
        return offset + (long)length <= message.Length ? message.AsSpan((int)offset, length).ToArray() : null;
    }
}
