using System.Management.Automation;
using System.Management.Automation.Language;

namespace QlikSnowflake.Commands;

/// <summary>Completion results that stay one argument whatever they hold.</summary>
internal static class CompletionText
{
    /// <summary>
    /// The names that begin with what is typed, then those that hold it, or match it as a wildcard. Where there is none, what is typed
    /// itself: at an empty answer PowerShell offers the files of the current folder.
    /// </summary>
    public static IEnumerable<CompletionResult> Matches(IEnumerable<string> names, string typed)
    {
        var word = typed.Trim('\'', '"');
        var pattern = WildcardPattern.ContainsWildcardCharacters(word)
            ? new WildcardPattern(word + "*", WildcardOptions.IgnoreCase)
            : null;
        var found = names
            .Where(n => n.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Select(n => (Name: n, At: n.IndexOf(word, StringComparison.OrdinalIgnoreCase)))
            .Where(n => n.At >= 0 || pattern?.IsMatch(n.Name) == true)
            .OrderBy(n => n.At == 0 ? 0 : 1)
            .ThenBy(n => n.Name, StringComparer.OrdinalIgnoreCase)
            .Select(n => Result(n.Name, n.Name))
            .ToList();
        var same = typed.Length > 0 ? typed : "''";
        return found.Count > 0 ? found : [new CompletionResult(same, same, CompletionResultType.ParameterValue, same)];
    }

    public static CompletionResult Result(string value, string toolTip)
    {
        var plain = value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '\\' or '/');
        var text = plain ? value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
        return new CompletionResult(
            text,
            value.Length > 0 ? value : "''",
            CompletionResultType.ParameterValue,
            toolTip.Length > 0 ? toolTip : "(empty)"
        );
    }
}
