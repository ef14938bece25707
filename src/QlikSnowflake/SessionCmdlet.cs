using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Base of cmdlets that need an open session: the one given, else the runspace's default.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class SessionCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>The session given with -Session, or null.</summary>
    private protected abstract TSession? GivenSession { get; }

    /// <summary>The session to use.</summary>
    private protected TSession Current { get; private set; } = null!;

    /// <summary>Settles the session before any input: without one nothing can work.</summary>
    protected sealed override void BeginProcessing()
    {
        var open = RunspaceSessions.Current.Of<TSession>();
        var session = GivenSession ?? open.Default;
        if (session is null)
            ThrowTerminatingError(
                Failures.ToErrorRecord(
                    new InputException(
                        "NoSession",
                        "No session is open.",
                        $"Run {open.ConnectCommand} first.",
                        FailureKind.Session
                    ),
                    null
                )
            );
        else if (session.IsClosed)
            ThrowTerminatingError(
                Failures.ToErrorRecord(
                    new InputException(
                        "SessionClosed",
                        $"The session '{session.Name}' is closed.",
                        $"Open it again with {open.ConnectCommand}.",
                        FailureKind.Session
                    ),
                    session
                )
            );
        else
            Current = session;
    }
}
