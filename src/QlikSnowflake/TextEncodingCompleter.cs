using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QlikSnowflake.Commands;

/// <summary>Completes the names of text encodings.</summary>
public sealed class TextEncodingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        TextEncodingArgumentAttribute
            .Names.Where(t => t.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(t => CompletionText.Result(t, t));
}
