using System.Globalization;
using System.Text;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>
/// Fixed-position number formats of 9, 0, a period or D, commas or G, $, a leading S or MI, and FM.
/// From https://docs.snowflake.com/en/sql-reference/sql-format-models.
/// </summary>
internal static class NumberFormat
{
    public static string Write(string number, string format)
    {
        var model = format.ToUpperInvariant();
        var fill = !model.StartsWith("FM", StringComparison.Ordinal);
        model = fill ? model : model[2..];
        var signed = model.StartsWith('S');
        model = signed ? model[1..] : model;
        if (model.Length == 0 || model.Any(c => c is not ('9' or '0' or '.' or 'D' or ',' or 'G' or '$')))
            throw SqlError.Unknown($"the number format '{format}'");
        var point = model.IndexOfAny(['.', 'D']);
        var whole = point < 0 ? model : model[..point];
        var decimals = point < 0 ? 0 : model.Length - point - 1;
        var text = SqlNumber.Rescale(number, decimals) ?? throw SqlError.Unknown($"the format '{format}' for {number}");
        var negative = text.StartsWith('-');
        var parts = text.TrimStart('-').Split('.');
        var places = whole.Count(c => c is '9' or '0');
        if (parts[0].TrimStart('0').Length > places)
            return new string('#', whole.Length + (point < 0 ? 0 : decimals + 1) + 1);
        var written = Whole(whole, parts[0].TrimStart('0').PadLeft(places, ' '));
        var bare = written.TrimStart();
        var sign =
            negative ? "-"
            : signed ? "+"
            : fill ? " "
            : "";
        var padding = fill ? new string(' ', written.Length - bare.Length) : "";
        return padding
            + sign
            + bare
            + (point < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{parts.ElementAtOrDefault(1)}"));
    }

    private static string Whole(string model, string digits)
    {
        var result = new StringBuilder();
        var at = 0;
        var started = false;
        var zeroes = false;
        foreach (var c in model)
        {
            if (c is '9' or '0')
            {
                zeroes |= c == '0';
                var digit = digits[at++];
                started |= digit != ' ' || zeroes;
                result.Append(
                    digit == ' '
                        ? zeroes
                            ? '0'
                            : ' '
                        : digit
                );
            }
            else if (c == '$')
                result.Append('$');
            else
                result.Append(started ? ',' : ' ');
        }

        var text = result.ToString();
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var bare = text.Replace("$", "", StringComparison.Ordinal);
        return new string(' ', bare.Length - bare.TrimStart().Length) + "$" + bare.TrimStart();
    }
}
