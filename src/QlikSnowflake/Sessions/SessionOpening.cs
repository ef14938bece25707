using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>The one session that a Connect- cmdlet opens: it becomes the default at the end, and only where nothing was unclear.</summary>
internal sealed class SessionOpening<TSession>
    where TSession : class, IServiceSession
{
    private readonly List<InputException> _refusals = [];
    private TSession? _session;

    /// <summary>Notes that something came in that cannot be connected with.</summary>
    public void PassOver(InputException refusal) => _refusals.Add(refusal);

    /// <summary>Takes the opened session.</summary>
    /// <exception cref="InputException">There is one already: several things to connect with came in.</exception>
    public void Open(Func<TSession> open)
    {
        if (_session is { } first)
        {
            first.Dispose();
            throw new InputException(
                ErrorIds.ConnectAmbiguous,
                "More than one thing to connect with came in, and nothing tells which is meant. No session was opened.",
                "Choose one before it is piped in, such as by Where-Object or Select-Object -First 1."
            );
        }

        _session = open();
    }

    /// <summary>Makes the session the default.</summary>
    /// <exception cref="InputException">There is none: nothing to connect with came in.</exception>
    public TSession Complete()
    {
        var sessions = RunspaceSessions.Current.Of<TSession>();
        if (_session is null && _refusals.Count == 1)
            throw _refusals[0];
        if (_session is null && _refusals.Count > 1)
        {
            var first = _refusals[0];
            throw new InputException(
                first.ErrorId,
                "Nothing that came in can be connected with. " + string.Join(" ", _refusals.Select(r => r.Message)),
                first.RecommendedAction,
                first.Kind
            );
        }

        if (_session is null)
        {
            throw new InputException(
                ErrorIds.ConnectNothing,
                "Nothing to connect with came in: no session was opened"
                    + (sessions.Default is { } other ? $", and '{other.Name}' is still the default." : "."),
                "Look at what was to be piped in: the filter before it lets nothing through.",
                FailureKind.NotFound
            );
        }

        sessions.Add(_session);
        return _session;
    }
}
