using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Reads dates, times and timestamps in a given format, the elements of which are those of <see cref="OutputFormat"/>.</summary>
internal static class InputFormat
{
    private static readonly string[] Elements =
    [
        "TZHTZM",
        "TZH:TZM",
        "YYYY",
        "MMMM",
        "HH24",
        "HH12",
        "MON",
        "TZH",
        "TZM",
        "FF0",
        "FF1",
        "FF2",
        "FF3",
        "FF4",
        "FF5",
        "FF6",
        "FF7",
        "FF8",
        "FF9",
        "YY",
        "MM",
        "DD",
        "DY",
        "AM",
        "PM",
        "MI",
        "SS",
        "FF",
    ];

    /// <exception cref="SqlError">The text is not in the format.</exception>
    public static SqlValue Parse(string text, string format, SnowflakeColumn type, TimeZoneInfo zone)
    {
        var kind = type.Type switch
        {
            "date" => "Date",
            "time" => "Time",
            _ => "Timestamp",
        };
        var reader = new Reader(text);
        for (var at = 0; at < format.Length; )
        {
            var element = Array.Find(
                Elements,
                e => string.Compare(format, at, e, 0, e.Length, StringComparison.OrdinalIgnoreCase) == 0
            );
            var ok = element is null ? reader.Literal(format[at] == '"' ? "" : format[at].ToString()) : reader.Element(element);
            if (!ok)
                throw NotInFormat(kind, text, format);
            at += element?.Length ?? 1;
        }

        return reader.Value(type, zone) ?? throw NotInFormat(kind, text, format);
    }

    private static SqlError NotInFormat(string kind, string text, string format) =>
        new(
            kind == "Date" ? "100040"
                : kind == "Time" ? "100108"
                : "100035",
            "22007",
            $"Can't parse '{text}' as {kind.ToLowerInvariant()} with format '{format}'"
        );

    private sealed class Reader(string text)
    {
        private int _at;
        private int _year = 1970;
        private int _month = 1;
        private int _day = 1;
        private int _hour;
        private int _minute;
        private int _second;
        private int _nanoseconds;
        private bool? _afternoon;
        private int? _offset;

        public bool Literal(string expected)
        {
            if (string.CompareOrdinal(text, _at, expected, 0, expected.Length) != 0)
                return false;
            _at += expected.Length;
            return true;
        }

        public bool Element(string element)
        {
            switch (element)
            {
                case "YYYY":
                    return Number(4, out _year);
                case "YY":
                    var read = Number(2, out _year);
                    _year += _year < 70 ? 2000 : 1900;
                    return read;
                case "MM":
                    return Number(2, out _month);
                case "DD":
                    return Number(2, out _day);
                case "HH24" or "HH12":
                    return Number(2, out _hour);
                case "MI":
                    return Number(2, out _minute);
                case "SS":
                    return Number(2, out _second);
                case "MON":
                    return Month(DateTimeFormatInfo.InvariantInfo.AbbreviatedMonthNames);
                case "MMMM":
                    return Month(DateTimeFormatInfo.InvariantInfo.MonthNames);
                case "DY":
                    _at += 3;
                    return _at <= text.Length;
                case "AM" or "PM":
                    return Half();
                case "TZH" or "TZHTZM" or "TZH:TZM":
                    return Offset(element);
                case "TZM":
                    var minutes = Number(2, out var value);
                    _offset += _offset < 0 ? -value : value;
                    return minutes;
                default:
                    return Fraction(element);
            }
        }

        public SqlValue? Value(SnowflakeColumn type, TimeZoneInfo zone)
        {
            if (
                _at != text.Length
                || _month is < 1 or > 12
                || _year is < 1 or > 9999
                || _day < 1
                || _day > DateTime.DaysInMonth(_year, _month)
                || _hour > 23
                || _minute > 59
                || _second > 59
            )
                return null;
            if (_afternoon is { } afternoon)
                _hour = _hour % 12 + (afternoon ? 12 : 0);
            var seconds = (long)(new DateTime(_year, _month, _day, _hour, _minute, _second) - DateTime.UnixEpoch).TotalSeconds;
            var moment = new Moment(seconds, _nanoseconds);
            if (_offset is not { } offset)
                return SqlValue.Timestamp("timestamp_ntz", moment);
            return type.Type is "timestamp_ntz" or "date" or "time"
                ? SqlValue.Timestamp("timestamp_ntz", moment)
                : SqlValue.Timestamp("timestamp_tz", new Moment(seconds - offset * 60L, _nanoseconds, offset));
        }

        private bool Number(int width, out int number)
        {
            var start = _at;
            while (_at < text.Length && _at - start < width && char.IsAsciiDigit(text[_at]))
                _at++;
            number = _at > start ? int.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture) : 0;
            return _at > start;
        }

        private bool Month(string[] names)
        {
            var index = Array.FindIndex(
                names,
                n => n.Length > 0 && string.Compare(text, _at, n, 0, n.Length, StringComparison.OrdinalIgnoreCase) == 0
            );
            if (index < 0)
                return false;
            _month = index + 1;
            _at += names[index].Length;
            return true;
        }

        private bool Half()
        {
            if (_at + 2 > text.Length)
                return false;
            _afternoon = text.AsSpan(_at, 2).Equals("PM", StringComparison.OrdinalIgnoreCase);
            _at += 2;
            return true;
        }

        private bool Offset(string element)
        {
            if (_at >= text.Length || text[_at] is not ('+' or '-'))
                return false;
            var sign = text[_at++] == '-' ? -1 : 1;
            if (!Number(2, out var hours))
                return false;
            var minutes = 0;
            if (element != "TZH")
            {
                Literal(":");
                if (!Number(2, out minutes))
                    return false;
            }

            _offset = sign * (hours * 60 + minutes);
            return true;
        }

        private bool Fraction(string element)
        {
            var width = element.Length == 3 ? element[2] - '0' : 9;
            var start = _at;
            if (width == 0)
                return true;
            if (!Number(width, out var fraction))
                return false;
            for (var i = _at - start; i < 9; i++)
                fraction *= 10;
            _nanoseconds = fraction;
            return true;
        }
    }
}
