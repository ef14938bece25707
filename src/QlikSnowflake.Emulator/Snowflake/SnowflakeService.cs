using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.Snowflake.Authentication;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;
using QlikSnowflake.Emulator.Snowflake.Statements;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>
/// A Snowflake account with the SQL API v2. From https://docs.snowflake.com/en/developer-guide/sql-api/index.
/// </summary>
public sealed class SnowflakeService : IEmulatedService, IDisposable
{
    private readonly SnowflakeAccount _account;
    private readonly ScriptBook _scripts = new();
    private readonly ExecutionLog _log = new();
    private readonly StatementEngine _engine;
    private readonly RequestAuthenticator _authenticator;

    /// <summary>Makes an account without users.</summary>
    /// <param name="settings">What the account is and how it behaves; may be changed between requests.</param>
    /// <param name="clock">The server's clock: token times, key expiry, and how long statements run.</param>
    public SnowflakeService(SnowflakeSettings settings, TimeProvider clock)
    {
        _account = new SnowflakeAccount(settings, clock);
        _engine = new StatementEngine(_account, _scripts, _log);
        _authenticator = new RequestAuthenticator(settings, _account.Users, _account.LoginFailures, clock);
    }

    /// <inheritdoc/>
    public string Name => "snowflake";

    internal Action<SecretChange>? SecretChanged { get; set; }

    /// <summary>How it behaves.</summary>
    public SnowflakeSettings Settings => _account.Settings;

    /// <summary>
    /// The newest ten thousand submissions that were executed, in order. A retry that was answered from the first execution is
    /// not among them.
    /// </summary>
    public IReadOnlyList<ExecutedStatement> Statements => _log.Statements;

    /// <summary>The number of submissions that were executed.</summary>
    public int TotalExecutions => _log.Total;

    /// <summary>The number of submissions that were well formed, retries included.</summary>
    public int Submissions => _log.Submissions;

    /// <summary>The number of requests to cancel a statement.</summary>
    public int Cancels => _log.Cancels;

    /// <summary>The number of requests, refused ones included.</summary>
    public int Requests => _log.Requests;

    /// <summary>The codes (394300 and so on) of the refused JWTs, in order.</summary>
    public IReadOnlyList<string> LoginFailures => [.. _account.LoginFailures.Failures.Select(f => f.Code)];

    /// <summary>Gives up the tables.</summary>
    public void Dispose() => _account.Dispose();

    /// <inheritdoc/>
    public void Map(WebApplication app) => new StatementApi(_account, _engine, _authenticator, _log).Map(app);

    /// <summary>
    /// Adds the database SALES with the table PUBLIC.ORDERS, and the view QLIK.SALES.ORDERS of it. They are made when the first
    /// statement needs a table.
    /// </summary>
    public void SeedSales()
    {
        Settings.Databases.TryAdd(SeededSales.Database, new HashSet<string>(StringComparer.Ordinal) { "PUBLIC" });
        _account.Tables.Seed = () => SeededSales.Make(_account, new StatementPlanner(_account));
    }

    /// <summary>Adds a user, or replaces the one with the same login name.</summary>
    /// <param name="loginName">The login name; compared without case.</param>
    /// <param name="subjectPublicKeyInfoDer">The key for RSA_PUBLIC_KEY, or null for a user without keys.</param>
    /// <param name="isAdmin">Whether the user has the administrators' roles.</param>
    /// <param name="name">The NAME by which SQL knows the user; null for the login name in upper case.</param>
    /// <exception cref="ArgumentException">The key is not an RSA key of 2048 bits or more.</exception>
    public void AddUser(string loginName, byte[]? subjectPublicKeyInfoDer, bool isAdmin, string? name = null)
    {
        var user = new SnowflakeUser(loginName, isAdmin, name) { KeyChanged = OnKeyChanged };
        if (subjectPublicKeyInfoDer is not null)
        {
            user.Key = PublicKey.TryCreate(subjectPublicKeyInfoDer, _account.Clock.GetUtcNow())
                is { Algorithm: PublicKey.Rsa } key
                ? key
                : throw new ArgumentException("not an RSA key of 2048 bits or more", nameof(subjectPublicKeyInfoDer));
        }

        _account.Users.Add(user);
    }

    /// <summary>Grants MODIFY PROGRAMMATIC AUTHENTICATION METHODS on a user, so that the grantee may change the user's keys.</summary>
    /// <param name="loginName">The user whose keys may be changed.</param>
    /// <param name="grantee">Who may change them; a user may be granted this on itself.</param>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public void GrantKeyManagement(string loginName, string grantee)
    {
        var user = _account.Users.Find(loginName) ?? throw new ArgumentException("no such user", nameof(loginName));
        lock (_account.Gate)
            user.KeyManagers.Add(grantee.ToUpperInvariant());
    }

    /// <summary>Registers a programmatic access token or an OAuth access token.</summary>
    /// <param name="token">The token's text.</param>
    /// <param name="loginName">Whose it is.</param>
    /// <param name="tokenType">PROGRAMMATIC_ACCESS_TOKEN or OAUTH.</param>
    /// <param name="expiresAt">When it expires; null for never.</param>
    public void AddToken(
        string token,
        string loginName,
        string tokenType = "PROGRAMMATIC_ACCESS_TOKEN",
        DateTimeOffset? expiresAt = null
    ) => _authenticator.AddToken(token, new(loginName, tokenType, expiresAt));

    /// <summary>Revokes a registered token.</summary>
    /// <param name="token">The token's text.</param>
    /// <returns>False when it was not registered.</returns>
    public bool RemoveToken(string token) => _authenticator.RemoveToken(token);

    /// <summary>Answers a statement with a result instead of executing it.</summary>
    /// <param name="statement">The statement; white space around it and a final semicolon do not matter.</param>
    /// <param name="result">The answer.</param>
    public void Script(string statement, ScriptedResult result)
    {
        var wanted = Trimmed(statement);
        Script(text => Trimmed(text) == wanted, result);
    }

    /// <summary>Answers the statements that a predicate picks with a result instead of executing them. The newest script wins.</summary>
    /// <param name="matches">Whether to answer a statement.</param>
    /// <param name="result">The answer.</param>
    public void Script(Func<string, bool> matches, ScriptedResult result) => _scripts.Add(matches, result);

    /// <summary>Forgets all scripts.</summary>
    public void ClearScripts() => _scripts.Clear();

    /// <summary>How often a statement was executed; each statement of a request with several counts too.</summary>
    /// <param name="statement">The statement's text; white space around it and a final semicolon do not matter.</param>
    public int Executions(string statement) => _log.ExecutionsOf(statement);

    /// <summary>How often a partition of a statement was asked for; polls count as partition 0.</summary>
    /// <param name="handle">The statement handle.</param>
    /// <param name="partition">The partition.</param>
    public int Fetches(string handle, long partition) => _log.FetchesOf(handle, partition);

    /// <summary>The fingerprint (<c>SHA256:...</c>) of the key in a user's slot.</summary>
    /// <param name="loginName">The user.</param>
    /// <param name="slot">1 for RSA_PUBLIC_KEY, 2 for RSA_PUBLIC_KEY_2.</param>
    /// <returns>Null when the slot is empty or there is no such user.</returns>
    public string? KeyFingerprint(string loginName, int slot)
    {
        _engine.SettleAll();
        var user = _account.Users.Find(loginName);
        return (slot == 2 ? user?.Key2 : user?.Key)?.Fingerprint;
    }

    /// <summary>The rows of a table in the order in which they were inserted, each cell as a result would have it.</summary>
    /// <param name="table">DATABASE.SCHEMA.NAME, in the case in which the table was created.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IReadOnlyList<IReadOnlyList<string?>> TableRows(string table)
    {
        _engine.SettleAll();
        lock (_account.Gate)
        {
            var found = _account.Tables.Find(table) ?? throw new ArgumentException("no such table", nameof(table));
            return CellReader.Read(_account.Tables.Rows(found));
        }
    }

    /// <summary>
    /// Makes a token as an administrator or an identity provider would:
    /// <c>{"service":"snowflake","user":"SVC_QLIK","tokenType":"OAUTH"}</c>.
    /// </summary>
    internal JsonObject Seed(SeedRequest request)
    {
        var user = request.Text("user") ?? throw new ArgumentException("user is missing.");
        var type = request.Text("tokenType") ?? throw new ArgumentException("tokenType is missing.");
        request.RequireAllRead();
        if (_account.Users.Find(user) is null)
            throw new ArgumentException($"There is no user {user}.");
        if (type is not ("PROGRAMMATIC_ACCESS_TOKEN" or "OAUTH"))
            throw new ArgumentException("tokenType is PROGRAMMATIC_ACCESS_TOKEN or OAUTH.");

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        AddToken(token, user, type);
        return new JsonObject { ["token"] = token };
    }

    private static string Trimmed(string text) => text.Trim().TrimEnd(';').TrimEnd();

    private void OnKeyChanged(SnowflakeUser user, string property, PublicKey? key) =>
        SecretChanged?.Invoke(new SecretChange(Name, $"{user.LoginName}:{property}", key?.Fingerprint));
}
