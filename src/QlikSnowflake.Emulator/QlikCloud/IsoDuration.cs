using System.Globalization;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>ISO 8601 durations such as <c>P7D</c>, <c>PT24H</c> or <c>P1W</c>. A year is 365 days, a month 30.</summary>
internal static partial class IsoDuration
{
    /// <summary>Reads a duration; null where the text is none, or stands for no time at all.</summary>
    public static TimeSpan? Read(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;
        double Part(string name) =>
            match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var days = (Part("y") * 365) + (Part("mo") * 30) + (Part("w") * 7) + Part("d");
        var seconds = (days * 86400) + (Part("h") * 3600) + (Part("mi") * 60) + Part("s");
        return seconds > 0 && seconds <= TimeSpan.FromDays(36500).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(
        @"^P(?=.)(?:(?<y>\d+)Y)?(?:(?<mo>\d+)M)?(?:(?<w>\d+)W)?(?:(?<d>\d+)D)?"
            + @"(?:T(?=.)(?:(?<h>\d+)H)?(?:(?<mi>\d+)M)?(?:(?<s>\d+(?:\.\d+)?)S)?)?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
