using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lets users, groups or everyone use API keys.</summary>
[Cmdlet(VerbsSecurity.Grant, "QlikCloudApiKeyPermission", SupportsShouldProcess = true, DefaultParameterSetName = UserSet)]
[OutputType(typeof(QlikCloudUser), typeof(QlikCloudGroup), typeof(QlikCloudRole))]
public sealed class GrantQlikCloudApiKeyPermissionCommand : ApiKeyPermissionCmdlet
{
    private protected override bool Grants => true;
}
