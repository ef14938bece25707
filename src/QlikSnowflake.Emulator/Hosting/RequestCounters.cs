namespace QlikSnowflake.Emulator.Hosting;

/// <summary>
/// How often each route was asked for, and how often the service really did the work. Paths that no route answers count as routes,
/// so only the newest ten thousand are kept.
/// </summary>
public sealed class RequestCounters
{
    private readonly NewestEntries<(string Service, string Method, string Route), Counts> _counts = new();

    /// <summary>What has been counted so far, in no particular order.</summary>
    public IReadOnlyList<RequestCount> Snapshot() =>
        [
            .. _counts
                .Snapshot()
                .Select(pair => new RequestCount(
                    pair.Key.Service,
                    pair.Key.Method,
                    pair.Key.Route,
                    Interlocked.Read(ref pair.Value.Received),
                    Interlocked.Read(ref pair.Value.Executed)
                )),
        ];

    /// <summary>Requests received for a route, whatever became of them.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The route pattern as <see cref="RequestCount.Route"/> shows it.</param>
    public long Received(string service, string method, string route) =>
        _counts.TryGet((service, method, route), out var counts) ? Interlocked.Read(ref counts.Received) : 0;

    /// <summary>
    /// Requests for a route that reached the service: those that a fault answered or dropped beforehand are not among
    /// them.
    /// </summary>
    /// <param name="service">The service's name.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The route pattern as <see cref="RequestCount.Route"/> shows it.</param>
    public long Executed(string service, string method, string route) =>
        _counts.TryGet((service, method, route), out var counts) ? Interlocked.Read(ref counts.Executed) : 0;

    /// <summary>Every request received by a service.</summary>
    /// <param name="service">The service's name.</param>
    public long Received(string service) => Snapshot().Where(count => count.Service == service).Sum(count => count.Received);

    internal void CountReceived(string service, string method, string route) =>
        Interlocked.Increment(ref Of(service, method, route).Received);

    internal void CountExecuted(string service, string method, string route) =>
        Interlocked.Increment(ref Of(service, method, route).Executed);

    private Counts Of(string service, string method, string route) =>
        _counts.GetOrAdd((service, method, route), static _ => new Counts());

    private sealed class Counts
    {
        public long Received;
        public long Executed;
    }
}
