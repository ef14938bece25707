using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Gets what the tenant allows its API keys.</summary>
[Cmdlet(VerbsCommon.Get, "QlikCloudApiKeyPolicy")]
[OutputType(typeof(QlikCloudApiKeyPolicy))]
public sealed class GetQlikCloudApiKeyPolicyCommand : QlikCloudCmdlet
{
    private protected override void Process() => WriteObject(WaitFor(Current.ApiKeyPolicy.GetAsync));
}
