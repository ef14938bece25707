using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes the permission to use API keys away again.</summary>
[Cmdlet(
    VerbsSecurity.Revoke,
    "QlikCloudApiKeyPermission",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = UserSet
)]
[OutputType(typeof(QlikCloudUser), typeof(QlikCloudGroup), typeof(QlikCloudRole))]
public sealed class RevokeQlikCloudApiKeyPermissionCommand : ApiKeyPermissionCmdlet
{
    private protected override bool Grants => false;
}
