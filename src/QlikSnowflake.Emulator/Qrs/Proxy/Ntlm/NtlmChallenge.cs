using System.Buffers.Binary;
using System.Text;

namespace QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

/// <summary>The server's message of the handshake, the second of three. (MS-NLMP, 2.2.1.2.)</summary>
internal static class NtlmChallenge
{
    // Unicode, request target, sign, NTLM, always sign, target is a domain, extended session security, target info, version, 128
    // bit, key exchange, 56 bit.
    private const uint Flags = 0xE289_8215;
    private const int HeaderLength = 56;

    /// <summary>Writes the message.</summary>
    /// <param name="nonce">Eight random bytes.</param>
    /// <param name="domain">The domain that users belong to.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="now">The server's time.</param>
    public static byte[] Write(ReadOnlySpan<byte> nonce, string domain, string server, DateTimeOffset now)
    {
        var target = Encoding.Unicode.GetBytes(domain);
        var info = TargetInfo(domain, server, now);
        var message = new byte[HeaderLength + target.Length + info.Length];
        NtlmMessage.Signature.CopyTo(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), 2);
        WriteField(message, 12, target, HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(20), Flags);
        nonce.CopyTo(message.AsSpan(24));
        WriteField(message, 40, info, HeaderLength + target.Length);

        // Windows 10.0, and revision 15 of the protocol.
        byte[] version = [10, 0, 0x63, 0x45, 0, 0, 0, 15];
        version.CopyTo(message, 48);
        return message;
    }

    private static void WriteField(byte[] message, int at, byte[] value, int offset)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at), (ushort)value.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at + 2), (ushort)value.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(at + 4), (uint)offset);
        value.CopyTo(message, offset);
    }

    private static byte[] TargetInfo(string domain, string server, DateTimeOffset now)
    {
        using var info = new MemoryStream();
        void Add(ushort kind, byte[] value)
        {
            Span<byte> head = stackalloc byte[4];
            BinaryPrimitives.WriteUInt16LittleEndian(head, kind);
            BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)value.Length);
            info.Write(head);
            info.Write(value);
        }

        var time = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(time, now.ToFileTime());
        Add(2, Encoding.Unicode.GetBytes(domain));
        Add(1, Encoding.Unicode.GetBytes(server));
        Add(4, Encoding.Unicode.GetBytes(domain.ToLowerInvariant()));
        Add(3, Encoding.Unicode.GetBytes(server.ToLowerInvariant()));
        Add(7, time);
        Add(0, []);
        return info.ToArray();
    }
}
