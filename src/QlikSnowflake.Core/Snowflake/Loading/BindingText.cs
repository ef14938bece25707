using System.Globalization;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>Values as texts that Snowflake converts to the column's type by itself, whatever the session's formats are.</summary>
internal static class BindingText
{
    private const string Time = "HH:mm:ss.fffffff";
    private const string Moment = "yyyy-MM-dd " + Time;

    /// <summary>A value as a text.</summary>
    /// <param name="value">The value, not NULL.</param>
    /// <param name="columnType">The type of the column in lower case, as rowType names it.</param>
    /// <returns>The text, or null where only JSON can hold the value.</returns>
    public static string? Of(object value, string columnType)
    {
        var format = columnType switch
        {
            "date" => "yyyy-MM-dd",
            "time" => Time,
            _ => Moment,
        };
        var withOffset = columnType is not ("date" or "time" or "timestamp_ntz");
        return value switch
        {
            string text => text,
            bool truth => truth ? "true" : "false",
            DateTime { Kind: not DateTimeKind.Unspecified } moment when withOffset => Of(new DateTimeOffset(moment), columnType),
            DateTime moment => moment.ToString(format, CultureInfo.InvariantCulture),
            DateTimeOffset moment => moment.ToString(withOffset ? format + " zzz" : format, CultureInfo.InvariantCulture),
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
            _ => BindingValues.NumberText(value) ?? BindingValues.PlainText(value),
        };
    }
}
