namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The file of a key does not exist.</summary>
    /// <remarks>Correct the path; New-SnowflakeKeyPair makes a new key pair.</remarks>
    public const string KeyFileNotFound = nameof(KeyFileNotFound);

    /// <summary>The file of a key is a folder, or cannot be read by this account.</summary>
    /// <remarks>Give a file, and this account the right to read it.</remarks>
    public const string KeyFileUnreadable = nameof(KeyFileUnreadable);

    /// <summary>The path of a key's file is empty or holds characters that no path has.</summary>
    /// <remarks>Correct the path.</remarks>
    public const string KeyPathInvalid = nameof(KeyPathInvalid);

    /// <summary>A new key's path is that of a folder.</summary>
    /// <remarks>Give a file in it, such as rsa_key.p8.</remarks>
    public const string KeyPathIsFolder = nameof(KeyPathIsFolder);

    /// <summary>A new private key's path ends in .pub, which is where its public key goes.</summary>
    /// <remarks>Give the private key's path, such as rsa_key.p8.</remarks>
    public const string KeyPathIsPublic = nameof(KeyPathIsPublic);

    /// <summary>A file of the new key pair exists already.</summary>
    /// <remarks>Choose another path, or give -Force where the cmdlet has it.</remarks>
    public const string KeyFileExists = nameof(KeyFileExists);

    /// <summary>What is given is no private key.</summary>
    /// <remarks>Give a file that starts with BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY.</remarks>
    public const string KeyNotRecognized = nameof(KeyNotRecognized);

    /// <summary>What is given is no public key.</summary>
    /// <remarks>Give a public key's file such as rsa_key.pub, or the private key's with -PrivateKeyPath.</remarks>
    public const string KeyNotPublic = nameof(KeyNotPublic);

    /// <summary>A public key or a certificate is given where a private key is needed.</summary>
    /// <remarks>Give the private key's file, such as rsa_key.p8.</remarks>
    public const string KeyIsPublic = nameof(KeyIsPublic);

    /// <summary>The key is not an RSA key.</summary>
    /// <remarks>Make an RSA key pair with New-SnowflakeKeyPair and register its public key.</remarks>
    public const string KeyNotRsa = nameof(KeyNotRsa);

    /// <summary>The key is damaged.</summary>
    /// <remarks>Copy the file again, in full and without changes.</remarks>
    public const string KeyDamaged = nameof(KeyDamaged);

    /// <summary>The key has fewer than the 2048 bits that Snowflake takes.</summary>
    /// <remarks>Make a larger one with New-SnowflakeKeyPair.</remarks>
    public const string KeyTooSmall = nameof(KeyTooSmall);

    /// <summary>The key is encrypted and no passphrase is given.</summary>
    /// <remarks>Give it with -Passphrase.</remarks>
    public const string KeyPassphraseRequired = nameof(KeyPassphraseRequired);

    /// <summary>The passphrase does not open the key.</summary>
    /// <remarks>Check the passphrase, the keyboard layout and trailing spaces; a lost one cannot be recovered.</remarks>
    public const string KeyPassphraseWrong = nameof(KeyPassphraseWrong);

    /// <summary>The key is encrypted in a way that is not supported.</summary>
    /// <remarks>Write it anew with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.p8 -out new.p8</remarks>
    public const string KeyEncryptionNotSupported = nameof(KeyEncryptionNotSupported);

    /// <summary>The key's file name cannot stand in a data connection.</summary>
    /// <remarks>Rename the key's file, for example to rsa_key.p8.</remarks>
    public const string KeyFileNameInvalid = nameof(KeyFileNameInvalid);

    /// <summary>The passphrase is empty.</summary>
    /// <remarks>Give a passphrase; -NoPassphrase makes a key without one where the cmdlet has it.</remarks>
    public const string PassphraseEmpty = nameof(PassphraseEmpty);

    /// <summary>A new key is to be encrypted, no passphrase is given, and nobody can be asked or what was typed differed each
    /// time.</summary>
    /// <remarks>Give -Passphrase; -NoPassphrase makes a key without one where the cmdlet has it.</remarks>
    public const string PassphraseMissing = nameof(PassphraseMissing);

    /// <summary>A connection is to log in by key pair, and no private key is given.</summary>
    /// <remarks>Give the key's file with -PrivateKeyPath.</remarks>
    public const string PrivateKeyMissing = nameof(PrivateKeyMissing);

    /// <summary>The lifetime of a token is outside what Snowflake honours.</summary>
    /// <remarks>Give one from one second to one hour.</remarks>
    public const string LifetimeInvalid = nameof(LifetimeInvalid);

    /// <summary>A text is no JSON Web Token, or cannot be sent as one.</summary>
    /// <remarks>Give the token whole, without quotes, blanks and the word Bearer.</remarks>
    public const string JwtInvalid = nameof(JwtInvalid);
}
