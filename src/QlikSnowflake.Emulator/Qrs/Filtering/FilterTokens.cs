using System.Text;

namespace QlikSnowflake.Emulator.Qrs.Filtering;

/// <summary>
/// Cuts a filter into pieces. Inside single quotes a backslash takes the next character as it is; that is the only
/// escape there is: a doubled quote isn't one.
/// </summary>
internal static class FilterTokens
{
    /// <summary>The pieces, ending with <see cref="FilterTokenKind.End"/>; null where the text can't be cut.</summary>
    public static List<FilterToken>? Cut(string filter)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < filter.Length)
        {
            var c = filter[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c is '(' or ')')
            {
                tokens.Add(new FilterToken(c == '(' ? FilterTokenKind.Open : FilterTokenKind.Close, c.ToString()));
                at++;
            }
            else if (c == '\'')
            {
                if (Literal(filter, ref at) is not { } literal)
                    return null;
                tokens.Add(new FilterToken(FilterTokenKind.Literal, literal));
            }
            else if (IsWordCharacter(c))
            {
                var start = at;
                while (at < filter.Length && IsWordCharacter(filter[at]))
                    at++;
                tokens.Add(new FilterToken(FilterTokenKind.Word, filter[start..at]));
            }
            else
            {
                return null;
            }
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, ""));
        return tokens;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@';

    private static string? Literal(string filter, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < filter.Length; at++)
        {
            if (filter[at] == '\\')
            {
                if (++at == filter.Length)
                    return null;
            }
            else if (filter[at] == '\'')
            {
                at++;
                return text.ToString();
            }

            text.Append(filter[at]);
        }

        return null;
    }
}
