namespace QlikSnowflake.Snowflake.Login;

/// <summary>The current token of a session: signed once however many ask at once, and anew before it expires.</summary>
internal sealed class TokenCache(JwtIssuer issuer, TimeSpan lifetime, Func<DateTimeOffset> clock) : IDisposable
{
    // A request may start just before the limit and be checked after it.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(2);

    // A clock that runs ahead of Snowflake's would date the token in the future.
    private static readonly TimeSpan Backdating = TimeSpan.FromSeconds(30);

    // Below this age a refused token was refused for another reason than time.
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private Entry? _current;
    private bool _disposed;

    /// <summary>How many tokens were signed.</summary>
    public int Signatures { get; private set; }

    /// <summary>A token with time left.</summary>
    public string Get()
    {
        var current = Volatile.Read(ref _current);
        if (current is not null && clock() < current.RenewAt)
            return current.Token;

        lock (_gate)
        {
            current = _current;
            return current is not null && clock() < current.RenewAt ? current.Token : Sign().Token;
        }
    }

    /// <summary>Signs anew where a refusal can be explained by the token's age.</summary>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="serverTime">The server's clock when it refused, if it said so.</param>
    /// <returns>Whether a token that differs from the refused one is there now.</returns>
    public bool TryRenew(string refused, DateTimeOffset? serverTime)
    {
        lock (_gate)
        {
            if (_current is null || _current.Token != refused)
                return true;

            var now = clock();
            if (now - _current.SignedAt < FreshFor)
                return false;

            Sign();

            // By a clock that is far ahead of this machine's, the new token has ended too.
            return (serverTime ?? now) < _current.ExpiresAt;
        }
    }

    /// <summary>Takes the key away, once no signature is under way. A token that was signed before can still be had.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            issuer.Dispose();
        }
    }

    private Entry Sign()
    {
        var now = _disposed ? throw new ObjectDisposedException(nameof(TokenCache)) : clock();

        // Half of a short lifetime at most, or the token would have ended before it is sent.
        var backdating = TimeSpan.FromSeconds(Math.Min(Backdating.TotalSeconds, Math.Floor(lifetime.TotalSeconds / 2)));
        var issued = DateTimeOffset.FromUnixTimeSeconds((now - backdating).ToUnixTimeSeconds());
        var margin = TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, lifetime.Ticks / 10));
        var entry = new Entry(issuer.SignText(issued, lifetime), now, issued + lifetime, issued + lifetime - margin);
        Signatures++;
        Volatile.Write(ref _current, entry);
        return entry;
    }

    private sealed record Entry(string Token, DateTimeOffset SignedAt, DateTimeOffset ExpiresAt, DateTimeOffset RenewAt);
}
