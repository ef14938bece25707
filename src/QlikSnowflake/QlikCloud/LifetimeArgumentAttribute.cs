using System.Globalization;
using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lets a parameter take a TimeSpan, a duration in ISO 8601, or a short form such as 7d.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LifetimeArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;

        // To PowerShell 7d without quotes is not text but the number 7 of type decimal: who types it means days.
        if (value is decimal days and > -100_000 and < 100_000)
            return TimeSpan.FromDays((double)days);

        // Any other bare number it would take for ten-millionths of a second, and its text for days.
        if (
            value is int or long or double or decimal
            || (value is string digits && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        )
            throw new ArgumentTransformationMetadataException(
                $"{value} has no unit. Give 7d, 12h, P30D or a TimeSpan such as 30.00:00:00."
            );
        if (
            value is not string text
            || !(
                text.TrimStart().StartsWith("P", StringComparison.OrdinalIgnoreCase)
                || text.TrimEnd().LastOrDefault() is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
            )
        )
            return inputData;

        try
        {
            return IsoDuration.ParseTyped(text);
        }
        catch (InputException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }
}
