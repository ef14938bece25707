using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Completion;

/// <summary>Completes Snowflake accounts: those of the open sessions.</summary>
public sealed class KnownAccountCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => CompletionText.Matches(RunspaceSessions.Current.Of<SnowflakeSession>().All.Select(s => s.Account), wordToComplete);
}

/// <summary>Completes users of Snowflake: those of the open sessions.</summary>
public sealed class KnownUserCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        CompletionText.Matches(
            RunspaceSessions.Current.Of<SnowflakeSession>().All.Select(s => s.User ?? string.Empty),
            wordToComplete
        );
}

/// <summary>Completes nothing, and so keeps the files of the current folder from being offered for a text.</summary>
public sealed class FreeTextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => CompletionText.Matches([], wordToComplete);
}
