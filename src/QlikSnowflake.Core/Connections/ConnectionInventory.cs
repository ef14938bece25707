using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Connections;

/// <summary>
/// The Snowflake connections of several sites, which are read side by side. A site that fails becomes a finding, and the others go
/// on. Of each site only what arrived last is held.
/// </summary>
public sealed class ConnectionInventory : IConnectionReader
{
    private readonly List<Source> _sources;
    private readonly UserKeyNames? _keys;

    /// <summary>Starts with nothing read.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="keys">Tells which registered key a fingerprint is, where a Snowflake session is at hand.</param>
    public ConnectionInventory(IEnumerable<IConnectionSite> sites, UserKeyNames? keys = null)
    {
        _sources = [.. sites.Select(s => new Source(s))];
        _keys = keys;
    }

    /// <summary>Reads on at whichever site answers first.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>What arrived next, which may be nothing yet; null at the end. No site's failure is thrown.</returns>
    public async Task<ConnectionBatch?> ReadAsync(CallContext context)
    {
        if (_sources.Count == 0)
            return null;

        foreach (var source in _sources)
            source.Next ??= source.Reader.ReadAsync(context);
        await Task.WhenAny(_sources.Select(s => s.Next!)).ConfigureAwait(false);

        // The site that was served last waits behind the others.
        var ready = _sources.First(s => s.Next!.IsCompleted);
        _sources.Remove(ready);
        try
        {
            if (await ready.Next!.ConfigureAwait(false) is { } batch)
            {
                ready.Next = null;
                _sources.Add(ready);
                return _keys is null ? batch : await _keys.AddToAsync(batch, context).ConfigureAwait(false);
            }

            ready.Reader.Dispose();
        }
        catch (QlikSnowflakeException e)
        {
            ready.Reader.Dispose();
            return new ConnectionBatch([], [FailureOf(ready.Site, e)]);
        }

        return new ConnectionBatch([], []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Reader.Dispose();

            // Nobody waits for it any more: its failure must not surface as one that nobody saw.
            source.Next?.ContinueWith(
                static t => _ = t.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        _sources.Clear();
    }

    private static ConnectionFinding FailureOf(IConnectionSite site, QlikSnowflakeException e) =>
        new(
            ConnectionFindingKind.SiteFailed,
            site.Service,
            site.Name,
            null,
            null,
            $"{site.Name} could not be read: {e.Message}",
            e.RecommendedAction
        );

    private sealed class Source(IConnectionSite site)
    {
        public IConnectionSite Site { get; } = site;

        public IConnectionReader Reader { get; } = site.Open();

        public Task<ConnectionBatch?>? Next { get; set; }
    }
}
