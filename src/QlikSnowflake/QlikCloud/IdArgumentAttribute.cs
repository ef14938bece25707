using System.Management.Automation;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes objects that a Get- cmdlet emits in place of their ids, one or many.</summary>
internal abstract class IdArgumentAttribute : ArgumentTransformationAttribute
{
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData switch
        {
            object[] many => Array.ConvertAll(many, One),
            _ => One(inputData),
        };

    /// <summary>The id of what the attribute is for; null for anything else.</summary>
    private protected abstract string? IdOf(object value);

    private object One(object value) => IdOf(value is PSObject wrapped ? wrapped.BaseObject : value) ?? value;
}
