using System.Runtime.CompilerServices;
using QlikSnowflake.Emulator.Hosting;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>How often each of the newest keys was counted. The oldest key is forgotten for a new one.</summary>
internal sealed class RecentCounts<TKey>(int most)
    where TKey : notnull
{
    private readonly NewestEntries<TKey, StrongBox<int>> _counts = new(most);

    public void Add(TKey key) => Interlocked.Increment(ref _counts.GetOrAdd(key, static _ => new StrongBox<int>()).Value);

    public int Of(TKey key) => _counts.TryGet(key, out var count) ? Volatile.Read(ref count.Value) : 0;
}
