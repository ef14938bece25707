using System.Diagnostics;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>How far the switching of connections is. Read and written on different threads.</summary>
public sealed class KeyRotationProgress
{
    private readonly Stopwatch _watch = new();
    private int _total;
    private int _done;
    private int _failed;

    /// <summary>How many connections are to be switched; 0 while it is not known.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <summary>How many are, or could not be.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How many could not be.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>How long the rest takes at the pace so far; null before the first is done.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var (done, total) = (Done, Total);
            return done == 0 ? null : TimeSpan.FromTicks(_watch.Elapsed.Ticks / done * (total - done));
        }
    }

    internal void Begin(int more)
    {
        _watch.Start();
        Interlocked.Add(ref _total, more);
    }

    internal void Count(bool failed)
    {
        if (failed)
            Interlocked.Increment(ref _failed);
        Interlocked.Increment(ref _done);
    }
}
