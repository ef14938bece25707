using System.Security;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Signing;

namespace QlikSnowflake.Keys;

/// <summary>Makes key pairs on disk: a private key that only its owner can read, and the public key beside it.</summary>
public static class KeyPairFile
{
    /// <summary>PBKDF2 iterations for a passphrase (OWASP's figure for HMAC-SHA256, 2023).</summary>
    public const int Iterations = 600_000;

    /// <summary>Where the public key of a private key file is written: the same name with <c>.pub</c>.</summary>
    /// <param name="privateKeyPath">The private key's path.</param>
    public static string PublicKeyPath(string privateKeyPath) => Path.ChangeExtension(privateKeyPath, ".pub");

    /// <summary>Refuses to go on where a file is in the way.</summary>
    /// <param name="privateKeyPath">The private key's path.</param>
    /// <exception cref="InputException">Either file exists, or the folder does not.</exception>
    public static void CheckFree(string privateKeyPath)
    {
        foreach (var path in new[] { privateKeyPath, PublicKeyPath(privateKeyPath) })
        {
            if (File.Exists(path))
            {
                throw new InputException(
                    ErrorIds.KeyFileExists,
                    $"The file '{path}' exists.",
                    "Choose another -Path. New-SnowflakeKeyPair replaces it with -Force; a key in use that is replaced "
                        + "locks its users out.",
                    FailureKind.AlreadyExists
                );
            }
        }
    }

    /// <summary>Makes a key pair and writes both files, each by way of a temporary file in the same folder.</summary>
    /// <param name="privateKeyPath">Where the private key goes, as PKCS#8 PEM.</param>
    /// <param name="passphrase">The passphrase to encrypt it by (PBES2, AES-256-CBC), or null for a plain key.</param>
    /// <param name="bits">Modulus length: 2048, 3072 or 4096.</param>
    /// <param name="overwrite">Whether files in the way are replaced.</param>
    /// <returns>Where the files are, and the public key.</returns>
    /// <exception cref="InputException">A file is in the way, or the folder cannot be written.</exception>
    public static SnowflakeKeyPair Create(string privateKeyPath, SecureString? passphrase, int bits, bool overwrite)
    {
        CheckFolder(privateKeyPath);
        if (!overwrite)
            CheckFree(privateKeyPath);

        var pkcs8 = RsaKey.Generate(bits);
        try
        {
            var publicKey = new PublicKey(RsaKey.SubjectPublicKeyInfo(pkcs8));
            WritePrivate(privateKeyPath, pkcs8, passphrase, overwrite);
            WritePublic(privateKeyPath, publicKey, overwrite);
            return new SnowflakeKeyPair(
                privateKeyPath,
                PublicKeyPath(privateKeyPath),
                publicKey.Fingerprint,
                publicKey.Body,
                publicKey.KeySize,
                passphrase is not null
            );
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }
    }

    /// <summary>
    /// Refuses a path that no key pair can be written to: without a folder, of a folder, or with the public key's
    /// ending.
    /// </summary>
    /// <param name="privateKeyPath">The private key's path.</param>
    /// <exception cref="InputException">It is such a path.</exception>
    public static void CheckFolder(string privateKeyPath)
    {
        DeviceName.Refuse(privateKeyPath);
        if (Path.GetDirectoryName(Path.GetFullPath(privateKeyPath)) is not { Length: > 0 } folder)
            throw new InputException(ErrorIds.PathInvalid, $"'{privateKeyPath}' is the name of no file.", "Choose another name.");

        if (!Directory.Exists(folder))
        {
            throw new InputException(
                ErrorIds.FolderNotFound,
                $"The folder '{folder}' does not exist.",
                "Create it first, or choose another -Path.",
                FailureKind.NotFound
            );
        }

        if (Directory.Exists(privateKeyPath))
            throw new InputException(
                ErrorIds.KeyPathIsFolder,
                $"'{privateKeyPath}' is a folder.",
                "Give a file in it, such as rsa_key.p8."
            );

        if (string.Equals(PublicKeyPath(privateKeyPath), privateKeyPath, StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(
                ErrorIds.KeyPathIsPublic,
                $"'{privateKeyPath}' ends in .pub, which is where the public key goes.",
                "Give the private key's path, such as rsa_key.p8."
            );
        }
    }

    /// <summary>Writes the public key's file beside a private key's.</summary>
    internal static void WritePublic(string privateKeyPath, PublicKey publicKey, bool overwrite) =>
        OutputFile.Write(
            PublicKeyPath(privateKeyPath),
            Encoding.ASCII.GetBytes(publicKey.ToPem()),
            overwrite,
            ownerOnly: false,
            ErrorIds.KeyFileExists
        );

    private static void WritePrivate(string path, byte[] pkcs8, SecureString? passphrase, bool overwrite)
    {
        var pem = passphrase is null ? PemText.WriteBytes("PRIVATE KEY", pkcs8) : Encrypt(pkcs8, passphrase);
        try
        {
            OutputFile.Write(path, pem, overwrite, ownerOnly: true, ErrorIds.KeyFileExists);
        }
        finally
        {
            Array.Clear(pem, 0, pem.Length);
        }
    }

    private static byte[] Encrypt(byte[] pkcs8, SecureString passphrase)
    {
        var bytes = SecretText.ToUtf8(passphrase);
        try
        {
            return PemText.WriteBytes("ENCRYPTED PRIVATE KEY", RsaKey.Encrypt(pkcs8, bytes, Iterations));
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }
}
