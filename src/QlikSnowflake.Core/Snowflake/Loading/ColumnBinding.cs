using System.Globalization;
using System.Numerics;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>
/// Binds the values of one column of a table by the type of the column, not by that of the value: VALUES takes the type of its first
/// row as the guide for the others (Snowflake, INSERT; error 100038). The formats are those of <see cref="BindingValues"/>.
/// </summary>
internal static class ColumnBinding
{
    private static readonly HashSet<string> Yes = new(["true", "t", "yes", "y", "on", "1"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> No = new(["false", "f", "no", "n", "off", "0"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The bindings of a column in the rows of one statement: all of one type, also those that are NULL.</summary>
    /// <param name="values">The values, row by row; null and DBNull are NULL.</param>
    /// <param name="column">The column of the table.</param>
    /// <param name="firstRow">The number of the first row in the input, counted from 1, for errors.</param>
    /// <exception cref="InputException">A value has no form in this column.</exception>
    public static StatementBinding[] OfAll(IReadOnlyList<object?> values, ResultColumn column, long firstRow)
    {
        var bindings = new StatementBinding?[values.Count];
        string? type = null;
        var isMixed = false;
        for (var i = 0; i < bindings.Length; i++)
        {
            if (values[i] is null or DBNull)
                continue;
            var binding = bindings[i] = Of(values[i]!, column, firstRow + i);
            type ??= binding.Type;
            isMixed |= binding.Type != type;
        }

        if (isMixed)
        {
            // Instants beside wall clocks, or texts beside either: as texts, of which Snowflake reads each as what it is.
            type = "TEXT";
            for (var i = 0; i < bindings.Length; i++)
                if (bindings[i] is { Type: not "TEXT" })
                    bindings[i] = new StatementBinding(type, BindingText.Of(values[i]!, column.TypeName));
        }

        var none = type is null ? BindingValues.NullOf(column.TypeName) : new StatementBinding(type, null);
        return Array.ConvertAll(bindings, binding => binding ?? none);
    }

    /// <summary>How the value of a column is bound where it stands alone.</summary>
    /// <param name="value">The value, not NULL.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The row's number in the input, for errors.</param>
    /// <exception cref="InputException">The value has no form in this column.</exception>
    public static StatementBinding Of(object value, ResultColumn column, long row)
    {
        var name = $"column {column.Name} of row {row.ToString(CultureInfo.InvariantCulture)}";
        return column.TypeName switch
        {
            "fixed" => new StatementBinding("FIXED", FixedText(value) ?? throw Unfit(value, "number", name)),
            "real" or "float" or "double" => new StatementBinding("REAL", RealText(value) ?? throw Unfit(value, "number", name)),
            "boolean" => new StatementBinding("BOOLEAN", BooleanText(value) ?? throw Unfit(value, "truth value", name)),
            "date" or "time" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" => OfMoment(value, column.TypeName, name),
            "binary" when value is byte[] => BindingValues.Of(value, name),
            _ => new StatementBinding("TEXT", BindingText.Of(value, column.TypeName) ?? ValueJson.Write(value, name)),
        };
    }

    private static StatementBinding OfMoment(object value, string type, string name)
    {
        if (BindingValues.Of(value, name) is { Type: "DATE" or "TIME" } itself)
            return itself.Type == "TIME" == (type == "time") ? itself : throw Unfit(value, type, name);
        return (value, type) switch
        {
            (DateTime moment, "date") => BindingValues.OfDate(moment.Date),
            (DateTimeOffset moment, "date") => BindingValues.OfDate(moment.Date),
            (DateTime moment, "time") => BindingValues.Of(moment.TimeOfDay, name),
            (DateTimeOffset moment, "time") => BindingValues.Of(moment.TimeOfDay, name),
            (DateTimeOffset moment, "timestamp_ntz") => BindingValues.OfWallClock(moment.DateTime),

            // Without a zone it is the session's: Snowflake's own conversion knows that.
            (DateTime { Kind: DateTimeKind.Unspecified } moment, _) => BindingValues.OfWallClock(moment),
            (DateTime moment, "timestamp_ntz") => BindingValues.OfWallClock(moment),
            (DateTime moment, "timestamp_ltz") => BindingValues.OfInstant(moment),
            (DateTimeOffset moment, "timestamp_ltz") => BindingValues.OfInstant(moment),
            (DateTime moment, _) => BindingValues.Of(new DateTimeOffset(moment), name),
            (DateTimeOffset moment, _) => BindingValues.Of(moment, name),
            (string text, _) => new StatementBinding("TEXT", text),
            _ => throw Unfit(value, type, name),
        };
    }

    private static string? FixedText(object value) =>
        value switch
        {
            bool truth => truth ? "1" : "0",
            Enum member => member.ToString("D"),
            string text => BigDecimal.PlainDigits(text.Trim()),
            double or float => BigDecimal.PlainDigits(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)),
            _ => NumberText(value) is { } text ? BigDecimal.PlainDigits(text) : null,
        };

    private static string? RealText(object value) =>
        value switch
        {
            bool truth => truth ? "1" : "0",
            double or float => BindingValues.Of(value, string.Empty).Value,
            string text => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || text.Trim().ToUpperInvariant() is "NAN" or "INF" or "-INF"
                ? text.Trim()
                : null,
            _ => NumberText(value),
        };

    // System.Half by name: .NET Framework lacks it.
    private static string? NumberText(object value) =>
        BindingValues.NumberText(value) ?? (value.GetType().FullName == "System.Half" ? BindingValues.PlainText(value) : null);

    private static string? BooleanText(object value) =>
        value switch
        {
            bool truth => truth ? "true" : "false",
            string text => Yes.Contains(text.Trim()) ? "true"
            : No.Contains(text.Trim()) ? "false"
            : null,
            double number => number == 0 ? "false" : "true",
            float number => number == 0 ? "false" : "true",
            decimal number => number == 0 ? "false" : "true",
            _ => BindingValues.NumberText(value) is { } text
            && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number.IsZero
                    ? "false"
                    : "true"
                : null,
        };

    private static InputException Unfit(object value, string wanted, string name) =>
        new(
            ErrorIds.ValueNotForColumn,
            value is string { Length: 0 }
                ? $"The value for {name} is an empty text, and the column holds a {wanted}."
                : $"The value for {name} is no {wanted}; it is a {value.GetType().FullName}.",
            "Convert it before, as by a calculated property of Select-Object; -EmptyAsNull takes empty texts for NULL."
        );
}
