using System.Security.Cryptography;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>
/// The sessions of signed-in users, and the tickets that have not been used yet. A session belongs to the virtual proxy
/// that opened it.
/// </summary>
internal sealed class ProxySessions(QrsProxySettings settings, TimeProvider clock)
{
    private const string TicketCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly Lock _lock = new();
    private readonly NewestEntries<string, Session> _sessions = new();
    private readonly NewestEntries<string, UserName> _tickets = new();

    public int Count
    {
        get
        {
            lock (_lock)
                return _sessions.Snapshot().Count(s => IsAlive(s.Value));
        }
    }

    public string Open(VirtualProxy proxy, UserName user)
    {
        var id = Guid.NewGuid().ToString("D");
        _sessions.Set(id, new Session(proxy.Prefix, user) { LastUsed = clock.GetUtcNow() });
        return id;
    }

    /// <summary>The user of a session that is still alive, and starts its time afresh; null where there is none.</summary>
    public UserName? Continue(VirtualProxy proxy, string? id)
    {
        lock (_lock)
        {
            if (
                id is null
                || !_sessions.TryGet(id, out var session)
                || !IsAlive(session)
                || !string.Equals(session.Prefix, proxy.Prefix, StringComparison.OrdinalIgnoreCase)
            )
            {
                return null;
            }

            session.LastUsed = clock.GetUtcNow();
            return session.User;
        }
    }

    public void CloseAll()
    {
        _sessions.Clear();
    }

    public string IssueTicket(UserName user)
    {
        var ticket = RandomNumberGenerator.GetString(TicketCharacters, 16);
        _tickets.Set(ticket, user);
        return ticket;
    }

    /// <summary>The user of a ticket, which is used up by this; null for one that is unknown or was used before.</summary>
    public UserName? Redeem(string ticket)
    {
        return _tickets.Remove(ticket, out var user) ? user : null;
    }

    private bool IsAlive(Session session) => clock.GetUtcNow() < session.LastUsed.AddMinutes(settings.SessionInactivityMinutes);

    private sealed record Session(string Prefix, UserName User)
    {
        public DateTimeOffset LastUsed { get; set; }
    }
}
