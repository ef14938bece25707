using System.Management.Automation;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes a data connection as Get-QlikCloudDataConnection emits it in place of an id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DataConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is QlikCloudDataConnection connection ? connection.Id : inputData;
}
