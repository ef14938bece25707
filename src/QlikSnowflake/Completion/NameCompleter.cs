using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Completion;

/// <summary>
/// Completes names of what there is in a session: the one given with -Session, else the default one. It never gives way to PowerShell's
/// own completion, which offers the files of the current folder.
/// </summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class NameCompleter<TSession> : IArgumentCompleter
    where TSession : class, IServiceSession
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) => CompletionText.Matches(Names(fakeBoundParameters), wordToComplete);

    /// <summary>The names, for what is given of a command so far.</summary>
    internal IEnumerable<string> Names(IDictionary given)
    {
        var session = Find(given);
        var own = Own(session);
        return session is { IsClosed: false }
            ? own.Concat(SeenNames.Of(session).Get(GetType().Name, token => ReadAsync(session, new CallContext(null, token))))
            : own;
    }

    /// <summary>Reads the names by one request.</summary>
    private protected abstract Task<IReadOnlyList<string>> ReadAsync(TSession session, CallContext context);

    /// <summary>Names that are known without a request.</summary>
    private protected virtual IEnumerable<string> Own(TSession? session) => [];

    private static TSession? Find(IDictionary given)
    {
        var sessions = RunspaceSessions.Current.Of<TSession>();
        return (given["Session"] is PSObject wrapped ? wrapped.BaseObject : given["Session"]) switch
        {
            TSession session => session,
            string name => Array.Find(
                sessions.All,
                s => string.Equals(s.Name, name.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
            ) ?? sessions.Default,
            _ => sessions.Default,
        };
    }
}
