using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Registers a public key for a Snowflake user.</summary>
[Cmdlet(VerbsCommon.Set, "SnowflakeUserKey", SupportsShouldProcess = true, DefaultParameterSetName = PublicSet)]
[OutputType(typeof(SnowflakeUserKey))]
public sealed class SetSnowflakeUserKeyCommand : SnowflakeCmdlet
{
    private const string PublicSet = "PublicKeyPath";
    private const string PrivateSet = "PrivateKeyPath";

    /// <summary>The user: a name, or an object with the property User, such as a key; without it the session's own user.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public object? User { get; set; }

    /// <summary>An object from the pipeline, whose properties are taken and whose session is used.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The public key's file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PublicSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string PublicKeyPath { get; set; } = string.Empty;

    /// <summary>The private key's file, whose public half is registered.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PrivateSet)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>The private key's passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = PrivateSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The slot: 1 is RSA_PUBLIC_KEY, 2 is RSA_PUBLIC_KEY_2; without it the first free one.</summary>
    [Parameter]
    [ValidateRange(1, 2)]
    public int? Slot { get; set; }

    /// <summary>The name of a key pair to add in place of a slot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeKeyCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>After how many days a named key pair expires.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? DaysToExpiry { get; set; }

    /// <summary>A comment for a named key pair.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Comment { get; set; }

    /// <summary>Replace another key that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the registered key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Target => User;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        if ((InputObject ?? User) is { } input)
            InSessionOf(input, Register);
        else
            Register();
    }

    private void Register()
    {
        var client = new UserKeyClient(Current);
        var request = new UserKeyRegistration
        {
            User = User is null ? Current.User : UserTargets.Read(new PipedObject(User)),
            Key = ReadKey(),
            Slot = Slot,
            KeyPairName = KeyPairName,
            DaysToExpiry = DaysToExpiry,
            Comment = Comment,
            Replace = Force,
        };
        var statement = WaitFor(context => request.ToStatementAsync(client, context));
        if (statement is null)
            WriteVerbose($"The key {request.Key.Fingerprint} is registered already.");
        else if (!ShouldProcess($"{request.User} on {Current.Account}", statement))
            return;
        else
            WaitFor(context => client.RunAsync(statement, context));

        if (PassThru)
            WriteObject(
                WaitFor(context => client.ListAsync(request.User, context))
                    .LastOrDefault(k =>
                        k.Fingerprint == request.Key.Fingerprint
                        && (Slot is null || k.Slot == Slot)
                        && (k.Slot is null) == (KeyPairName is not null)
                    )
            );
    }

    private PublicKey ReadKey()
    {
        if (ParameterSetName == PublicSet)
            return PublicKey.ReadFile(ResolvePath(PublicKeyPath));

        using var key = SigningKey.ReadFile(ResolvePath(PrivateKeyPath), Passphrase);
        return key.PublicKey;
    }
}
