using System.Management.Automation;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Puts a connector's connection string together from keys and values.</summary>
[Cmdlet(VerbsData.ConvertTo, "QlikConnectionString")]
[OutputType(typeof(string))]
public sealed class ConvertToQlikConnectionStringCommand : QlikSnowflakeCmdlet
{
    /// <summary>What ConvertFrom-QlikConnectionString made, a dictionary, or an object whose properties are the keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    private protected override object Target => InputObject;

    private protected override void Process() => WriteObject(ConnectionStringObject.Read(InputObject).ToString());
}
