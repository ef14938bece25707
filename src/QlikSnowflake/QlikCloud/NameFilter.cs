using System.Management.Automation;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Names to look for in a list that goes by: with wildcards or literal, of which the literal ones must be found.</summary>
internal sealed class NameFilter(string[]? names)
{
    private readonly (string Name, WildcardPattern Pattern)[]? _patterns = names
        ?.Select(n => (n, WildcardPattern.Get(n, WildcardOptions.IgnoreCase)))
        .ToArray();
    private readonly HashSet<string> _found = [];

    public bool Takes(string name)
    {
        if (_patterns is null)
            return true;

        var takes = false;
        foreach (var (wanted, pattern) in _patterns)
        {
            // A literal name is compared as it is, brackets and all.
            if (pattern.IsMatch(name) || string.Equals(wanted, name, StringComparison.OrdinalIgnoreCase))
            {
                takes = true;
                _found.Add(wanted);
            }
        }

        return takes;
    }

    /// <summary>An error for each literal name that was not found.</summary>
    public IEnumerable<ErrorRecord> Missing(string errorId, string kind, string advice) =>
        from name in names ?? []
        where !_found.Contains(name) && !WildcardPattern.ContainsWildcardCharacters(name)
        select Failures.ToErrorRecord(
            new InputException(errorId, $"No {kind} '{name}' was found.", advice, FailureKind.NotFound),
            name
        );
}
