using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>How a statement ended.</summary>
internal abstract record StatementOutcome;

/// <summary>It returned a result.</summary>
internal sealed record StatementSuccess(StatementResult Result, OutputFormats Formats, IReadOnlyList<Partition> Partitions)
    : StatementOutcome
{
    /// <summary>The handles of the statements of a request with several; else null.</summary>
    public IReadOnlyList<string>? Handles { get; init; }
}

/// <summary>It failed, or was cancelled.</summary>
internal sealed record StatementFailure(string Code, string SqlState, string Message, int Status) : StatementOutcome
{
    public const string CancelledMessage = "SQL execution canceled";

    public static readonly StatementFailure Cancelled = new("000604", "57014", CancelledMessage, 422);

    public bool IsTimeout { get; private init; }

    public static StatementFailure From(SqlError error) => new(error.Code, error.SqlState, error.Message, error.Status);

    public static StatementFailure TimedOut(TimeSpan after) =>
        new(
            "000630",
            "57014",
            $"Statement reached its statement or warehouse timeout of {(long)after.TotalSeconds} second(s) and was canceled.",
            422
        )
        {
            IsTimeout = true,
        };
}
