using System.Globalization;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>A place in a statement that a message of Snowflake's names.</summary>
internal sealed record SqlPosition(int Line, int Column)
{
    private static readonly Regex Compilation = new(
        @"\bline (?<line>\d{1,9}) at position (?<column>\d{1,9})",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    private static readonly Regex Several = new(
        @"failed on statement ""(?<text>.*?)"" \(at line (?<line>\d{1,9}), position (?<column>\d{1,9})\)\.\s*"
            + @"(?<cause>.*?)(\s+in SYSTEM\$MULTISTMT at .*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(1)
    );

    public static SqlPosition? Find(string message) => Compilation.Match(message) is { Success: true } match ? Of(match) : null;

    /// <summary>
    /// Which of several statements failed, where and why (code 100132, "Submitting multiple SQL statements in a single
    /// request").
    /// </summary>
    public static (SqlPosition Position, string Statement, string Cause)? FindStatement(string message) =>
        Several.Match(message) is { Success: true } match
            ? (Of(match), match.Groups["text"].Value, match.Groups["cause"].Value)
            : null;

    private static SqlPosition Of(Match match) => new(Number(match, "line"), Number(match, "column"));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
