namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The statement is blank.</summary>
    /// <remarks>Give the SQL text of a statement.</remarks>
    public const string StatementEmpty = nameof(StatementEmpty);

    /// <summary>The number of statements is negative.</summary>
    /// <remarks>Give how many statements the text holds, or 0 for any number.</remarks>
    public const string StatementCountInvalid = nameof(StatementCountInvalid);

    /// <summary>The text holds another number of statements than was said.</summary>
    /// <remarks>Say with -StatementCount how many it holds, or 0 for any number.</remarks>
    public const string StatementCountMismatch = nameof(StatementCountMismatch);

    /// <summary>The text given is no statement handle.</summary>
    /// <remarks>Give a query id, such as 01b69c52-0002-cff6-007b-7807000435b2.</remarks>
    public const string StatementHandleInvalid = nameof(StatementHandleInvalid);

    /// <summary>Snowflake does not know the statement, or it has ended.</summary>
    /// <remarks>Check the handle, account and host; results are kept for 24 hours.</remarks>
    public const string StatementNotFound = nameof(StatementNotFound);

    /// <summary>The statement still runs when the time to wait is over.</summary>
    /// <remarks>Wait longer, or end it with Stop-SnowflakeStatement.</remarks>
    public const string StatementStillRunning = nameof(StatementStillRunning);

    /// <summary>The statement ran out of time and was cancelled.</summary>
    /// <remarks>Give it more time with -Timeout, or a larger warehouse.</remarks>
    public const string StatementTimeout = nameof(StatementTimeout);

    /// <summary>The statement was cancelled, here or by someone else.</summary>
    /// <remarks>Run it again if it was not meant.</remarks>
    public const string StatementCanceled = nameof(StatementCanceled);

    /// <summary>One statement of several failed; those before it have taken effect, those after it have not run.</summary>
    /// <remarks>Correct it, and go on from there.</remarks>
    public const string StatementOfSeveralFailed = nameof(StatementOfSeveralFailed);

    /// <summary>The connection was lost, and whether the statement ran is not known.</summary>
    /// <remarks>Look at the account's query history before running it again.</remarks>
    public const string StatementOutcomeUnknown = nameof(StatementOutcomeUnknown);

    /// <summary>The time limit of a statement is out of range.</summary>
    /// <remarks>Give up to seven days; 0 is Snowflake's longest.</remarks>
    public const string TimeoutInvalid = nameof(TimeoutInvalid);

    /// <summary>The query tag is too long.</summary>
    /// <remarks>Give a shorter one.</remarks>
    public const string QueryTagTooLong = nameof(QueryTagTooLong);

    /// <summary>A session parameter cannot go with a statement, or its value does not fit.</summary>
    /// <remarks>
    /// The SQL API takes client_result_chunk_size, rows_per_resultset and use_cached_result; others are set by ALTER SESSION among
    /// several statements.
    /// </remarks>
    public const string SessionParameterInvalid = nameof(SessionParameterInvalid);

    /// <summary>Two values have names that differ by letter case only.</summary>
    /// <remarks>Give each value a name of its own.</remarks>
    public const string ParameterAmbiguous = nameof(ParameterAmbiguous);

    /// <summary>The number of values is not that of the placeholders.</summary>
    /// <remarks>Give one value for each placeholder, or a hashtable for values by name.</remarks>
    public const string ParameterCountMismatch = nameof(ParameterCountMismatch);

    /// <summary>Values are given by name, and the statement has the placeholder ?.</summary>
    /// <remarks>Give an array for ?, or write :name in the statement.</remarks>
    public const string ParameterKindMismatch = nameof(ParameterKindMismatch);

    /// <summary>A value is given by a name that the statement does not have.</summary>
    /// <remarks>Check the spelling of the names, or leave the values out.</remarks>
    public const string ParameterNotInStatement = nameof(ParameterNotInStatement);

    /// <summary>A value cannot be bound: it is outside its type's range.</summary>
    /// <remarks>Give a value within it, or give it as text.</remarks>
    public const string ParameterOutOfRange = nameof(ParameterOutOfRange);

    /// <summary>A value is nested too deeply to be bound.</summary>
    /// <remarks>Bind a flatter value, or its JSON as text.</remarks>
    public const string ParameterTooDeep = nameof(ParameterTooDeep);

    /// <summary>A value is of a type that cannot be bound.</summary>
    /// <remarks>Turn it into a text, a number or a hashtable first.</remarks>
    public const string ParameterTypeUnsupported = nameof(ParameterTypeUnsupported);

    /// <summary>Values are given for a text of several statements, which the SQL API does not take.</summary>
    /// <remarks>Run the statements that need values one by one.</remarks>
    public const string ParametersWithSeveralStatements = nameof(ParametersWithSeveralStatements);

    /// <summary>The role lacks a privilege that the statement needs.</summary>
    /// <remarks>Use a role that has it: -Role, here or of Connect-Snowflake.</remarks>
    public const string SqlAccessDenied = nameof(SqlAccessDenied);

    /// <summary>A placeholder of the statement has no value.</summary>
    /// <remarks>Give a value for each placeholder with -Parameter.</remarks>
    public const string SqlBindingMissing = nameof(SqlBindingMissing);

    /// <summary>The statement failed by a code of Snowflake's that has no id of its own here.</summary>
    /// <remarks>Read the message, which is Snowflake's own; its query history has the details.</remarks>
    public const string SqlFailed = nameof(SqlFailed);

    /// <summary>The statement names a column that is not there.</summary>
    /// <remarks>Check the column's name; names in double quotes are case-sensitive.</remarks>
    public const string SqlInvalidIdentifier = nameof(SqlInvalidIdentifier);

    /// <summary>A list in the statement has more expressions than Snowflake takes.</summary>
    /// <remarks>Send fewer, or load the values into a table with Add-SnowflakeRow.</remarks>
    public const string SqlListTooLong = nameof(SqlListTooLong);

    /// <summary>An object that the statement names does not exist, or the role does not see it.</summary>
    /// <remarks>Check the name, and the session's database, schema and role.</remarks>
    public const string SqlObjectNotFound = nameof(SqlObjectNotFound);

    /// <summary>A statement that changes a session, such as USE or BEGIN, was sent alone.</summary>
    /// <remarks>Give -Role, -Warehouse and the like, or send it with others in one text and -StatementCount 0.</remarks>
    public const string SqlNeedsSession = nameof(SqlNeedsSession);

    /// <summary>The statement has an error of syntax.</summary>
    /// <remarks>Correct it at the place that the message names.</remarks>
    public const string SqlSyntaxError = nameof(SqlSyntaxError);

    /// <summary>The statement calls a function that does not exist.</summary>
    /// <remarks>Check the function's name and the types of its arguments; one of your own needs its schema.</remarks>
    public const string SqlUnknownFunction = nameof(SqlUnknownFunction);

    /// <summary>A value does not fit its column or its type.</summary>
    /// <remarks>Check the values, or convert them in the statement (TRY_TO_NUMBER and so on).</remarks>
    public const string SqlValueNotRecognized = nameof(SqlValueNotRecognized);

    /// <summary>Snowflake sent the beginning of the result only.</summary>
    /// <remarks>Have the statement give less at once: fewer columns, or parts of the rows by LIMIT and OFFSET.</remarks>
    public const string ResultIncomplete = nameof(ResultIncomplete);
}
