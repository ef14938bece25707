using System.Management.Automation;
using QlikSnowflake.Commands.QlikCloud;
using QlikSnowflake.Connections;

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
    public string[]? Name { get; set; }

    /// <summary>Only connections of this Snowflake user; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? User { get; set; }

    /// <summary>Only connections to this account; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Account { get; set; }

    /// <summary>Only connections that log in so.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SnowflakeLoginKind[]? Login { get; set; }

    /// <summary>The name of a variable for what was found besides: sites that failed, what is missing, keys that do not fit.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FindingVariable { get; set; }

    private protected override object? Target => Name;

    private protected override void Process()
    {
        var names = new NameFilter(Name);
        var user = User is null ? null : WildcardPattern.Get(User, WildcardOptions.IgnoreCase);
        var account = Account is null ? null : WildcardPattern.Get(Account, WildcardOptions.IgnoreCase);
        var isComplete = true;
        using var inventory = new ConnectionInventory(Sites, Snowflake is null ? null : new UserKeyNames(Snowflake));
        while (Await(inventory.ReadAsync) is { } batch)
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
                    && user?.IsMatch(connection.User ?? string.Empty) != false
                    && account?.IsMatch(connection.Account ?? string.Empty) != false
                    && (names.Takes(connection.Name) | connection.Connections.Any(c => names.Takes(c.Name)))
                )
                    WriteObject(connection);
            }
        }

        // Whether a name is nowhere can be said only after everything was read.
        if (isComplete)
        {
            foreach (
                var missing in names.Missing(
                    "DataConnectionNotFound",
                    "connection to Snowflake",
                    "Get-QlikSnowflakeConnection without a name lists all."
                )
            )
                WriteError(missing);
        }
    }

    private protected override void End()
    {
        if (FindingVariable is not null)
            SessionState.PSVariable.Set(FindingVariable, _findings.ToArray());
    }
}
