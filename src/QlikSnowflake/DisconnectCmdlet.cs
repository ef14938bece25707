using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Closes a session: the one given, else the default. Says so where another becomes the default.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class DisconnectCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    private TSession? _before;

    /// <summary>The session given, or null for the default.</summary>
    private protected abstract TSession? GivenSession { get; }

    private static SessionList<TSession> Sessions => RunspaceSessions.Current.Of<TSession>();

    private protected sealed override void Begin() => _before = Sessions.Default;

    private protected sealed override void Process() =>
        Sessions.Close(GivenSession ?? Sessions.Default ?? throw Sessions.NoDefault());

    private protected sealed override void End()
    {
        if (Sessions.Default is { } now && !ReferenceEquals(now, _before))
            WriteWarning(
                $"The default session was closed. Commands without -Session now use '{now.Name}'; Select-QlikSnowflakeSession "
                    + "chooses another."
            );
    }
}
