using System.Management.Automation;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Rotation;

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

    /// <summary>
    /// Journals of Update-QlikSnowflakeKey, or the key files beside which they stand: what they wrote proves hidden keys.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] JournalPath { get; set; } = [];

    private protected override object? Target => InputObject;

    private protected override void Prepare()
    {
        _input = new ConnectionInput(Sites);
        var names = Snowflake is null ? null : new UserKeyNames(Snowflake);
        _heartbeat = new ConnectionHeartbeat(new ConnectionLogins(Snowflake, names), names, ReadNotes());
    }

    private protected override void Process()
    {
        foreach (var input in InputObject ?? [])
        {
            _hasInput = true;
            ReportFailure(
                () =>
                {
                    foreach (var connection in Find(_input, input))
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
        while (WaitFor(inventory.ReadAsync) is { } batch)
        {
            foreach (var finding in batch.Findings)
                Tell(finding);
            foreach (var connection in batch.Connections)
                Test(connection);
        }
    }

    private void Test(SnowflakeConnection connection) =>
        ReportFailure(() => WriteObject(WaitFor(context => _heartbeat.TestAsync(connection, context))), connection);

    private SwitchNotes ReadNotes()
    {
        var notes = new SwitchNotes();
        foreach (var path in JournalPath.Select(ResolvePath))
        {
            var journal =
                RotationJournal.Open(RotationJournal.PathFor(path))
                ?? RotationJournal.Open(path)
                ?? throw new InputException(
                    ErrorIds.RotationJournalNotFound,
                    $"There is no journal '{path}', and none beside a key of that path.",
                    "Give the path of the key that Update-QlikSnowflakeKey made, or of its .rotation.json.",
                    FailureKind.NotFound
                );
            notes.AddFrom(journal.Entries);
        }

        return notes;
    }
}
