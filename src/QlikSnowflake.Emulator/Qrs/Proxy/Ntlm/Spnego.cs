using System.Formats.Asn1;

namespace QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

/// <summary>
/// The envelope of the scheme Negotiate. Clients may leave it off around NTLM, and then get the answer without it. (RFC
/// 4178; MS-SPNG.)
/// </summary>
internal static class Spnego
{
    private const string NtlmMechanism = "1.3.6.1.4.1.311.2.2.10";
    private const int AcceptCompleted = 0;
    private const int AcceptIncomplete = 1;

    /// <summary>
    /// The NTLM message inside a token, and whether there was an envelope; an empty message where the client offers
    /// other mechanisms first.
    /// </summary>
    public static (byte[] Message, bool Wrapped) Unwrap(byte[] token)
    {
        if (NtlmMessage.KindOf(token) is not null)
            return (token, false);
        var start = token.AsSpan().IndexOf(NtlmMessage.Signature);
        return (start < 0 ? [] : token[start..], true);
    }

    /// <summary>The reply with the challenge; without one it asks for NTLM.</summary>
    public static byte[] WrapChallenge(byte[]? challenge) => Reply(AcceptIncomplete, challenge);

    /// <summary>The reply that ends a successful handshake.</summary>
    public static byte[] Completed() => Reply(AcceptCompleted, null);

    private static byte[] Reply(int state, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                writer.WriteEnumeratedValue((NegotiationState)state);
            if (state == AcceptIncomplete)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                    writer.WriteObjectIdentifier(NtlmMechanism);
            }

            if (token is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                    writer.WriteOctetString(token);
            }
        }

        return writer.Encode();
    }

    private enum NegotiationState
    {
        Completed = AcceptCompleted,
        Incomplete = AcceptIncomplete,
    }
}
