using System.Runtime.CompilerServices;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Connections;

/// <summary>The Snowflake connections of a Qlik Sense site, through its repository.</summary>
public sealed class QrsConnectionSite : IConnectionSite
{
    private static readonly ConditionalWeakTable<QrsSession, QrsConnectionSite> Sites = new();

    private readonly QrsSession _session;

    private QrsConnectionSite(QrsSession session) => _session = session;

    /// <inheritdoc/>
    public string Service => "Qrs";

    /// <inheritdoc/>
    public string Name => _session.Server;

    /// <summary>The session it works through.</summary>
    public QrsSession Session => _session;

    /// <summary>A session's site: always the same one.</summary>
    /// <param name="session">The session, which stays the caller's.</param>
    public static QrsConnectionSite Of(QrsSession session) => Sites.GetValue(session, s => new QrsConnectionSite(s));

    /// <inheritdoc/>
    public IConnectionReader Open() => new Reader(this);

    /// <inheritdoc/>
    public async Task<SnowflakeConnection?> GetAsync(SnowflakeConnection connection, CallContext context)
    {
        try
        {
            var read = await _session.DataConnections.GetAsync(IdOf(connection), false, context).ConfigureAwait(false);
            return Read(read, []);
        }
        catch (QrsException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<QlikKeyFile?> ReadKeyAsync(SnowflakeConnection connection, CallContext context)
    {
        var read = await _session.DataConnections.GetAsync(IdOf(connection), true, context).ConfigureAwait(false);
        using var password = read.Password;
        return password is null ? null : KeyPairSecret.TryRead(SecretText.ToPlainText(password));
    }

    /// <inheritdoc/>
    public async Task<SnowflakeConnection> SwitchAsync(SnowflakeConnection connection, QlikKeyFile key, CallContext context)
    {
        if (connection.Login is not (SnowflakeLoginKind.KeyPair or SnowflakeLoginKind.Password) || !connection.IsCertain)
            throw ConnectionRefusals.CannotTakeKey(connection);

        var change = new DataConnectionChange { Password = key.QrsPassword, OnlySnowflake = true };
        if (connection.Login == SnowflakeLoginKind.Password)
            change = SnowflakeDataConnection.ToKeyPair(change, key.QrsPassword);
        var id = IdOf(connection);
        await _session.DataConnections.UpdateAsync(id, change, context).ConfigureAwait(false);

        // What the reply to the change says of the password may be an echo; only a new reading shows what was kept.
        var kept = await _session.DataConnections.GetAsync(id, false, context).ConfigureAwait(false);
        if (kept.HasPassword == true && kept.KeyFingerprint != key.Fingerprint)
            throw ConnectionRefusals.KeyNotKept(connection, kept.KeyFingerprint);
        var row = Read(kept, []) ?? connection;
        return kept.KeyFingerprint is null ? row with { KeyFingerprint = key.Fingerprint, Evidence = KeyEvidence.Written } : row;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Guid IdOf(SnowflakeConnection connection) =>
        Guid.TryParse(connection.Id, out var id) ? id : throw ConnectionRefusals.CannotTakeKey(connection);

    private SnowflakeConnection? Read(DataConnection connection, List<ConnectionFinding> findings)
    {
        var text = ConnectionText.Of(connection.ConnectionString);
        var isOurs =
            string.IsNullOrEmpty(connection.Type)
            || SnowflakeDataConnection.IsProvider(connection.Type)
            || string.Equals(connection.Type, "odbc", StringComparison.OrdinalIgnoreCase);
        if (!text.IsSnowflake && !(isOurs && text.MayBeSnowflake))
            return null;

        var login = text.Login;
        var user = connection.UserName.Length > 0 ? connection.UserName : text.User;
        if (login == SnowflakeLoginKind.Password && user is null)
            login = SnowflakeLoginKind.Unknown;
        var row = new SnowflakeConnection
        {
            Service = Service,
            Site = Name,
            Id = connection.Id.ToString("D"),
            Name = connection.Name,
            Owner = connection.Owner?.ToString(),
            Account = text.Account,
            User = user,
            Role = text["role"],
            Warehouse = text["warehouse"],
            Database = text["database"],
            Login = login,
            KeyFingerprint = connection.KeyFingerprint,
            Evidence = EvidenceOf(connection, login, user),
            ModifiedAt = connection.ModifiedDate == default ? null : connection.ModifiedDate,
            IsCertain = text.IsSnowflake,
            SiteOf = this,
        };
        if (login == SnowflakeLoginKind.KeyPair && row.Evidence == KeyEvidence.None)
            findings.Add(
                ConnectionFinding.Of(
                    ConnectionFindingKind.KeyMissing,
                    row,
                    "asks for a login by key, and its password is no key: it cannot log in.",
                    "Set-QrsDataConnection -PrivateKeyPath gives it one."
                )
            );
        if (login == SnowflakeLoginKind.Password && row.KeyFingerprint is not null)
            findings.Add(
                ConnectionFinding.Of(
                    ConnectionFindingKind.KeyUnused,
                    row,
                    "holds a key, and its connection string does not ask for a login by key: the key is sent as a password.",
                    "Set-QrsDataConnection -ConnectionProperty @{ authenticator = 'snowflake_jwt' } sets it right."
                )
            );
        return row;
    }

    private static KeyEvidence EvidenceOf(DataConnection connection, SnowflakeLoginKind login, string? user) =>
        connection.KeyFingerprint is not null ? KeyEvidence.Fingerprint
        : login is SnowflakeLoginKind.Password or SnowflakeLoginKind.OAuth or SnowflakeLoginKind.Dsn ? KeyEvidence.None
        : login == SnowflakeLoginKind.Unknown ? KeyEvidence.Unknown
        : connection.HasPassword == true && !connection.HoldsKey ? KeyEvidence.None
        : user is null ? KeyEvidence.Unknown
        : KeyEvidence.SameUser;

    private sealed class Reader(QrsConnectionSite site) : IConnectionReader
    {
        private readonly DataConnectionReader _connections = site._session.DataConnections.Open(
            new DataConnectionQuery(),
            includeSecret: false
        );

        public async Task<ConnectionBatch?> ReadAsync(CallContext context)
        {
            var read = await _connections.ReadAsync(context).ConfigureAwait(false);
            if (read.Count == 0)
                return null;

            var findings = new List<ConnectionFinding>();
            var rows = new List<SnowflakeConnection>();
            foreach (var connection in read)
            {
                if (site.Read(connection, findings) is { } row)
                    rows.Add(row);
            }

            return new ConnectionBatch(rows, findings);
        }

        public void Dispose() => _connections.Dispose();
    }
}
