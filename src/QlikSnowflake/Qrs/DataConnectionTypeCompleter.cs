using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Completes the types of data connections that every site knows.</summary>
public sealed class DataConnectionTypeCompleter : IArgumentCompleter
{
    private static readonly string[] Types =
    [
        "folder",
        "internet",
        "odbc",
        "oledb",
        SnowflakeDataConnection.Provider,
        "QvRestConnector.exe",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        Types
            .Where(t => t.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(t => CompletionText.Result(t, t));
}
