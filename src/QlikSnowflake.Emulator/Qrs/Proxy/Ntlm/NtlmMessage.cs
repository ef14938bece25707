using System.Buffers.Binary;

namespace QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

/// <summary>What all three messages of the handshake begin with. (MS-NLMP, 2.2.1.)</summary>
internal static class NtlmMessage
{
    public const int Negotiate = 1;
    public const int Authenticate = 3;

    public static ReadOnlySpan<byte> Signature => "NTLMSSP\0"u8;

    /// <summary>The number of a message; null where it is none.</summary>
    public static int? KindOf(ReadOnlySpan<byte> message) =>
        message.Length >= 12 && message.StartsWith(Signature) ? BinaryPrimitives.ReadInt32LittleEndian(message[8..]) : null;
}
