using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>The open sessions with one service in one runspace.</summary>
internal sealed class SessionList<TSession>(string connectCommand) : ISessionList
    where TSession : class, IServiceSession
{
    private readonly object _gate = new();
    private readonly List<TSession> _open = [];

    /// <summary>The cmdlet that opens a session of this kind.</summary>
    public string ConnectCommand => connectCommand;

    /// <summary>
    /// The session that commands use where none is named: the one opened or chosen last. When it is closed, the one before it
    /// is that again, which <see cref="DisconnectCmdlet{TSession}"/> says.
    /// </summary>
    public TSession? Default
    {
        get
        {
            lock (_gate)
                return _open.Count == 0 ? null : _open[_open.Count - 1];
        }
    }

    /// <summary>All open sessions, the default first.</summary>
    public TSession[] All
    {
        get
        {
            lock (_gate)
                return [.. Enumerable.Reverse(_open)];
        }
    }

    IServiceSession? ISessionList.Default => Default;

    IReadOnlyList<IServiceSession> ISessionList.All => All;

    /// <summary>Makes a session the default; an older one of the same name is closed.</summary>
    public void Add(TSession session)
    {
        lock (_gate)
        {
            if (Find(session.Name) is { } old)
                Close(old);
            _open.Add(session);
        }
    }

    public TSession? Find(string name)
    {
        lock (_gate)
            return _open.Find(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Makes an open session the default.</summary>
    /// <returns>Whether it is one of these.</returns>
    public bool Select(IServiceSession session)
    {
        lock (_gate)
        {
            if (_open.Find(s => ReferenceEquals(s, session)) is not { } own)
                return false;
            _open.Remove(own);
            _open.Add(own);
            return true;
        }
    }

    public void Close(TSession session)
    {
        lock (_gate)
            _open.Remove(session);
        session.Dispose();
    }

    public void CloseAll()
    {
        foreach (var session in All)
            Close(session);
    }

    /// <summary>The error where a session is needed and none is open.</summary>
    public InputException NoDefault() =>
        new(ErrorIds.NoSession, "No session is open.", $"Run {connectCommand} first.", FailureKind.Session);
}
