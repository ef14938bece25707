using System.Management.Automation;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Compares data connections with what they should be, field by field.</summary>
[Cmdlet(VerbsDiagnostic.Test, "QrsDataConnection", DefaultParameterSetName = NameSet)]
[OutputType(typeof(DataConnectionTest))]
public sealed class TestQrsDataConnectionCommand : DataConnectionFieldsCmdlet
{
    /// <summary>A connection to compare with as a whole, such as one of another site; fields given besides take precedence.</summary>
    [Parameter]
    [ValidateNotNull]
    public DataConnection? ReferenceObject { get; set; }

    private protected override bool NeedsSecret => true;

    private protected override void Prepare() => _ = Wanted;

    private protected override void Work(DataConnection connection) => WriteObject(DataConnectionTest.Of(connection, Merged()));

    private protected override void Missing(string name) => WriteObject(DataConnectionTest.Missing(name));

    private DataConnectionState Merged()
    {
        var wanted = PrivateKeyPath is null ? Wanted : SnowflakeDataConnection.WithKeyPair(Wanted);
        return ReferenceObject is null ? wanted : wanted.CompletedBy(DataConnectionState.Of(ReferenceObject));
    }
}
