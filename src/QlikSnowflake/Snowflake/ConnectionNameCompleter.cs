using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Completes the names of connections in connections.toml or config.toml.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        ConnectionFiles
            .OfUser()
            .Names()
            .Where(n => n.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(n => CompletionText.Result(n, $"Connection '{n}'"));
}
