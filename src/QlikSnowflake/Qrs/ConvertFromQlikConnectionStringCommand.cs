using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Takes a connector's connection string apart into its keys and values.</summary>
[Cmdlet(VerbsData.ConvertFrom, "QlikConnectionString")]
[OutputType(typeof(QlikConnectionString))]
public sealed class ConvertFromQlikConnectionStringCommand : QlikSnowflakeCmdlet
{
    /// <summary>The connection string.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string ConnectionString { get; set; } = string.Empty;

    private protected override object Target => ConnectionString;

    private protected override void Process() =>
        WriteObject(ConnectionStringObject.Of(QlikConnectionString.Parse(ConnectionString)));
}
