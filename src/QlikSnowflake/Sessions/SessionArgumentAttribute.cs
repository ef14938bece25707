using System.Management.Automation;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Lets a parameter take a session by its name as well as by the object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class SessionArgumentAttribute<TSession> : ArgumentTransformationAttribute
    where TSession : class, IServiceSession
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is object[] several)
            return Array.ConvertAll(several, s => Transform(engineIntrinsics, s));
        if (input is not string name)
            return inputData;

        var open = RunspaceSessions.Current.Of<TSession>();
        return open.Find(name)
            ?? throw new ArgumentTransformationMetadataException(
                $"No session is named '{name}'. Open ones: "
                    + $"{(open.All.Length == 0 ? "none" : string.Join(", ", open.All.Select(s => s.Name)))}. "
                    + $"{open.ConnectCommand} -Name opens one."
            );
    }
}
