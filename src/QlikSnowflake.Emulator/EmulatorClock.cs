namespace QlikSnowflake.Emulator;

/// <summary>
/// The one clock of an emulator: the machine's, plus an offset that can be changed while it runs. Every date sent,
/// stored or checked comes from here.
/// </summary>
public sealed class EmulatorClock : TimeProvider
{
    private long _offsetTicks;

    /// <summary>How far ahead of the machine's clock this clock is; negative when behind.</summary>
    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;

    /// <summary>Moves the clock on by <paramref name="span"/>, so that a test need not wait for something to expire.</summary>
    public void Advance(TimeSpan span) => Interlocked.Add(ref _offsetTicks, span.Ticks);
}
