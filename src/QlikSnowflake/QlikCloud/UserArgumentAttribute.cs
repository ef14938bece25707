using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes a user as Get-QlikCloudUser emits it in place of an id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UserArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        object[] many => Array.ConvertAll(many, One),
        _ => One(inputData),
    };

    private static object One(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is QlikCloudUser user ? user.Id : value;
}
