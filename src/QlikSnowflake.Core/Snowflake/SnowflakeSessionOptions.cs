using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Snowflake;

/// <summary>Whom to connect as, where, and in what context statements run.</summary>
public sealed record SnowflakeSessionOptions
{
    private readonly TimeSpan _tokenLifetime = JwtIssuer.LongestLifetime;

    /// <summary>The account.</summary>
    public required SnowflakeAccount Account { get; init; }

    /// <summary>The user's LOGIN_NAME; a token names its user itself.</summary>
    public string? User { get; init; }

    /// <summary>A host, with a port if need be, in place of the account's own. It has no effect on the token's claims.</summary>
    public string? HostName { get; init; }

    /// <summary>The role statements run in, exactly as SHOW ROLES prints it; null takes the user's default.</summary>
    public string? Role { get; init; }

    /// <summary>The warehouse, likewise.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The database, likewise.</summary>
    public string? Database { get; init; }

    /// <summary>The schema, likewise.</summary>
    public string? Schema { get; init; }

    /// <summary>What is accepted as the server's certificate.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>A proxy; null takes the system's.</summary>
    public ServerProxy? Proxy { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long each of the session's tokens is valid: from one second to an hour.</summary>
    /// <exception cref="InputException">The lifetime is outside these bounds.</exception>
    public TimeSpan TokenLifetime
    {
        get => _tokenLifetime;
        init
        {
            JwtIssuer.CheckLifetime(value);
            _tokenLifetime = value;
        }
    }

    /// <summary>This machine's clock, by which tokens are dated.</summary>
    internal Func<DateTimeOffset> Clock { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>Waits; for tests that let no time pass.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;

    internal ServiceEndpoint ToEndpoint() =>
        new()
        {
            Service = SnowflakeRefusals.Service,
            BaseAddress = ServerAddress.Parse(HostName ?? Account.Host, 443, string.Empty, "HostName"),
            Trust = Trust,
            Proxy = Proxy,
            Timeout = RequestTimeout,
        };
}
