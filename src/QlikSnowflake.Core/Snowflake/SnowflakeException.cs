using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake;

/// <summary>Snowflake refused a request or a statement failed.</summary>
public sealed class SnowflakeException : ServiceException
{
    internal SnowflakeException(
        ServiceFailure details,
        string? sqlState,
        string? statementHandle,
        SqlPosition? position = null,
        string? statement = null
    )
        : base(details)
    {
        SqlState = sqlState;
        StatementHandle = statementHandle;
        Line = position?.Line;
        Position = position?.Column;
        Excerpt = position is null || statement is null ? null : SqlExcerpt.Of(statement, position);
    }

    /// <summary>The five characters of the SQLSTATE, where the reply has one.</summary>
    public string? SqlState { get; }

    /// <summary>The statement's handle (its query id), where the reply has one.</summary>
    public string? StatementHandle { get; }

    /// <summary>
    /// The line of the text at which it failed, from 1, where Snowflake says so. Of several statements: where the
    /// failing one starts.
    /// </summary>
    public int? Line { get; }

    /// <summary>The position in that line as Snowflake counts, from 0, where it says so.</summary>
    public int? Position { get; }

    /// <summary>The line at which it failed, and below it a line that underlines the place; what stands in quotes is not shown.</summary>
    public string? Excerpt { get; }

    /// <summary>Whether Snowflake does not know the statement, or it has ended.</summary>
    internal bool IsUnknownStatement => ErrorId == ErrorIds.StatementNotFound;

    /// <summary>Whether the statement was cancelled, here or by someone else.</summary>
    internal bool IsCanceled => ErrorId == ErrorIds.StatementCanceled;

    /// <summary>Whether what the statement names does not exist, or the role does not see it.</summary>
    internal bool IsUnknownObject => ErrorId == ErrorIds.SqlObjectNotFound;

    /// <summary>Whether Snowflake does not understand the statement.</summary>
    internal bool IsSyntaxError => ErrorId == ErrorIds.SqlSyntaxError;
}
