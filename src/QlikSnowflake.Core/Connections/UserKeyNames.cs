using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections;

/// <summary>
/// Tells which registered key of its Snowflake user a connection holds. Each user is asked for once, however many connections are
/// theirs.
/// </summary>
public sealed class UserKeyNames
{
    private readonly SnowflakeSession _session;
    private readonly UserKeyClient _client;
    private readonly Dictionary<string, IReadOnlyList<SnowflakeUserKey>?> _users = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string>? _accounts;

    /// <summary>Asks through a session, whose role must be allowed to see the users.</summary>
    /// <param name="session">The session.</param>
    public UserKeyNames(SnowflakeSession session)
    {
        _session = session;
        _client = new UserKeyClient(session);
    }

    /// <summary>Adds <see cref="SnowflakeConnection.KeyName"/> where it can be told, and findings where a key is not registered.</summary>
    /// <param name="batch">What a site told.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The same with what was found out. Connections of other accounts stay as they are.</returns>
    public async Task<ConnectionBatch> AddToAsync(ConnectionBatch batch, CallContext context)
    {
        var connections = new List<SnowflakeConnection>(batch.Connections.Count);
        var findings = batch.Findings.ToList();
        foreach (var connection in batch.Connections)
            connections.Add(await AddToAsync(connection, findings, context).ConfigureAwait(false));
        return new ConnectionBatch(connections, findings);
    }

    /// <summary>Whether two texts name the same account, as far as they tell: with or without region, cloud and domain.</summary>
    /// <param name="one">An account's identifier, or null.</param>
    /// <param name="other">Another.</param>
    public static bool IsSameAccount(string? one, string? other) =>
        one is not null && other is not null && Normal(one) == Normal(other);

    /// <summary>Whether a connection leads to the session's account, under whichever of the account's names.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="context">The operation.</param>
    public async Task<bool> IsOfAccountAsync(SnowflakeConnection connection, CallContext context)
    {
        _accounts ??= await ReadAccountsAsync(context).ConfigureAwait(false);
        return connection.Account is { } account && _accounts.Contains(Normal(account));
    }

    /// <summary>The keys registered for a connection's user.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The keys; null where the account is another, the user is not known or may not be seen.</returns>
    public async Task<IReadOnlyList<SnowflakeUserKey>?> KeysOfAsync(SnowflakeConnection connection, CallContext context) =>
        connection.User is { Length: > 0 } user && await IsOfAccountAsync(connection, context).ConfigureAwait(false)
            ? await OfUserAsync(user, [], context).ConfigureAwait(false)
            : null;

    private async Task<SnowflakeConnection> AddToAsync(
        SnowflakeConnection connection,
        List<ConnectionFinding> findings,
        CallContext context
    )
    {
        if (
            connection is not { KeyFingerprint: { } fingerprint, User.Length: > 0 }
            || !await IsOfAccountAsync(connection, context).ConfigureAwait(false)
            || await OfUserAsync(connection.User, findings, context).ConfigureAwait(false) is not { } keys
        )
            return connection;

        if (keys.FirstOrDefault(k => k.Fingerprint == fingerprint) is { } key)
            return connection with { KeyName = key.Name };

        findings.Add(
            new ConnectionFinding(
                ConnectionFindingKind.KeyNotRegistered,
                connection.Service,
                connection.Site,
                connection.Id,
                connection.Name,
                $"The key of '{connection.Name}' ({fingerprint}) is none of the {keys.Count} registered for {connection.User}: "
                    + "the connection cannot log in.",
                "Set-SnowflakeUserKey registers it, or give the connection a key that is registered."
            )
        );
        return connection;
    }

    /// <summary>The keys of a user by login name; null where they cannot be read, which is a finding once.</summary>
    internal async Task<IReadOnlyList<SnowflakeUserKey>?> OfUserAsync(
        string user,
        List<ConnectionFinding> findings,
        CallContext context
    )
    {
        if (_users.TryGetValue(user, out var known))
            return known;

        try
        {
            var description = await _client.DescribeAsync(user, context).ConfigureAwait(false);
            if (string.Equals(description.LoginName, user, StringComparison.OrdinalIgnoreCase))
                return _users[user] = await _client.ListAsync(description, context).ConfigureAwait(false);
            findings.Add(
                Unreadable(
                    $"{description.Name} logs in as {description.LoginName}: who logs in as {user} is not known.",
                    "Look the user up by LOGIN_NAME with SHOW USERS."
                )
            );
        }
        catch (SnowflakeException e)
        {
            findings.Add(Unreadable($"The keys of {user} could not be read: {e.Message}", e.RecommendedAction));
        }

        return _users[user] = null;
    }

    private ConnectionFinding Unreadable(string message, string? advice) =>
        new(ConnectionFindingKind.UserKeysUnreadable, SnowflakeRefusals.Service, _session.Account, null, null, message, advice);

    // An account has a name within its organization and a locator within its region, and connections may use either.
    private async Task<HashSet<string>> ReadAccountsAsync(CallContext context)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { Normal(_session.Account) };
        try
        {
            var locator = await AskAsync("CURRENT_ACCOUNT").ConfigureAwait(false);
            var organization = await AskAsync("CURRENT_ORGANIZATION_NAME").ConfigureAwait(false);
            var name = await AskAsync("CURRENT_ACCOUNT_NAME").ConfigureAwait(false);
            if (!string.IsNullOrEmpty(locator))
                names.Add(Normal(locator!));
            if (!string.IsNullOrEmpty(organization) && !string.IsNullOrEmpty(name))
                names.Add(Normal(organization + "-" + name));
        }
        catch (SnowflakeException e)
        {
            context.Log.Verbose($"The account's other names could not be read: {e.Message}");
        }

        return names;

        Task<string?> AskAsync(string function) => _session.Statements.ReadScalarAsync($"SELECT {function}()", context);
    }

    // xy12345.eu-central-1.privatelink and XY12345 are one account; - and _ stand for each other in a host's name.
    private static string Normal(string account)
    {
        var dot = account.IndexOf('.');
        return (dot < 0 ? account : account.Substring(0, dot)).Replace('_', '-').ToUpperInvariant();
    }
}
