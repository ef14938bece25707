using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>A batch of rows was not inserted, and those after it were not sent. It says which rows are in and which are not.</summary>
public sealed class RowLoadException : QlikSnowflakeException
{
    internal RowLoadException(QlikSnowflakeException cause, long inserted, int batch)
        : base(ErrorIds.RowLoadFailed, cause.Kind, Describe(cause, inserted, batch), Advise(cause, inserted), cause)
    {
        RowsInserted = inserted;
        FirstFailedRow = inserted + 1;
        LastFailedRow = inserted + batch;
        OutcomeKnown = IsKnown(cause);
    }

    /// <summary>How many rows of the input, from its start, are in the table.</summary>
    public long RowsInserted { get; }

    /// <summary>The first row of the batch that failed, counted from 1.</summary>
    public long FirstFailedRow { get; }

    /// <summary>The last row of that batch.</summary>
    public long LastFailedRow { get; }

    /// <summary>Whether that batch is known not to be in the table: after a lost connection it may be.</summary>
    public bool OutcomeKnown { get; }

    private static bool IsKnown(QlikSnowflakeException cause) =>
        cause is SnowflakeException or InputException || cause is ConnectionException { IsUnsent: true };

    private static string Describe(QlikSnowflakeException cause, long inserted, int batch)
    {
        var which = $"{inserted + 1} to {inserted + batch}";
        var state = IsKnown(cause) ? $"Rows {which} were not inserted" : $"Whether rows {which} were inserted is not known";
        return $"{state}: {cause.Message} The {inserted} rows before them are in, and none after them was sent.";
    }

    private static string Advise(QlikSnowflakeException cause, long inserted) =>
        IsKnown(cause)
            ? $"Mend the cause, then go on with Select-Object -Skip {inserted}. {cause.RecommendedAction}"
            : $"Look in the table whether those rows are there before going on with Select-Object -Skip. {cause.RecommendedAction}";
}
