using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Rotates a Snowflake user's key through Snowflake and every Qlik connection that uses it.</summary>
[Cmdlet(VerbsData.Update, "QlikSnowflakeKey", SupportsShouldProcess = true)]
[OutputType(typeof(QlikSnowflakeKeyRotation), typeof(PlannedKeyChange))]
public sealed class UpdateQlikSnowflakeKeyCommand : SiteCmdlet
{
    /// <summary>The Snowflake user's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public string User { get; set; } = string.Empty;

    /// <summary>The file for the new private key; its public key and the journal go beside it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Alias("PrivateKeyPath")]
    public string Path { get; set; } = string.Empty;

    /// <summary>The passphrase to encrypt the new private key by.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The new key's size in bits.</summary>
    [Parameter]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = 2048;

    /// <summary>The named key pair to rotate, or to add where there is none; without it the two slots are used.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeKeyCompleter))]
    public string? KeyPairName { get; set; }

    /// <summary>How long the old key stays good after the last connection was switched; a later run then retires it.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? GracePeriod { get; set; }

    /// <summary>How many connections are switched side by side.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Retire the old key although sites or connections could not be looked at; they are named in warnings.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Target => User;

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? (SwitchParameter)given
            : GetVariableValue("WhatIfPreference") is true;

    private protected override void Prepare()
    {
        if (Snowflake is null)
            throw new InputException(
                ErrorIds.NoSession,
                "No session with Snowflake is open.",
                "Run Connect-Snowflake first, as a user who may change the keys of the one that is rotated.",
                FailureKind.Session
            );
    }

    private protected override void Process()
    {
        var path = ResolvePath(Path);
        var options = new ConnectionKeyRotationOptions
        {
            Key = new UserKeyRotationOptions
            {
                User = User,
                PrivateKeyPath = path,
                Passphrase = Passphrase ?? NewPassphrase.Ask(Host, path),
                KeySize = KeySize,
                KeyPairName = KeyPairName,
            },
            GracePeriod = GracePeriod,
            ThrottleLimit = ThrottleLimit,
            Force = Force,
        };
        var rotation = WaitFor(context => ConnectionKeyRotation.PlanAsync(Snowflake!, Sites, options, context));
        if (!Approve(rotation.Steps, $"{User} on {Snowflake!.Account}"))
        {
            if (!IsWhatIf)
                return;
            WriteObject(rotation.Changes, enumerateCollection: true);
            foreach (var left in rotation.LeftOut)
                WriteWarning($"{left}: {left.Reason}");
            return;
        }

        var bar = new KeyRotationBar(this, User, rotation.Progress);
        try
        {
            Finish(WaitFor(rotation.RunAsync, bar.Show));
        }
        finally
        {
            bar.Complete();
        }
    }

    private void Finish(QlikSnowflakeKeyRotation result)
    {
        WriteObject(result);
        if (result.Status != KeyRotationStatus.Incomplete)
            return;

        var left = result.Connections.Where(c => c.Outcome is ConnectionOutcome.Failed or ConnectionOutcome.Unknown).ToArray();
        var names = string.Join(", ", left.Take(5).Select(c => $"'{c}'"));
        WriteError(
            Failures.ToErrorRecord(
                new InputException(
                    ErrorIds.ConnectionsNotSwitched,
                    $"The old key of {result.User} stays registered: {result.Failed} connections could not be given the new one, and "
                        + $"{result.Unknown} could not be looked at ({names}{(left.Length > 5 ? ", …" : string.Empty)}). "
                        + $"{result.Switched} hold it.",
                    "The property Connections of the result says why. Mend that and run the same command again; -Force retires the old "
                        + "key although some could not be looked at.",
                    FailureKind.Conflict
                ),
                result
            )
        );
    }
}
