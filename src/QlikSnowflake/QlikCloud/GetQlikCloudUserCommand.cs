using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets the user that the session's API key acts as.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudUser")]
[OutputType(typeof(QlikCloudUser))]
public sealed class GetQlikCloudUserCommand : QlikCloudCmdlet
{
    /// <summary>The user of the session itself.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Me { get; set; }

    private protected override void Process() => WriteObject(Await(Current.GetMeAsync));
}
