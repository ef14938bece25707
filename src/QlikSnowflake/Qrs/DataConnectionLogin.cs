using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>How a data connection logs in to its source, as the parameters of several cmdlets give it.</summary>
/// <param name="credential">User name and password.</param>
/// <param name="user">The login name alone.</param>
/// <param name="passwordText">The password field as the connector wants it.</param>
/// <param name="privateKeyPath">The private key's file, as the user named it.</param>
/// <param name="passphrase">Its passphrase.</param>
internal sealed class DataConnectionLogin(
    PSCredential? credential,
    string? user,
    SecureString? passwordText,
    string? privateKeyPath,
    SecureString? passphrase
)
{
    /// <summary>The login name, where one is given.</summary>
    public string? UserName => credential?.UserName ?? user;

    /// <summary>Whether a password is given in any form.</summary>
    public bool HasSecret => credential is not null || passwordText is not null || privateKeyPath is not null;

    /// <summary>Refuses what cannot be given together, before anything is read.</summary>
    public void Check()
    {
        if (new[] { credential is not null, passwordText is not null, privateKeyPath is not null }.Count(given => given) > 1)
            throw Conflict("-Credential, -PasswordText and -PrivateKeyPath each give a password.", "Give one of them.");
        if (credential is not null && user is not null)
            throw Conflict("-Credential and -User each give a login name.", "Give one of them.");
        if (passphrase is not null && privateKeyPath is null)
            throw Conflict(
                "-Passphrase belongs to a key: -PrivateKeyPath is missing.",
                "Give the key's file with -PrivateKeyPath."
            );
    }

    /// <summary>The password field, where one is given; a key is read from its file.</summary>
    /// <param name="resolve">Makes a full path of the key's.</param>
    /// <param name="decrypted">Told where the key's file is encrypted and what was made of it is not.</param>
    public SecureString? ReadPassword(Func<string, string> resolve, Action<string> decrypted)
    {
        if (privateKeyPath is null)
            return credential?.Password ?? passwordText;

        using var key = QlikKeyFile.Read(resolve(privateKeyPath), passphrase);
        if (key.IsEncrypted)
            decrypted(privateKeyPath);
        return key.QrsPassword.Copy();
    }

    private static InputException Conflict(string why, string advice) => new(ErrorIds.ParametersConflict, why, advice);
}
