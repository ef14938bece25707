using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands;

/// <summary>What is said of single names: what can be none, and what to say of one that names nothing.</summary>
internal static class NameText
{
    /// <summary>Reads a name or wildcard.</summary>
    /// <exception cref="InputException">It is an object that has become text.</exception>
    public static NamePattern Pattern(string text) => IsObjectText(text) ? throw ObjectText() : new NamePattern(text);

    /// <summary>A name that is one whatever characters it holds, such as that of an object.</summary>
    /// <exception cref="InputException">It is an object that has become text.</exception>
    public static NamePattern Literal(string text) =>
        IsObjectText(text) ? throw ObjectText() : new NamePattern(text, literal: true);

    /// <summary>Whether PowerShell has made this text of an object's properties: it holds whatever the object holds.</summary>
    public static bool IsObjectText(string text) => text.StartsWith("@{", StringComparison.Ordinal);

    /// <summary>The error for such a text, which does not repeat it.</summary>
    public static InputException ObjectText(string? parameter = null) =>
        new(
            ErrorIds.ObjectGivenAsText,
            $"{(parameter is null ? "A name" : "-" + parameter)} begins with '@{{': it is an object that has become text.",
            "Pipe the object in itself, or give one of its properties, such as $object.Name."
        );

    /// <summary>The error for a text that names nothing; one that is no wildcard where it looks like one is told so.</summary>
    public static InputException NotFound(string text, string errorId, string message, string advice)
    {
        var pattern = Pattern(text);
        return pattern.IsInvalid
            ? new InputException(
                ErrorIds.WildcardInvalid,
                $"{message} Nor is {Quoted.Text(text)} a valid wildcard: its [ has no ] behind it.",
                "To mean the character itself, put a backtick before it, as [WildcardPattern]::Escape() does. " + advice
            )
            : new InputException(
                errorId,
                pattern.IsWildcard ? $"{message} It was taken as a wildcard, too." : message,
                advice,
                FailureKind.NotFound
            );
    }

    /// <summary>A wildcard for what has no names of its own to win, such as a type.</summary>
    /// <exception cref="InputException">It is no valid wildcard.</exception>
    public static NamePattern Filter(string text)
    {
        var pattern = Pattern(text);
        return pattern.IsInvalid
            ? throw NotFound(text, ErrorIds.WildcardInvalid, $"Nothing can match {Quoted.Text(text)}.", string.Empty)
            : pattern;
    }
}
