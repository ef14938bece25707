using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lets a parameter take a TimeSpan, or a duration in ISO 8601.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LifetimeArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text || !text.TrimStart().StartsWith("P", StringComparison.OrdinalIgnoreCase))
            return inputData;

        try
        {
            return IsoDuration.Parse(text);
        }
        catch (InputException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }
}
