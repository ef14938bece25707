using System.Security;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>The key a rotation introduces, on disk.</summary>
internal sealed class NewKey(UserKeyRotationOptions options)
{
    public string Path => options.PrivateKeyPath;

    public SecureString? Passphrase => options.Passphrase;

    public bool Exists => File.Exists(Path) && File.Exists(KeyPairFile.PublicKeyPath(Path));

    /// <summary>The public half, once the key exists.</summary>
    public PublicKey PublicKey => PublicKey.ReadFile(KeyPairFile.PublicKeyPath(Path));

    /// <summary>Removes what a run left that was killed while it wrote one of the files. Only under the lock.</summary>
    public void RemoveLeftovers()
    {
        foreach (var path in new[] { Path, KeyPairFile.PublicKeyPath(Path), RotationJournal.PathFor(Path) })
            OutputFile.RemoveLeftovers(path);
    }

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

    /// <summary>Removes both files again, before anyone has the key.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(KeyPairFile.PublicKeyPath(Path));
    }

    public SigningKey Read() => SigningKey.ReadFile(Path, options.Passphrase);
}
