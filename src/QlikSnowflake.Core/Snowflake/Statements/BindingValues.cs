using System.Collections;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Results;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// Turns .NET values into bindings (Snowflake, "Submitting a request to execute SQL statements", "Using bind variables"):
/// dates count milliseconds, times and timestamps nanoseconds, and offsets have 1440 minutes added.
/// </summary>
internal static class BindingValues
{
    private const int OffsetBias = 1440;
    private static readonly long Epoch = new DateTime(1970, 1, 1).Ticks;

    /// <summary>The binding for a value.</summary>
    /// <param name="value">The value; null is SQL's NULL.</param>
    /// <param name="name">What the value is for, for errors.</param>
    /// <exception cref="InputException">A value of this type cannot be bound, or is out of range.</exception>
    public static StatementBinding Of(object? value, string name) =>
        value switch
        {
            null or DBNull => new StatementBinding("TEXT", null),
            bool boolean => new StatementBinding("BOOLEAN", boolean ? "true" : "false"),
            Enum member => new StatementBinding("TEXT", member.ToString()),
            _ when NumberText(value) is { } digits => new StatementBinding("FIXED", digits),
            BigDecimal number => new StatementBinding("TEXT", number.Value),
            double number => new StatementBinding("REAL", RealText(number, number.ToString("R", CultureInfo.InvariantCulture))),
            float number => new StatementBinding("REAL", RealText(number, number.ToString("R", CultureInfo.InvariantCulture))),
            string text => new StatementBinding("TEXT", text),
            char or Guid or Uri or Version or IPAddress => new StatementBinding("TEXT", PlainText(value)),
            byte[] bytes => new StatementBinding("BINARY", Hex(bytes)),
            TimeSpan time => OfTime(time, name),
            DateTimeOffset moment => new StatementBinding("TIMESTAMP_TZ", OffsetText(moment)),
            DateTime moment => OfWallClock(moment),
            IDictionary or IEnumerable => new StatementBinding("TEXT", ValueJson.Write(value, name)),
            _ => OfNewerType(value, name),
        };

    /// <summary>NULL for a column of a type, so that all values bound to it have one type.</summary>
    public static StatementBinding NullOf(string columnType) =>
        new(
            columnType switch
            {
                "fixed" => "FIXED",
                "real" or "float" or "double" => "REAL",
                "boolean" or "date" or "time" or "binary" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" =>
                    columnType.ToUpperInvariant(),
                _ => "TEXT",
            },
            null
        );

    /// <summary>A day for a DATE.</summary>
    public static StatementBinding OfDate(DateTime day) =>
        new("DATE", ((day.Ticks - Epoch) / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture));

    /// <summary>Date and time as a clock shows them, in no zone.</summary>
    public static StatementBinding OfWallClock(DateTime moment) => new("TIMESTAMP_NTZ", Nanoseconds(moment.Ticks - Epoch));

    /// <summary>An instant, shown in the zone of whoever reads it.</summary>
    public static StatementBinding OfInstant(DateTimeOffset moment) => new("TIMESTAMP_LTZ", Nanoseconds(moment.UtcTicks - Epoch));

    /// <summary>The digits of a number without exponent, all of them; null for any other value.</summary>
    public static string? NumberText(object value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger
            ? ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)
        : value is BigDecimal number ? BigDecimal.PlainDigits(number.Value)
        : value is IntPtr or UIntPtr || value.GetType().FullName is "System.Int128" or "System.UInt128" ? value.ToString()
        : null;

    /// <summary>What a value of which only a text can be bound reads as; null for any other value.</summary>
    public static string? PlainText(object value) =>
        value switch
        {
            Enum or char or Guid or Uri or Version or IPAddress or BigDecimal => value.ToString(),
            byte[] bytes => Hex(bytes),
            _ when value.GetType().FullName is "System.DateOnly" or "System.TimeOnly" => ((IFormattable)value).ToString(
                "O",
                CultureInfo.InvariantCulture
            ),
            _ when value.GetType().FullName is "System.Half" => ((IFormattable)value).ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            _ => null,
        };

    private static string RealText(double number, string text) =>
        double.IsNaN(number) ? "NaN"
        : double.IsPositiveInfinity(number) ? "inf"
        : double.IsNegativeInfinity(number) ? "-inf"
        : text;

    private static StatementBinding OfTime(TimeSpan time, string name) =>
        time >= TimeSpan.Zero && time < TimeSpan.FromDays(1)
            ? new StatementBinding("TIME", Nanoseconds(time.Ticks))
            : throw new InputException(
                ErrorIds.ParameterOutOfRange,
                $"The time for {name} is not within one day.",
                "A TIME lies between 00:00:00 and 23:59:59.9999999."
            );

    private static string OffsetText(DateTimeOffset moment) =>
        Nanoseconds(moment.UtcTicks - Epoch)
        + " "
        + ((int)moment.Offset.TotalMinutes + OffsetBias).ToString(CultureInfo.InvariantCulture);

    private static string Nanoseconds(long ticks) => ((BigInteger)ticks * 100).ToString(CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var value in bytes)
            text.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    // By name: .NET Framework lacks these types.
    private static StatementBinding OfNewerType(object value, string name)
    {
        var text = PlainText(value) ?? string.Empty;
        return value.GetType().FullName switch
        {
            "System.Half" => new StatementBinding("REAL", text),
            "System.DateOnly" => OfDate(DateTime.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            "System.TimeOnly" => new StatementBinding(
                "TIME",
                Nanoseconds(TimeSpan.ParseExact(text, @"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture).Ticks)
            ),
            var type => throw new InputException(
                ErrorIds.ParameterTypeUnsupported,
                $"A value of type {type} for {name} cannot be bound.",
                "Bind numbers, texts, booleans, dates and times, byte arrays; hashtables and arrays go as JSON. Anything "
                    + "else: turn it into a text first."
            ),
        };
    }
}
