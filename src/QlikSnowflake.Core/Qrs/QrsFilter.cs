using System.Text;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>
/// Filter expressions with values escaped (Qlik Sense for developers, "Filtering"): strings in single quotes, inside them
/// a backslash before backslash and quote. Comparison ignores case.
/// </summary>
internal static class QrsFilter
{
    /// <summary>How a filter is written.</summary>
    public const string Advice =
        "A filter is in the repository's own language: name eq 'x', name so 'part', tags.name eq 'x', @Property eq 'x', "
        + "modifiedDate gt '2026-01-31T00:00:00.000Z', joined by and, or, not (...).";

    private static readonly Regex PowerShellOperator = new(
        @"(?<=[\s)]|^)-(?:[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|in)|and|or|not)(?=[\s(]|$)|==|!=|\$_",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly Regex Text = new(@"'(?:[^'\\]|\\.)*'", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>A filter as it was given.</summary>
    /// <exception cref="InputException">It is written in PowerShell's language.</exception>
    public static string Given(string filter) =>
        PowerShellOperator.Match(Text.Replace(filter, "''")) is { Success: true } found
            ? throw new InputException(
                ErrorIds.FilterInvalid,
                $"The filter {Quoted.Text(filter)} holds '{found.Value}', which the repository does not know.",
                Advice
            )
            : filter;

    public static string Equal(string field, string value) => $"{field} eq {Quote(value)}";

    public static string All(IEnumerable<string?> terms) => string.Join(" and ", terms.Where(t => !string.IsNullOrEmpty(t)));

    public static string Any(IEnumerable<string> terms) => "(" + string.Join(" or ", terms) + ")";

    /// <summary>
    /// The closest filter for a name or PowerShell wildcard: it lets through what has the text itself as its name and
    /// everything that matches, and maybe more, which the caller sifts. Null where no filter can help.
    /// </summary>
    public static string? Like(string field, string pattern)
    {
        var pieces = LiteralPieces(pattern);
        if (pieces is null)
            return Equal(field, pattern);
        if (pieces.Count == 1)
            return pieces[0] == pattern ? Equal(field, pattern) : Any([Equal(field, pattern), Equal(field, pieces[0])]);

        var terms = new List<string>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Length > 0)
                terms.Add($"{field} {(i == 0 ? "sw" : i == pieces.Count - 1 ? "ew" : "so")} {Quote(pieces[i])}");
        }

        return terms.Count switch
        {
            0 => null,
            1 => Any([Equal(field, pattern), terms[0]]),
            _ => Any([Equal(field, pattern), "(" + All(terms) + ")"]),
        };
    }

    private static string Quote(string value)
    {
        if (value.Any(char.IsControl))
            throw new InputException(
                ErrorIds.FilterValueInvalid,
                "A value for a filter holds a control character.",
                "Remove line breaks and the like from the value."
            );
        return "'" + value.Replace("\\", "\\\\").Replace("'", "\\'") + "'";
    }

    // Splits at * ? and [..]; a backtick makes the next character literal, as in PowerShell's own wildcards. Null where a [
    // has no ] behind it: that is no wildcard but can be a name.
    private static List<string>? LiteralPieces(string pattern)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            if (character == '`' && i + 1 < pattern.Length)
            {
                piece.Append(pattern[++i]);
            }
            else if (character is '*' or '?' or '[')
            {
                if (character == '[' && (i = pattern.IndexOf(']', i)) < 0)
                    return null;
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(character);
            }
        }

        pieces.Add(piece.ToString());
        return pieces;
    }
}
