using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets the tenant of the session.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudTenant")]
[OutputType(typeof(QlikCloudTenant))]
public sealed class GetQlikCloudTenantCommand : QlikCloudCmdlet
{
    private protected override void Process() => WriteObject(WaitFor(Current.GetTenantAsync));
}
