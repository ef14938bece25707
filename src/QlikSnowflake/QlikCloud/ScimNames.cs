using System.Management.Automation;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Lets the service do as much of a search by name as its filters can; wildcards are matched here.</summary>
internal static class ScimNames
{
    public static string? Filter(string attribute, string? name) =>
        name is null || WildcardPattern.ContainsWildcardCharacters(name) ? null : ScimText.Equal(attribute, name);
}
