namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// Counts each user's requests by tier over five minutes, and refuses those beyond. Special tiers and the tenant's own
/// limit aren't there. ("Rate limiting", Qlik Cloud developer portal.) Not safe for several threads.
/// </summary>
internal sealed class RateLimiter(QlikCloudSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string UserId, int Tier), Queue<DateTimeOffset>> _requests = [];

    /// <summary>Counts a request.</summary>
    /// <exception cref="CloudRefusal">429: the tier is used up.</exception>
    public void Count(string userId, string method)
    {
        if (!settings.RateLimits)
            return;
        var tier = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? 1 : 2;
        var limit = (tier == 1 ? settings.Tier1PerMinute : settings.Tier2PerMinute) * (int)Window.TotalMinutes;
        if (!_requests.TryGetValue((userId, tier), out var times))
            _requests[(userId, tier)] = times = new Queue<DateTimeOffset>();
        var now = clock.GetUtcNow();
        while (times.Count > 0 && times.Peek() <= now - Window)
            times.Dequeue();
        if (times.Count >= limit)
            throw CloudRefusal.TooMany(
                times.Count == 0 ? (int)Window.TotalSeconds : (int)Math.Ceiling((times.Peek() + Window - now).TotalSeconds)
            );
        times.Enqueue(now);
    }
}
