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

    /// <summary>Whether the request may have reached the server all the same, and been done there.</summary>
    public bool MayHaveArrived => IsLost || IsTimeout;

    /// <summary>Whether nothing was sent: no server was found at the address, or it took no connection.</summary>
    public bool IsUnsent => ErrorId is ErrorIds.HostNotFound or ErrorIds.ConnectionRefused;

    /// <summary>Whether the connection broke on the way.</summary>
    internal bool IsLost => ErrorId == ErrorIds.ConnectionLost;

    /// <summary>Whether no reply came in time.</summary>
    internal bool IsTimeout => ErrorId == ErrorIds.RequestTimeout;
}
