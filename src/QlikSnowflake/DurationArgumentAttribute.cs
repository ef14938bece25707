using System.Globalization;
using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Time;

namespace QlikSnowflake.Commands;

/// <summary>Lets a TimeSpan parameter take what people type for a duration, and a date as the moment at which it ends.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a bare number counts seconds; elsewhere it has no unit and is refused.</summary>
    public bool IsInSeconds { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Read(inputData is PSObject wrapped ? wrapped.BaseObject : inputData, DateTimeOffset.Now);
        }
        catch (InputException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }

    private object? Read(object? value, DateTimeOffset now) =>
        value switch
        {
            DateTimeOffset end => TypedDuration.Until(end, now),
            DateTime end => TypedDuration.Until(end, now),
            int or long or double or float when IsInSeconds => TypedDuration.Parse(Number(value) + "s", now),
            string text when IsInSeconds && text.Length > 0 && text.All(c => c is >= '0' and <= '9') => TypedDuration.Parse(
                text + "s",
                now
            ),
            // To PowerShell 7d, 5s and 1y without quotes are not text but numbers of these types: who types them means the unit.
            decimal => TypedDuration.Parse(Number(value) + "d", now),
            short => TypedDuration.Parse(Number(value) + "s", now),
            sbyte => TypedDuration.Parse(Number(value) + "y", now),
            int or long or double or float => TypedDuration.Parse(Number(value), now),
            string text => TypedDuration.Parse(text, now),
            _ => value,
        };

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
