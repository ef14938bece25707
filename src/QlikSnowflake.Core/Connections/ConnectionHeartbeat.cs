using QlikSnowflake.Http;

namespace QlikSnowflake.Connections;

/// <summary>Tells of each connection whether it can log in: by a login with its own key, else by what is known of the key.</summary>
public sealed class ConnectionHeartbeat
{
    private readonly ConnectionLogins _logins;
    private readonly UserKeyNames? _names;
    private readonly SwitchNotes _notes;

    /// <summary>Prepares the test.</summary>
    /// <param name="logins">Logs in with keys that can be read.</param>
    /// <param name="names">Tells which keys are registered, where a Snowflake session is at hand.</param>
    /// <param name="notes">What rotations noted of the keys that they wrote.</param>
    public ConnectionHeartbeat(ConnectionLogins logins, UserKeyNames? names, SwitchNotes notes)
    {
        _logins = logins;
        _names = names;
        _notes = notes;
    }

    /// <summary>Tests a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="context">The operation.</param>
    public async Task<SnowflakeConnectionTest> TestAsync(SnowflakeConnection connection, CallContext context)
    {
        var known = _notes.AddTo(connection);
        var (result, reason, advice) = known.Login switch
        {
            SnowflakeLoginKind.KeyPair => await TestKeyAsync(known, context).ConfigureAwait(false),
            SnowflakeLoginKind.Password when known.KeyFingerprint is not null => (
                ConnectionTestResult.Fails,
                "It holds a key, and its connection string does not ask for a login by key: the key is sent as a password.",
                "Set authenticator to snowflake_jwt with Set-QrsDataConnection -ConnectionProperty."
            ),
            SnowflakeLoginKind.Password => Unknown(
                "It logs in by password, which only the connector can try.",
                "Snowflake ends logins by password alone; ConvertTo-QlikSnowflakeKeyPair gives it a key pair."
            ),
            SnowflakeLoginKind.OAuth => Unknown("It logs in by OAuth, which only the connector can try.", null),
            SnowflakeLoginKind.Dsn => Unknown(
                "An ODBC data source on Qlik's machines says how it logs in.",
                "Look at the data source on each engine node."
            ),
            _ => Unknown("How it logs in cannot be read from it.", "Open it in Qlik's user interface."),
        };
        return new SnowflakeConnectionTest
        {
            Service = known.Service,
            Site = known.Site,
            Id = known.Id,
            Name = known.Name,
            Account = known.Account,
            User = known.User,
            Login = known.Login,
            Result = result,
            Reason = reason,
            Advice = advice,
            KeyFingerprint = known.KeyFingerprint,
            Evidence = known.Evidence,
            TestedAt = DateTimeOffset.UtcNow,
        };
    }

    private async Task<(ConnectionTestResult, string, string?)> TestKeyAsync(SnowflakeConnection connection, CallContext context)
    {
        if (connection.Evidence == KeyEvidence.None)
            return (
                ConnectionTestResult.Fails,
                "It asks for a login by key, and its password is no key.",
                "Set-QrsDataConnection -PrivateKeyPath gives it one."
            );
        if (connection.User is null)
            return Unknown("The service does not say as which user it logs in.", null);
        if (connection is { Evidence: KeyEvidence.Fingerprint, KeyFingerprint: { } fingerprint })
            return await LoginAsync(connection, fingerprint, context).ConfigureAwait(false);

        var keys = _names is null ? null : await _names.KeysOfAsync(connection, context).ConfigureAwait(false);
        if (keys is { Count: 0 })
            return (
                ConnectionTestResult.Fails,
                $"No key is registered for {connection.User}.",
                "Set-SnowflakeUserKey registers one."
            );
        if (connection is { Evidence: KeyEvidence.Written, KeyFingerprint: { } written } && keys is not null)
            return keys.FirstOrDefault(k => k.Fingerprint == written) is { } key
                ? (
                    ConnectionTestResult.Works,
                    $"It was given the key that is registered as {key.Name}, and was not changed since.",
                    (string?)null
                )
                : (
                    ConnectionTestResult.Fails,
                    $"It was given the key {written}, which is not registered for {connection.User} any more.",
                    "Update-QlikSnowflakeKey gives it one that is."
                );
        return connection.Evidence == KeyEvidence.Written
            ? Unknown(
                $"It was given the key {connection.KeyFingerprint}; whether that is registered, a session with Snowflake tells.",
                "Run Connect-Snowflake as an administrator first."
            )
            : Unknown(
                "The service does not show which key it holds.",
                "After Update-QlikSnowflakeKey its journal tells: -JournalPath."
            );
    }

    private async Task<(ConnectionTestResult, string, string?)> LoginAsync(
        SnowflakeConnection connection,
        string fingerprint,
        CallContext context
    )
    {
        var login = _logins.Find(connection, fingerprint);
        if (login is null)
        {
            using var key = connection.GetSite() is { } site
                ? await site.ReadKeyAsync(connection, context).ConfigureAwait(false)
                : null;
            if (key is null)
                return Unknown("The service does not show the key any more.", null);
            login = await _logins.TryAsync(connection, key, context).ConfigureAwait(false);
        }

        return login.Works switch
        {
            true => (ConnectionTestResult.Works, login.Reason, null),
            false => (ConnectionTestResult.Fails, login.Reason, login.Advice),
            null => (ConnectionTestResult.CannotTell, login.Reason, login.Advice),
        };
    }

    private static (ConnectionTestResult, string, string?) Unknown(string reason, string? advice) =>
        (ConnectionTestResult.CannotTell, reason, advice);
}
