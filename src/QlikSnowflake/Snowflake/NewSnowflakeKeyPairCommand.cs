using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Makes an RSA key pair for Snowflake.</summary>
[Cmdlet(VerbsCommon.New, "SnowflakeKeyPair", SupportsShouldProcess = true, DefaultParameterSetName = EncryptedSet)]
[OutputType(typeof(SnowflakeKeyPair))]
public sealed class NewSnowflakeKeyPairCommand : QlikSnowflakeCmdlet
{
    private const string EncryptedSet = "Encrypted";
    private const string PlainSet = "Plain";

    /// <summary>The private key's file; the public key goes beside it with the ending .pub.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PrivateKeyPath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>The passphrase to encrypt the private key by; without it, it is asked for, twice.</summary>
    [Parameter(ParameterSetName = EncryptedSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>Leave the private key's file unencrypted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlainSet)]
    public SwitchParameter NoPassphrase { get; set; }

    /// <summary>Modulus length in bits.</summary>
    [Parameter]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = 2048;

    /// <summary>Replace files that are in the way.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object Target => Path;

    private protected override void Process()
    {
        if (Passphrase is { Length: 0 })
            throw new InputException(
                ErrorIds.PassphraseEmpty,
                "The passphrase is empty.",
                "Give one, or ask for a key without with -NoPassphrase."
            );

        var path = ResolvePath(Path);
        KeyPairFile.CheckFolder(path);
        if (!Force)
            KeyPairFile.CheckFree(path);
        if (ShouldProcess(path, $"Create {KeySize}-bit RSA key pair"))
            WriteObject(
                KeyPairFile.Create(path, NoPassphrase ? null : Passphrase ?? NewPassphrase.Ask(Host, path), KeySize, Force)
            );
    }
}
