using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QlikSnowflake.Commands.Completion;

/// <summary>Completes the names of data connections of the default site and the default tenant.</summary>
public sealed class AnyConnectionCompleter : IArgumentCompleter
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
            new QrsConnectionCompleter()
                .Names(fakeBoundParameters)
                .Concat(new QlikCloudConnectionCompleter().Names(fakeBoundParameters)),
            wordToComplete
        );
}
