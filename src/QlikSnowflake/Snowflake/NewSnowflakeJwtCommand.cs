using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Makes a key-pair token (JWT) for Snowflake's REST APIs.</summary>
[Cmdlet(VerbsCommon.New, "SnowflakeJwt", DefaultParameterSetName = FileSet)]
[OutputType(typeof(SnowflakeJwt), typeof(string))]
public sealed class NewSnowflakeJwtCommand : QlikSnowflakeCmdlet
{
    // The default set takes nothing from the pipeline: the engine would settle on it before it sees the input, which may be a key's
    // text or an object with its path.
    private const string FileSet = "PrivateKeyPath";
    private const string PipedFileSet = "KeyPair";
    private const string TextSet = "PrivateKey";

    /// <summary>The account identifier.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string Account { get; set; } = string.Empty;

    /// <summary>The user's login name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string User { get; set; } = string.Empty;

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, ParameterSetName = PipedFileSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("FullName")]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>The private key: its text as a secret store gives it, or the bytes of its file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [PrivateKeyArgument]
    public SecureString PrivateKey { get; set; } = null!;

    /// <summary>The key's passphrase, where it is encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>How long the token is valid: up to an hour.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan Lifetime { get; set; } = JwtIssuer.LongestLifetime;

    /// <summary>Emit the token alone, as text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    private protected override object Target => ParameterSetName == TextSet ? "PrivateKey" : PrivateKeyPath;

    private protected override void Process()
    {
        var account = SnowflakeAccount.Parse(Account);
        if (account.Warning is not null)
            WriteWarning(account.Warning);

        JwtIssuer.CheckLifetime(Lifetime);
        using var issuer = new JwtIssuer(account, User, ReadKey());
        var jwt = issuer.Issue(DateTimeOffset.UtcNow, Lifetime);
        WriteObject(AsPlainText ? SecretText.ToPlainText(jwt.Token) : jwt);
    }

    private SigningKey ReadKey() =>
        ParameterSetName == TextSet
            ? SigningKey.ReadText(PrivateKey, Passphrase, "the private key given")
            : SigningKey.ReadFile(ResolvePath(PrivateKeyPath), Passphrase);
}
