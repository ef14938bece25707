using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake;

/// <summary>Snowflake refused a request or a statement failed.</summary>
public sealed class SnowflakeException : ServiceException
{
    internal SnowflakeException(ServiceFailure details, string? sqlState, string? statementHandle)
        : base(details)
    {
        SqlState = sqlState;
        StatementHandle = statementHandle;
    }

    /// <summary>The five characters of the SQLSTATE, where the reply has one.</summary>
    public string? SqlState { get; }

    /// <summary>The statement's handle (its query id), where the reply has one.</summary>
    public string? StatementHandle { get; }
}
