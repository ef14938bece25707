using System.Globalization;
using System.Text.RegularExpressions;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Regular expressions. From https://docs.snowflake.com/en/sql-reference/functions-regexp.</summary>
internal static partial class RegularFunctions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["REGEXP_LIKE"] = static (a, _, _) => Like(a),
        ["RLIKE"] = static (a, _, _) => Like(a),
        ["REGEXP_REPLACE"] = static (a, _, _) => Replace(a),
        ["REGEXP_SUBSTR"] = static (a, _, _) => Substring(a),
        ["REGEXP_COUNT"] = static (a, _, _) =>
            TextFunctions.Number(
                Pattern(a.Text(1), a.Length > 3 ? a.Text(3) : "").Count(From(a.Text(0), a.Length > 2 ? a.Long(2) : 1))
            ),
        ["REGEXP_INSTR"] = static (a, _, _) => Position(a),
    };

    /// <summary>The pattern has to match the whole text.</summary>
    private static bool Like(SqlValue[] a) => Pattern($@"\A(?:{a.Text(1)})\z", a.Length > 2 ? a.Text(2) : "").IsMatch(a.Text(0));

    private static Regex Pattern(string pattern, string parameters)
    {
        var options = RegexOptions.CultureInvariant;
        if (parameters.LastIndexOf('i') > parameters.LastIndexOf('c'))
            options |= RegexOptions.IgnoreCase;
        if (parameters.Contains('m', StringComparison.Ordinal))
            options |= RegexOptions.Multiline;
        if (parameters.Contains('s', StringComparison.Ordinal))
            options |= RegexOptions.Singleline;
        try
        {
            return new Regex(Posix().Replace(pattern, static m => PosixClass(m.Groups[1].Value)), options, Patience);
        }
        catch (ArgumentException)
        {
            throw new SqlError("100048", "2201B", $"Invalid regular expression: '{pattern}'");
        }
    }

    private static string PosixClass(string name) =>
        name switch
        {
            "alpha" => "A-Za-z",
            "digit" => "0-9",
            "alnum" => "A-Za-z0-9",
            "upper" => "A-Z",
            "lower" => "a-z",
            "space" => @"\s",
            "punct" => @"!-/:-@\[-`{-~",
            _ => throw SqlError.Unknown($"the character class [:{name}:]"),
        };

    private static string From(string text, long position) =>
        position > 1 ? text[(int)Math.Min(position - 1, text.Length)..] : text;

    private static string Replace(SqlValue[] a)
    {
        var pattern = Pattern(a.Text(1), a.Length > 5 ? a.Text(5) : "");
        var replacement = Group().Replace((a.Length > 2 ? a.Text(2) : "").Replace("$", "$$", StringComparison.Ordinal), "$${$1}");
        var start = a.Length > 3 ? (int)Math.Clamp(a.Long(3) - 1, 0, a.Text(0).Length) : 0;
        var occurrence = a.Length > 4 ? a.Long(4) : 0;
        var seen = 0L;
        return a.Text(0)[..start]
            + pattern.Replace(a.Text(0)[start..], m => occurrence == 0 || ++seen == occurrence ? m.Result(replacement) : m.Value);
    }

    private static string? Substring(SqlValue[] a)
    {
        var parameters = a.Length > 4 ? a.Text(4) : "";
        var match = Nth(
            Pattern(a.Text(1), parameters),
            From(a.Text(0), a.Length > 2 ? a.Long(2) : 1),
            a.Length > 3 ? a.Long(3) : 1
        );
        var group =
            a.Length > 5 ? a.Int(5)
            : parameters.Contains('e', StringComparison.Ordinal) ? 1
            : 0;
        return match is { Success: true } && match.Groups[group].Success ? match.Groups[group].Value : null;
    }

    private static string Position(SqlValue[] a)
    {
        var start = a.Length > 2 ? a.Long(2) : 1;
        var match = Nth(Pattern(a.Text(1), ""), From(a.Text(0), start), a.Length > 3 ? a.Long(3) : 1);
        return (match is null ? 0 : match.Index + start).ToString(CultureInfo.InvariantCulture);
    }

    private static Match? Nth(Regex pattern, string text, long occurrence)
    {
        var match = pattern.Match(text);
        for (var i = 1L; i < occurrence && match.Success; i++)
            match = match.NextMatch();
        return match.Success ? match : null;
    }

    [GeneratedRegex(@"\[:([a-z]+):\]")]
    private static partial Regex Posix();

    [GeneratedRegex(@"\\([0-9])")]
    private static partial Regex Group();
}
