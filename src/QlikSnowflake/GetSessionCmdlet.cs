using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Lists open sessions, the default first.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class GetSessionCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>The names wanted, wildcards allowed.</summary>
    private protected abstract string[]? Names { get; }

    private protected sealed override void Process()
    {
        var open = RunspaceSessions.Current.Of<TSession>();
        var names = new Names<TSession>(Names, session => session.Name);
        foreach (var session in names.Choose(open.All))
            WriteObject(session);
        foreach (var missing in names.Missing())
            WriteError(
                Failures.ToErrorRecord(
                    NameText.NotFound(
                        missing,
                        ErrorIds.SessionNotFound,
                        $"No open session is named {Quoted.Text(missing)}.",
                        $"{open.ConnectCommand} -Name opens one."
                    ),
                    missing
                )
            );
    }
}
