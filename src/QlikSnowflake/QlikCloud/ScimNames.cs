using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lets the service do as much of a search by name as its filters can; wildcards are matched here.</summary>
internal static class ScimNames
{
    public static string? Filter(string attribute, string? name) =>
        // A backtick can be of the name or before a character that is no wildcard: only matching tells.
        name is null
        || NameText.Pattern(name).IsWildcard
        || name.IndexOf('`') >= 0
            ? null
            : ScimText.Equal(attribute, name);
}
