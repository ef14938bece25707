using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>
/// Filter expressions with values escaped (Qlik Sense for developers, "Filtering"): strings in single quotes, inside them
/// a backslash before backslash and quote. Comparison ignores case.
/// </summary>
internal static class QrsFilter
{
    public static string Equal(string field, string value) => $"{field} eq {Quote(value)}";

    public static string All(IEnumerable<string?> terms) => string.Join(" and ", terms.Where(t => !string.IsNullOrEmpty(t)));

    public static string Any(IEnumerable<string> terms) => "(" + string.Join(" or ", terms) + ")";

    /// <summary>
    /// The closest filter for a PowerShell wildcard: it lets through everything that matches, and maybe more, which the
    /// caller sifts. Null where no filter can help.
    /// </summary>
    public static string? Like(string field, string pattern)
    {
        var pieces = LiteralPieces(pattern, out var isLiteral);
        if (isLiteral)
            return Equal(field, pieces[0]);

        var terms = new List<string>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Length > 0)
                terms.Add($"{field} {(i == 0 ? "sw" : i == pieces.Count - 1 ? "ew" : "so")} {Quote(pieces[i])}");
        }

        return terms.Count == 0 ? null : All(terms);
    }

    private static string Quote(string value)
    {
        if (value.Any(char.IsControl))
            throw new InputException(
                "FilterValueInvalid",
                "A value for a filter holds a control character.",
                "Remove line breaks and the like from the value."
            );
        return "'" + value.Replace("\\", "\\\\").Replace("'", "\\'") + "'";
    }

    // PowerShell would find out only once there is something to compare, and say nothing until then.
    private static InputException NotClosed(string pattern) =>
        new(
            "WildcardInvalid",
            $"'{pattern}' is no valid wildcard: its [ has no ] behind it.",
            "To mean the character itself, put a backtick before it, as [WildcardPattern]::Escape() does."
        );

    // Splits at * ? and [..]; a backtick makes the next character literal, as in PowerShell's own wildcards.
    private static List<string> LiteralPieces(string pattern, out bool isLiteral)
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
                if (character == '[')
                    i = pattern.IndexOf(']', i) is >= 0 and var end ? end : throw NotClosed(pattern);
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else
            {
                piece.Append(character);
            }
        }

        pieces.Add(piece.ToString());
        isLiteral = pieces.Count == 1;
        return pieces;
    }
}
