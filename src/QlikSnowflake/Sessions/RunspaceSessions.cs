using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>
/// The open sessions of one runspace. Each runspace has its own, so that parallel work cannot change a default under
/// another's feet.
/// </summary>
internal sealed class RunspaceSessions
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSessions> OfRunspace = new();
    private static readonly RunspaceSessions OfNone = new();

    private readonly SessionList<QrsSession> _qrs = new("Connect-Qrs");
    private readonly SessionList<QlikCloudSession> _qlikCloud = new("Connect-QlikCloud");
    private readonly SessionList<SnowflakeSession> _snowflake = new("Connect-Snowflake");

    public static RunspaceSessions Current =>
        Runspace.DefaultRunspace is { } runspace ? OfRunspace.GetValue(runspace, _ => new RunspaceSessions()) : OfNone;

    /// <summary>The lists of all services' sessions.</summary>
    public IReadOnlyList<KeyValuePair<SessionService, ISessionList>> Lists =>
        [new(SessionService.Qrs, _qrs), new(SessionService.QlikCloud, _qlikCloud), new(SessionService.Snowflake, _snowflake)];

    /// <summary>The list of one service's sessions.</summary>
    public SessionList<TSession> Of<TSession>()
        where TSession : class, IServiceSession =>
        (_qrs as SessionList<TSession>) ?? (_qlikCloud as SessionList<TSession>) ?? (SessionList<TSession>)(object)_snowflake;

    public void CloseAll()
    {
        _qrs.CloseAll();
        _qlikCloud.CloseAll();
        _snowflake.CloseAll();
    }
}
