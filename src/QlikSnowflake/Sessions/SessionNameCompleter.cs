using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Completes the names of open sessions.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public sealed class SessionNameCompleter<TSession> : IArgumentCompleter
    where TSession : class, IServiceSession
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
        foreach (var session in RunspaceSessions.Current.Of<TSession>().All)
        {
            if (session.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                yield return CompletionText.Result(session.Name, session.Name);
        }
    }
}
