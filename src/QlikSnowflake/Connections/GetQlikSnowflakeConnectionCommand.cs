using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Gets the connections to Snowflake of all open Qlik Sense sites and Qlik Cloud tenants as one kind of object.</summary>
[Cmdlet(VerbsCommon.Get, "QlikSnowflakeConnection")]
[OutputType(typeof(SnowflakeConnection))]
public sealed class GetQlikSnowflakeConnectionCommand : SiteCmdlet
{
    private readonly List<ConnectionFinding> _findings = [];

    /// <summary>Names of connections or of shared credentials; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AnyConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only connections of this Snowflake user; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public string? User { get; set; }

    /// <summary>Only connections to this account; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string? Account { get; set; }

    /// <summary>Only connections that log in so.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SnowflakeLoginKind[]? Login { get; set; }

    /// <summary>The name of a variable for what was found besides: sites that failed, what is missing, keys that do not fit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? FindingVariable { get; set; }

    private protected override object? Target => Name;

    private protected override void Process()
    {
        var names = new Names<SnowflakeConnection>(Name, c => c.Connections.Select(shared => shared.Name).Prepend(c.Name));
        var user = User is null ? null : NameText.Filter(User);
        var account = Account is null ? null : NameText.Filter(Account);
        var isComplete = true;
        using var inventory = new ConnectionInventory(Sites, Snowflake is null ? null : new UserKeyNames(Snowflake));
        while (WaitFor(inventory.ReadAsync) is { } batch)
        {
            foreach (var finding in batch.Findings)
            {
                isComplete &= !finding.IsIncomplete;
                if (FindingVariable is not null)
                    _findings.Add(finding);
                Tell(finding);
            }

            foreach (var connection in batch.Connections)
            {
                if (
                    (Login is null || Login.Contains(connection.Login))
                    && user?.Matches(connection.User ?? string.Empty) != false
                    && account?.Matches(connection.Account ?? string.Empty) != false
                    && names.Takes(connection)
                )
                    WriteObject(connection);
            }
        }

        foreach (var connection in names.Rest())
            WriteObject(connection);

        // Whether a name is nowhere can be said only after everything was read.
        foreach (var missing in isComplete ? names.Missing() : [])
            WriteError(
                Failures.ToErrorRecord(
                    NameText.NotFound(
                        missing,
                        ErrorIds.DataConnectionNotFound,
                        $"No connection to Snowflake {Quoted.Text(missing)} was found.",
                        "Get-QlikSnowflakeConnection without a name lists all."
                    ),
                    missing
                )
            );
    }

    private protected override void End()
    {
        if (FindingVariable is not null)
            SessionState.PSVariable.Set(FindingVariable, _findings.ToArray());
    }
}
