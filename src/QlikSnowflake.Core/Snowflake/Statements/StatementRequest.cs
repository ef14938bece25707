using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>A statement to run, and in what context. What is null is taken from the session, then from the user's settings.</summary>
/// <param name="Statement">The SQL text: one statement, or as many as <see cref="StatementCount"/> says.</param>
public sealed record StatementRequest(string Statement)
{
    private const int LongestQueryTag = 2000;
    private const int MostSeconds = 604800;

    /// <summary>How long Snowflake lets it run before it cancels it; zero is Snowflake's longest. Whole seconds count.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Values for its placeholders.</summary>
    public StatementParameters? Parameters { get; init; }

    /// <summary>How many statements the text holds; 0 for any number, null for one.</summary>
    public int? StatementCount { get; init; }

    /// <summary>The role to run in, exactly as SHOW ROLES prints it.</summary>
    public string? Role { get; init; }

    /// <summary>The warehouse, likewise.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The database, likewise.</summary>
    public string? Database { get; init; }

    /// <summary>The schema, likewise.</summary>
    public string? Schema { get; init; }

    /// <summary>A tag by which the query history finds it.</summary>
    public string? QueryTag { get; init; }

    /// <summary>The session time zone, such as <c>Europe/Zurich</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Further session parameters for this statement alone, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> SessionParameters { get; init; } = [];

    /// <summary>Makes objects of semi-structured values (JSON text); null leaves them as text.</summary>
    public Func<string, object?>? ParseJson { get; init; }

    /// <summary>The start of the statement on one line, the content of its strings left out.</summary>
    public string Summary => SqlText.Summarize(Statement);

    /// <summary>Checks what can be checked before anything is sent, and binds the values.</summary>
    /// <exception cref="InputException">It cannot be sent as it is.</exception>
    public BoundStatement Bind()
    {
        if (string.IsNullOrWhiteSpace(Statement))
            throw new InputException(ErrorIds.StatementEmpty, "The statement is blank.", "Give the SQL text of a statement.");
        if (StatementCount is < 0)
            throw new InputException(
                ErrorIds.StatementCountInvalid,
                "The number of statements is negative.",
                "Give how many statements the text holds, or 0 for any number."
            );
        if (StatementCount is not (null or 1) && Parameters is { Count: > 0 })
        {
            throw new InputException(
                ErrorIds.ParametersWithSeveralStatements,
                "The SQL API takes no values for placeholders where one text holds several statements.",
                "Run the statements that need values one by one."
            );
        }

        if (QueryTag is { Length: > LongestQueryTag })
            throw new InputException(
                ErrorIds.QueryTagTooLong,
                $"The query tag is longer than {LongestQueryTag} characters.",
                "Give a shorter one."
            );
        CheckTimeout(Timeout);
        _ = ReadSessionParameters();
        var (text, bindings) = Parameters?.Bind(Statement) ?? (Statement, []);
        return new BoundStatement(this, text, bindings);
    }

    /// <summary>The session parameters, checked.</summary>
    /// <exception cref="InputException">One of them is not known, or its value does not fit.</exception>
    internal IReadOnlyList<SessionParameterValue> ReadSessionParameters() =>
        [.. SessionParameters.Select(parameter => SessionParameterValue.Of(parameter.Key, parameter.Value))];

    /// <summary>Refuses a time limit that Snowflake does not take, for a statement and for waiting for one.</summary>
    internal static void CheckTimeout(TimeSpan? limit)
    {
        if (limit is { } timeout && (timeout < TimeSpan.Zero || timeout.TotalSeconds > MostSeconds))
            throw new InputException(
                ErrorIds.TimeoutInvalid,
                $"The time limit is not between 0 and {MostSeconds} seconds.",
                "Give up to seven days; 0 is Snowflake's longest."
            );
    }

    /// <inheritdoc/>
    public override string ToString() => Summary;
}
