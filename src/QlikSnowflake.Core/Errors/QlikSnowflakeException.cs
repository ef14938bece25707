using QlikSnowflake.Secrets;

namespace QlikSnowflake.Errors;

/// <summary>Base of every failure this library reports: a stable id, a kind and what to do next. No message holds a secret.</summary>
public abstract class QlikSnowflakeException : Exception
{
    private protected QlikSnowflakeException(
        string errorId,
        FailureKind kind,
        string message,
        string? recommendedAction,
        Exception? inner
    )
        : base(SecretMask.WithoutTokens(message), inner)
    {
        ErrorId = errorId;
        Kind = kind;
        RecommendedAction = recommendedAction is null ? null : SecretMask.WithoutTokens(recommendedAction);
    }

    /// <summary>A stable id without spaces, such as <c>KeyPassphraseWrong</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The sort of failure.</summary>
    public FailureKind Kind { get; }

    /// <summary>What the user can do next, in a sentence or two.</summary>
    public string? RecommendedAction { get; }
}
