using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.QlikCloud.Contexts;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Completes the names of qlik-cli's contexts.</summary>
public sealed class ContextNameCompleter : IArgumentCompleter
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
        foreach (var name in QlikCliContexts.OfUser().Names().Where(n => n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
            yield return CompletionText.Result(name, name);
    }
}
