namespace QlikSnowflake.Snowflake.Results;

/// <summary>What decoding finds out along the way. Shared by decoders of several partitions at once: flags are only ever set.</summary>
internal sealed class DecodeState(Func<string, object?>? parseJson = null)
{
    private volatile bool _lostNanoseconds;
    private volatile bool _outsideCalendar;
    private volatile bool _widened;

    /// <summary>Makes objects of semi-structured values; called from several threads at once.</summary>
    public Func<string, object?>? ParseJson => parseJson;

    /// <summary>Whether a time held more digits than .NET's ticks of 100 nanoseconds can keep.</summary>
    public bool LostNanoseconds => _lostNanoseconds;

    /// <summary>Whether a time lay outside the years 1 to 9999, beyond which .NET's calendar does not go, and was left out.</summary>
    public bool OutsideCalendar => _outsideCalendar;

    /// <summary>Whether a number needed a wider type than those of its column before it.</summary>
    public bool Widened => _widened;

    /// <summary>A sentence for each of these, with what helps.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (LostNanoseconds)
                yield return "Some times hold nanoseconds; .NET counts in steps of 100, so their last two digits are cut. TO_CHAR in "
                    + "the statement keeps them as text.";
            if (OutsideCalendar)
                yield return "Some dates or times are outside the years 1 to 9999, beyond which .NET's calendar does not go, and came "
                    + "as nothing. TO_CHAR in the statement gives them as text.";
            if (Widened)
                yield return "Some numbers need a wider type than those before them in their column, so its values are of two types, "
                    + "such as Decimal and BigDecimal. TO_CHAR in the statement gives all of them as text.";
        }
    }

    public void MarkLostNanoseconds() => _lostNanoseconds = true;

    public void MarkOutsideCalendar() => _outsideCalendar = true;

    public void MarkWidened() => _widened = true;
}
