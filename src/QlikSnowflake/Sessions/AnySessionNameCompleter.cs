using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Completes the names of open sessions with any service.</summary>
public sealed class AnySessionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var typed = wordToComplete.Trim('\'', '"');
        return RunspaceSessions
            .Current.Lists.SelectMany(list => list.Value.All.Select(session => (Service: list.Key, session.Name)))
            .Where(s => s.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
            .Select(same => CompletionText.Result(same.First().Name, string.Join(", ", same.Select(s => s.Service))));
    }
}
