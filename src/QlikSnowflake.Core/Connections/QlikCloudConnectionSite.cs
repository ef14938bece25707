using System.Runtime.CompilerServices;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Connections;

/// <summary>
/// The Snowflake connections of a Qlik Cloud tenant. It never shows a key: what is known of one is what was written and has not been
/// changed since. A credential that several connections share is one row.
/// </summary>
public sealed class QlikCloudConnectionSite : IConnectionSite
{
    private static readonly ConditionalWeakTable<QlikCloudSession, QlikCloudConnectionSite> Sites = new();

    private readonly QlikCloudSession _session;

    private QlikCloudConnectionSite(QlikCloudSession session) => _session = session;

    /// <inheritdoc/>
    public string Service => "QlikCloud";

    /// <inheritdoc/>
    public string Name => _session.Tenant;

    /// <summary>The session it works through.</summary>
    public QlikCloudSession Session => _session;

    /// <summary>A session's site: always the same one.</summary>
    /// <param name="session">The session, which stays the caller's.</param>
    public static QlikCloudConnectionSite Of(QlikCloudSession session) =>
        Sites.GetValue(session, s => new QlikCloudConnectionSite(s));

    /// <inheritdoc/>
    public IConnectionReader Open() => new QlikCloudConnectionReader(this);

    /// <inheritdoc/>
    public async Task<SnowflakeConnection?> GetAsync(SnowflakeConnection connection, CallContext context)
    {
        var id = connection.Connections.Count == 0 ? connection.Id : connection.Connections[0].Id;
        if (await TryGetAsync(id, context).ConfigureAwait(false) is not { } read || ToRow(read) is not { } row)
            return null;

        row = row with { Owner = connection.Owner, Space = connection.Space };
        return connection.Connections.Count == 0
            ? row
            : connection with
            {
                Login = row.Login,
                ModifiedAt = (await TryGetCredentialAsync(connection.Id, context).ConfigureAwait(false))?.UpdatedAt,
            };
    }

    /// <inheritdoc/>
    public Task<QlikKeyFile?> ReadKeyAsync(SnowflakeConnection connection, CallContext context) =>
        Task.FromResult<QlikKeyFile?>(null);

    /// <inheritdoc/>
    public async Task<SnowflakeConnection> SwitchAsync(SnowflakeConnection connection, QlikKeyFile key, CallContext context)
    {
        if (connection.Login is not (SnowflakeLoginKind.KeyPair or SnowflakeLoginKind.Password) || !connection.IsCertain)
            throw ConnectionRefusals.CannotTakeKey(connection);

        var all = new List<QlikCloudDataConnection>();
        foreach (var id in connection.Connections.Count == 0 ? [connection.Id] : connection.Connections.Select(c => c.Id))
        {
            if (await TryGetAsync(id, context).ConfigureAwait(false) is { } current)
                all.Add(current);
            else if (connection.Connections.Count == 0)
                throw ConnectionRefusals.Gone(connection);
        }

        // A shared key is changed through one of its connections; the others need no more than to ask for a login by key.
        using var login = SnowflakeLogin.KeyPair(connection.User ?? string.Empty, key);
        var first = all.Find(c => c.MayUpdate) ?? all.FirstOrDefault() ?? throw ConnectionRefusals.Gone(connection);
        foreach (var current in all.Where(c => c == first || c.LoginKind != nameof(SnowflakeLoginKind.KeyPair)))
        {
            var change = new CloudDataConnectionChange { Login = login };
            if (await _session.DataConnections.PlanAsync(current, change, context).ConfigureAwait(false) is { } planned)
                await planned.MakeAsync(context).ConfigureAwait(false);
        }

        var kept = await GetAsync(connection, context).ConfigureAwait(false) ?? throw ConnectionRefusals.Gone(connection);
        return kept.Login == SnowflakeLoginKind.KeyPair
            ? kept with
            {
                KeyFingerprint = key.Fingerprint,
                Evidence = KeyEvidence.Written,
            }
            : throw ConnectionRefusals.KeyNotKept(connection, null);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A connection's row, without names of owner and space; null where it is none to Snowflake.</summary>
    internal SnowflakeConnection? ToRow(QlikCloudDataConnection connection)
    {
        var text = connection.Text;
        var isCertain = connection.LoginKind is not null;

        // An ODBC source by its name alone, directly or through a gateway, does not say where it leads.
        var isOdbc = connection.DataSource.EndsWith("odbc", StringComparison.OrdinalIgnoreCase);
        if (!isCertain && !(text.MayBeSnowflake && (isOdbc || text.Login == SnowflakeLoginKind.Dsn)))
            return null;

        var login = isOdbc && text.Login == SnowflakeLoginKind.Unknown ? SnowflakeLoginKind.Dsn : text.Login;
        return new SnowflakeConnection
        {
            Service = Service,
            Site = Name,
            Id = connection.Id,
            Name = connection.Name,
            Owner = connection.OwnerId,
            Space = connection.SpaceId,
            Account = text.Account,
            User = text.User,
            Role = text["role"],
            Warehouse = text["warehouse"],
            Database = text["database"],
            Login = login,
            Evidence = login switch
            {
                SnowflakeLoginKind.Password or SnowflakeLoginKind.OAuth or SnowflakeLoginKind.Dsn => KeyEvidence.None,
                SnowflakeLoginKind.KeyPair when text.User is not null => KeyEvidence.SameUser,
                _ => KeyEvidence.Unknown,
            },
            ModifiedAt = connection.ModifiedAt,
            IsCertain = isCertain,
            SiteOf = this,
        };
    }

    /// <summary>A credential that connections share; null where the session may not see it.</summary>
    internal async Task<QlikCloudCredential?> TryGetCredentialAsync(string id, CallContext context)
    {
        try
        {
            return await _session.DataConnections.GetCredentialAsync(id, context).ConfigureAwait(false);
        }
        catch (QlikCloudException e) when (e.StatusCode is 403 or 404)
        {
            return null;
        }
    }

    private async Task<QlikCloudDataConnection?> TryGetAsync(string id, CallContext context)
    {
        try
        {
            return await _session.DataConnections.GetAsync(id, context).ConfigureAwait(false);
        }
        catch (QlikCloudException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }
}
