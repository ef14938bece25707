using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Closes a session: the one given, else the default.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class DisconnectCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>The session given, or null for the default.</summary>
    private protected abstract TSession? GivenSession { get; }

    private protected sealed override void Process()
    {
        var open = RunspaceSessions.Current.Of<TSession>();
        open.Close(
            GivenSession
                ?? open.Default
                ?? throw new InputException("NoSession", "No session is open.", "There is nothing to close.", FailureKind.Session)
        );
    }
}
