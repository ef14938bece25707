namespace QlikSnowflake.Errors;

/// <summary>The server could not be reached or is not who it should be: no reply was read.</summary>
public sealed class ConnectionException : QlikSnowflakeException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">A stable id without spaces, such as <c>ServerCertificateUntrusted</c>.</param>
    /// <param name="kind">The sort of failure.</param>
    /// <param name="message">What happened.</param>
    /// <param name="recommendedAction">What to do next.</param>
    /// <param name="inner">The cause, if any.</param>
    public ConnectionException(string errorId, FailureKind kind, string message, string recommendedAction, Exception? inner)
        : base(errorId, kind, message, recommendedAction, inner) { }
}
