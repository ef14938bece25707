namespace QlikSnowflake.Snowflake;

/// <summary>A statement to run.</summary>
/// <param name="Statement">The SQL text: one statement.</param>
public sealed record StatementRequest(string Statement)
{
    /// <summary>How long Snowflake lets it run before it cancels it; null takes the user's setting. Whole seconds count.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The id that makes a resend run once only.</summary>
    internal Guid RequestId { get; } = Guid.NewGuid();
}
