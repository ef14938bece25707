using System.Management.Automation;
using QlikSnowflake.Connections;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Tells of each connection to Snowflake whether it can log in, by a login with its own key where that can be read.</summary>
[Cmdlet(VerbsDiagnostic.Test, "QlikSnowflakeConnection")]
[OutputType(typeof(SnowflakeConnectionTest))]
public sealed class TestQlikSnowflakeConnectionCommand : SiteCmdlet
{
    private ConnectionInput _input = null!;
    private ConnectionHeartbeat _heartbeat = null!;
    private bool _hasInput;

    /// <summary>Connections of Get-QlikSnowflakeConnection, or their names; without any, all of the sites.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Name")]
    [SupportsWildcards]
    public PSObject[]? InputObject { get; set; }

    private protected override object? Target => InputObject;

    private protected override void Prepare()
    {
        _input = new ConnectionInput(Sites);
        var names = Snowflake is null ? null : new UserKeyNames(Snowflake);
        _heartbeat = new ConnectionHeartbeat(new ConnectionLogins(Snowflake, names), names, new SwitchNotes());
    }

    private protected override void Process()
    {
        foreach (var input in InputObject ?? [])
        {
            _hasInput = true;
            Guard(
                () =>
                {
                    foreach (var connection in Await(context => _input.FindAsync(input, context)))
                        Test(connection);
                },
                input
            );
        }
    }

    private protected override void End()
    {
        // Input by the pipeline that was empty means nothing, not everything.
        if (_hasInput || MyInvocation.ExpectingInput)
            return;

        using var inventory = new ConnectionInventory(Sites);
        while (Await(inventory.ReadAsync) is { } batch)
        {
            foreach (var finding in batch.Findings)
                Tell(finding);
            foreach (var connection in batch.Connections)
                Test(connection);
        }
    }

    private void Test(SnowflakeConnection connection) =>
        Guard(() => WriteObject(Await(context => _heartbeat.TestAsync(connection, context))), connection);
}
