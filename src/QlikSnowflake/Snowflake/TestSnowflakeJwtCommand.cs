using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Takes a key-pair token apart and says what Snowflake would hold against it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SnowflakeJwt", DefaultParameterSetName = PlainSet)]
[OutputType(typeof(JwtInspection))]
public sealed class TestSnowflakeJwtCommand : QlikSnowflakeCmdlet
{
    private const string PlainSet = "Token";
    private const string PrivateSet = "PrivateKeyPath";
    private const string PublicSet = "PublicKeyPath";

    /// <summary>The token: the output of New-SnowflakeJwt, a SecureString, or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [JwtArgument]
    public SecureString Token { get; set; } = null!;

    /// <summary>The private key that should have signed it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PrivateSet)]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary>The private key's passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = PrivateSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The public key it should verify with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PublicSet)]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>The account it is meant for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string? Account { get; set; }

    private protected override void Process() =>
        WriteObject(
            JwtInspection.Of(
                SecretText.ToPlainText(Token),
                ReadKey(),
                Account is null ? null : SnowflakeAccount.Parse(Account),
                DateTimeOffset.UtcNow
            )
        );

    private PublicKey? ReadKey()
    {
        if (PublicKeyPath is not null)
            return PublicKey.ReadFile(ResolvePath(PublicKeyPath));
        if (PrivateKeyPath is null)
            return null;

        using var key = SigningKey.ReadFile(ResolvePath(PrivateKeyPath), Passphrase);
        return key.PublicKey;
    }
}
