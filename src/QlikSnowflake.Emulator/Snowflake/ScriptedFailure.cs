using System.IO.Enumeration;

namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>A failure of statements, as the control service takes it.</summary>
public sealed record ScriptedFailure
{
    /// <summary>The statements that fail, where <c>*</c> stands for any text; letter case doesn't matter.</summary>
    public required string Statement { get; init; }

    /// <summary>Snowflake's code, six digits.</summary>
    public string Code { get; init; } = "000603";

    /// <summary>The SQLSTATE.</summary>
    public string SqlState { get; init; } = "XX000";

    /// <summary>The message.</summary>
    public string Message { get; init; } = "SQL execution internal error";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 422;

    /// <summary>How many statements fail; -1: all, until the scripts are cleared.</summary>
    public int Times { get; init; } = 1;

    internal bool Matches(string statement) =>
        FileSystemName.MatchesSimpleExpression(Statement, statement.Trim(), ignoreCase: true);

    internal ScriptedResult ToResult() =>
        ScriptedResult.Error(Code, SqlState, Message, Status, new ScriptOptions { Times = Times < 0 ? null : Times });
}
