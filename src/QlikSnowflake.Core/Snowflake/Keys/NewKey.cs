using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>The key a rotation introduces, on disk.</summary>
internal sealed class NewKey(UserKeyRotationOptions options)
{
    public string Path => options.PrivateKeyPath;

    public bool Exists => File.Exists(Path) && File.Exists(KeyPairFile.PublicKeyPath(Path));

    /// <summary>The public half, once the key exists.</summary>
    public PublicKey PublicKey => PublicKey.ReadFile(KeyPairFile.PublicKeyPath(Path));

    /// <summary>Makes what is missing: an interruption can leave the private key alone.</summary>
    public void Make()
    {
        if (File.Exists(Path))
        {
            using var key = Read();
            KeyPairFile.WritePublic(Path, key.PublicKey, overwrite: true);
        }
        else
        {
            KeyPairFile.Create(Path, options.Passphrase, options.KeySize, overwrite: true);
        }
    }

    public SigningKey Read() => SigningKey.ReadFile(Path, options.Passphrase);
}
