using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.Qrs;
using QlikSnowflake.Connections;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Makes password connections to Snowflake log in by a key pair, after a login has proved that the key works.</summary>
[Cmdlet(VerbsData.ConvertTo, "QlikSnowflakeKeyPair", SupportsShouldProcess = true)]
[OutputType(typeof(KeyPairConversionResult))]
public sealed class ConvertToQlikSnowflakeKeyPairCommand : SiteCmdlet
{
    private ConnectionInput _input = null!;
    private QlikKeyFile _key = null!;
    private KeyPairConversion _conversion = null!;
    private bool _isWarned;

    /// <summary>Connections of Get-QlikSnowflakeConnection, or their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Name")]
    [SupportsWildcards]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>Its passphrase, where it is encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The Snowflake user's login name, for connections that do not say it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public string? User { get; set; }

    private protected override object? Target => InputObject;

    private protected override void Prepare()
    {
        _key = QlikKeyFile.Read(ResolvePath(PrivateKeyPath), Passphrase);
        _input = new ConnectionInput(Sites);
        _conversion = new KeyPairConversion(
            _key,
            new ConnectionLogins(Snowflake, Snowflake is null ? null : new UserKeyNames(Snowflake))
        );
    }

    private protected override void Process()
    {
        foreach (var input in InputObject)
        {
            ReportFailure(
                () =>
                {
                    foreach (var connection in Find(_input, input))
                        ReportFailure(() => Convert(connection), connection);
                },
                input
            );
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _key?.Dispose();
        base.Dispose(disposing);
    }

    private void Convert(SnowflakeConnection found)
    {
        var connection = found.User is null && User is not null ? found with { User = User } : found;
        var plan = WaitFor(context => _conversion.PlanAsync(connection, context));
        if (plan.IsSoAlready)
        {
            WriteObject(plan);
            return;
        }

        if (_key.IsEncrypted && connection.Service == "Qrs" && !_isWarned)
        {
            _isWarned = true;
            WriteWarning(KeyPairWarnings.Decrypted(PrivateKeyPath));
        }

        var action = $"Convert from password to key pair ({plan.KeyFingerprint}, proved to log in as {plan.User})";
        if (ShouldProcess($"{connection.Name} on {connection.Site}", action))
            WriteObject(WaitFor(context => _conversion.ConvertAsync(connection, plan, context)));
        else
            WriteObject(plan);
    }
}
