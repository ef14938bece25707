namespace QlikSnowflake.Errors;

/// <summary>A value that cannot be used, found before any request was sent.</summary>
public sealed class InputException : QlikSnowflakeException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">A stable id without spaces.</param>
    /// <param name="message">What is wrong, naming the value where it is no secret.</param>
    /// <param name="recommendedAction">What to do next.</param>
    /// <param name="kind">The sort of failure.</param>
    /// <param name="inner">The cause, if any.</param>
    public InputException(
        string errorId,
        string message,
        string? recommendedAction,
        FailureKind kind = FailureKind.InvalidArgument,
        Exception? inner = null
    )
        : base(errorId, kind, message, recommendedAction, inner) { }

    /// <summary>Whether a client certificate lacks its private key and may be sound otherwise.</summary>
    internal bool IsOfMissingKey => ErrorId == ErrorIds.ClientCertificateWithoutKey;

    /// <summary>Whether a connection is no longer on its site.</summary>
    internal bool IsOfGoneConnection => ErrorId == ErrorIds.ConnectionGone;
}
