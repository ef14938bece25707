using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>The open sessions with a service, whichever it is.</summary>
internal interface ISessionList
{
    /// <summary>The cmdlet that opens a session of this kind.</summary>
    string ConnectCommand { get; }

    /// <summary>The session that commands use where none is named.</summary>
    IServiceSession? Default { get; }

    /// <summary>All open sessions, the default first.</summary>
    IReadOnlyList<IServiceSession> All { get; }

    /// <summary>Makes an open session the default.</summary>
    bool Select(IServiceSession session);
}
