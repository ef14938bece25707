using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Diagnosis;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Connections;

/// <summary>
/// Logs in to Snowflake with the keys of connections, and says why where that fails. The same login is tried once, however many
/// connections have it.
/// </summary>
public sealed class ConnectionLogins
{
    private readonly SnowflakeSession? _session;
    private readonly UserKeyNames? _names;
    private readonly Dictionary<string, ConnectionLogin> _known = new(StringComparer.Ordinal);

    /// <summary>Starts with nothing tried.</summary>
    /// <param name="session">
    /// A session whose host, proxy and trust are used for connections to its account, and which is asked for the reason of a refusal;
    /// null connects to each account by its own name.
    /// </param>
    /// <param name="names">Tells whether a connection leads to the session's account.</param>
    public ConnectionLogins(SnowflakeSession? session, UserKeyNames? names)
    {
        _session = session;
        _names = names;
    }

    /// <summary>The result for a key and a connection, where that login was tried before; else null.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="fingerprint">The key's fingerprint.</param>
    public ConnectionLogin? Find(SnowflakeConnection connection, string fingerprint) =>
        _known.TryGetValue(NameOf(connection, fingerprint), out var known) ? known : null;

    /// <summary>Logs in as a connection does: as its user, to its account, with its role and warehouse.</summary>
    /// <param name="connection">The connection, which names account and user.</param>
    /// <param name="key">The key; it stays the caller's.</param>
    /// <param name="context">The operation.</param>
    /// <returns>Whether it worked, and why not.</returns>
    public async Task<ConnectionLogin> TryAsync(SnowflakeConnection connection, QlikKeyFile key, CallContext context)
    {
        if (Find(connection, key.Fingerprint) is { } known)
            return known;

        var login = await LoginAsync(connection, key, context).ConfigureAwait(false);
        _known[NameOf(connection, key.Fingerprint)] = login;
        return login;
    }

    private async Task<ConnectionLogin> LoginAsync(SnowflakeConnection connection, QlikKeyFile key, CallContext context)
    {
        try
        {
            var options = await OptionsAsync(connection, context).ConfigureAwait(false);
            try
            {
                using var session = await SnowflakeSession
                    .OpenAsync("check", options, key.OpenKey(), context)
                    .ConfigureAwait(false);
                return new ConnectionLogin(true, $"The key logs in as {session.User}.", null);
            }
            catch (QlikSnowflakeException e)
            {
                return await ExplainAsync(options, key, e, context).ConfigureAwait(false);
            }
        }
        catch (InputException e)
        {
            return new ConnectionLogin(null, e.Message, e.RecommendedAction);
        }
    }

    // The checks of Test-SnowflakeConnection find the reason; the first that fails is the one.
    private async Task<ConnectionLogin> ExplainAsync(
        SnowflakeSessionOptions options,
        QlikKeyFile key,
        QlikSnowflakeException refusal,
        CallContext context
    )
    {
        var admin = _session is not null && options.Account.Claim == _session.Options.Account.Claim ? _session : null;
        var checks = await new SnowflakeDiagnosis(options, () => SnowflakeCredential.KeyPair(key.OpenKey()), admin)
            .RunAsync(context)
            .ConfigureAwait(false);
        var failed = checks.FirstOrDefault(c => c.Status == ConnectionCheckStatus.Failed);

        // A host that cannot be reached from here says nothing of how it is from Qlik's machines.
        bool? works = refusal is SnowflakeException ? false : null;
        return failed is null
            ? new ConnectionLogin(works, refusal.Message, refusal.RecommendedAction)
            : new ConnectionLogin(works, $"{failed.Name}: {failed.Detail}", failed.Advice);
    }

    private async Task<SnowflakeSessionOptions> OptionsAsync(SnowflakeConnection connection, CallContext context)
    {
        if (
            _session is not null
            && _names is not null
            && await _names.IsOfAccountAsync(connection, context).ConfigureAwait(false)
        )
        {
            return _session.Options with
            {
                User = connection.User,
                Role = Stored(connection.Role),
                Warehouse = Stored(connection.Warehouse),
                Database = null,
                Schema = null,
            };
        }

        return new SnowflakeSessionOptions
        {
            Account = SnowflakeAccount.Parse(
                connection.Account
                    ?? throw new InputException(
                        ErrorIds.ConnectionAccountUnknown,
                        $"'{connection.Name}' on {connection.Site} names no server: its account is not known.",
                        "Look at its connection string."
                    )
            ),
            User = connection.User,
            Role = Stored(connection.Role),
            Warehouse = Stored(connection.Warehouse),
        };
    }

    // The driver takes a name as SQL does; the SQL API takes it as it is stored (Snowflake, "Identifier requirements").
    private static string? Stored(string? name) =>
        name is null ? null
        : name.Length > 2 && name[0] == '"' && name[name.Length - 1] == '"'
            ? name.Substring(1, name.Length - 2).Replace("\"\"", "\"")
        : name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$') ? name.ToUpperInvariant()
        : name;

    private static string NameOf(SnowflakeConnection connection, string fingerprint) =>
        string.Join(
            "\n",
            connection.Account?.ToUpperInvariant(),
            connection.User?.ToUpperInvariant(),
            fingerprint,
            connection.Role,
            connection.Warehouse
        );
}
