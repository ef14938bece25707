namespace QlikSnowflake.Signing;

/// <summary>Why a text or file could not be used as a private key.</summary>
public enum PrivateKeyFault
{
    /// <summary>Neither PEM nor DER nor base64 of DER.</summary>
    NotAKey,

    /// <summary>A public key or a certificate, where a private key is meant.</summary>
    PublicKey,

    /// <summary>A private key of another algorithm than RSA.</summary>
    NotRsa,

    /// <summary>The key is encrypted and no passphrase was given.</summary>
    PassphraseRequired,

    /// <summary>The passphrase does not open the key.</summary>
    PassphraseWrong,

    /// <summary>The key is encrypted by an algorithm that is not supported; the detail names it.</summary>
    UnsupportedEncryption,

    /// <summary>The armour is there but what it holds cannot be read.</summary>
    Damaged,
}
