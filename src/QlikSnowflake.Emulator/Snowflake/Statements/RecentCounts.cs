namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>How often each of the newest keys was counted. The oldest key is forgotten for a new one.</summary>
internal sealed class RecentCounts<TKey>(int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _counts = [];
    private readonly Queue<TKey> _order = new();

    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (_counts.TryGetValue(key, out var count))
            {
                _counts[key] = count + 1;
                return;
            }

            _counts[key] = 1;
            _order.Enqueue(key);
            if (_order.Count > most)
                _counts.Remove(_order.Dequeue());
        }
    }

    public int Of(TKey key)
    {
        lock (_gate)
            return _counts.GetValueOrDefault(key);
    }
}
