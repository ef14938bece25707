using System.Management.Automation;

namespace QlikSnowflake.Commands;

/// <summary>Says of a secret that is given as text, or within a credential, how it is to be given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string => throw new ArgumentTransformationMetadataException(
                "It is a secret, and taken as a SecureString only, so that it stands in no history and no log: give (Read-Host "
                    + "-AsSecureString), what Get-Secret of a vault gives, or the Password of a credential."
            ),
            PSCredential => throw new ArgumentTransformationMetadataException(
                "It is taken as a SecureString, and a credential is a user name too: give its Password, as in $credential.Password."
            ),
            var other => other,
        };
}
