using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X9;

namespace QlikSnowflake.Signing;

/// <summary>Names of key algorithms, for messages.</summary>
internal static class KeyAlgorithm
{
    public static string Name(DerObjectIdentifier oid) =>
        oid.Equals(X9ObjectIdentifiers.IdECPublicKey) ? "EC"
        : oid.Equals(PkcsObjectIdentifiers.IdRsassaPss) ? "RSASSA-PSS"
        : oid.Equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519"
        : oid.Equals(EdECObjectIdentifiers.id_Ed448) ? "Ed448"
        : oid.Equals(X9ObjectIdentifiers.IdDsa) ? "DSA"
        : oid.Id;
}
