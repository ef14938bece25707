using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Rotates a Snowflake user's key: makes a new one, registers and proves it, and retires the old one.</summary>
[Cmdlet(VerbsData.Update, "SnowflakeUserKey", SupportsShouldProcess = true, DefaultParameterSetName = EncryptedSet)]
[OutputType(typeof(SnowflakeKeyRotation))]
public sealed class UpdateSnowflakeUserKeyCommand : SnowflakeCmdlet
{
    private const string EncryptedSet = "Encrypted";
    private const string PlainSet = "Plain";

    /// <summary>The user: a name, or an object with the property User, such as a key; without it the session's own user.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public object? User { get; set; }

    /// <summary>The file for the new private key; its public key goes beside it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Alias("PrivateKeyPath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>An object from the pipeline, whose properties are taken and whose session is used.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The passphrase to encrypt the new private key by.</summary>
    [Parameter(ParameterSetName = EncryptedSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>Leave the new private key's file unencrypted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlainSet)]
    public SwitchParameter NoPassphrase { get; set; }

    /// <summary>The new key's size in bits.</summary>
    [Parameter]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = 2048;

    /// <summary>The named key pair to rotate, or to add where there is none; without it the two slots are used.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeKeyCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>Leave the old key registered.</summary>
    [Parameter]
    public SwitchParameter KeepOld { get; set; }

    private protected override object? Target => User;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        if ((InputObject ?? User) is { } input)
            InSessionOf(input, Rotate);
        else
            Rotate();
    }

    private void Rotate()
    {
        var path = ResolvePath(Path);
        var options = new UserKeyRotationOptions
        {
            User = User is null ? Current.User : UserTargets.Read(new PipedObject(User)),
            PrivateKeyPath = path,
            Passphrase = NoPassphrase ? null : Passphrase ?? NewPassphrase.Ask(Host, path),
            KeySize = KeySize,
            KeepOld = KeepOld,
            KeyPairName = KeyPairName,
        };
        var rotation = WaitFor(context => UserKeyRotation.PlanAsync(Current, options, context));
        if (rotation.RetiresKey)
            WriteWarning(
                $"The old key of {options.User} is retired at once: whatever still holds it, such as a Qlik connection, can no longer "
                    + "log in. Update-QlikSnowflakeKey gives the new one to every connection first; -KeepOld keeps the old one."
            );
        if (Approve(rotation.Plan, $"{options.User} on {Current.Account}"))
            WriteObject(WaitFor(rotation.RunAsync));
    }
}
