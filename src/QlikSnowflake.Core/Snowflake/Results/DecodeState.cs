namespace QlikSnowflake.Snowflake.Results;

/// <summary>What decoding finds out along the way. Shared by decoders of several partitions at once: flags are only ever set.</summary>
internal sealed class DecodeState(Func<string, object?>? parseJson = null)
{
    private volatile bool _lostNanoseconds;

    /// <summary>Makes objects of semi-structured values; called from several threads at once.</summary>
    public Func<string, object?>? ParseJson => parseJson;

    /// <summary>Whether a time held more digits than .NET's ticks of 100 nanoseconds can keep.</summary>
    public bool LostNanoseconds => _lostNanoseconds;

    public void MarkLostNanoseconds() => _lostNanoseconds = true;
}
