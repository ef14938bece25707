using System.Management.Automation;

namespace QlikSnowflake.Commands;

/// <summary>One text by which a user names things: the name itself, or a wildcard. Case never counts.</summary>
internal sealed class NamePattern
{
    // Culture must not count either: in Turkish an i is no I.
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    private readonly WildcardPattern? _pattern;
    private readonly bool _isLiteral;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="literal">Whether it is a name whatever characters it holds.</param>
    public NamePattern(string text, bool literal = false)
    {
        Text = text;
        _isLiteral = literal;
        _pattern = literal ? null : Parse(text);
        IsWildcard = _pattern is not null && HasWildcards(text);
    }

    /// <summary>The text as given.</summary>
    public string Text { get; }

    /// <summary>Whether the text can stand for several names.</summary>
    public bool IsWildcard { get; }

    /// <summary>Whether the text is a wildcard that nothing can match, such as one with a [ that is not closed.</summary>
    public bool IsInvalid => _pattern is null && !_isLiteral;

    /// <summary>Whether every name matches, so that no name is more exactly meant than another.</summary>
    public bool TakesAll => IsWildcard && Text.Length > 0 && Text.All(c => c == '*');

    /// <summary>Whether the text is this name, taken literally or, where it holds no wildcards, with its backticks read.</summary>
    public bool Is(string name) =>
        string.Equals(Text, name, StringComparison.OrdinalIgnoreCase) || (!IsWildcard && _pattern?.IsMatch(name) == true);

    /// <summary>Whether the name is meant, be it exactly or by a wildcard.</summary>
    public bool Matches(string name) => Is(name) || (IsWildcard && _pattern!.IsMatch(name));

    private static WildcardPattern? Parse(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, Options);
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    private static bool HasWildcards(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
                i++;
            else if (text[i] is '*' or '?' or '[')
                return true;
        }

        return false;
    }
}
