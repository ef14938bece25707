using QlikSnowflake.Signing;

namespace QlikSnowflake.Errors;

/// <summary>A private or public key that cannot be used. The message never contains key material.</summary>
public sealed class KeyException : QlikSnowflakeException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">A stable id without spaces.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="recommendedAction">What to do next.</param>
    /// <param name="inner">The cause, if any.</param>
    public KeyException(string errorId, string message, string recommendedAction, Exception? inner = null)
        : base(errorId, FailureKind.InvalidData, message, recommendedAction, inner) { }

    /// <summary>Whether it is a sound key, of fewer bits than Snowflake takes.</summary>
    internal bool IsTooSmall => ErrorId == ErrorIds.KeyTooSmall;

    /// <summary>What is wrong with the key itself; null where it is a sound key that cannot be used.</summary>
    internal PrivateKeyFault? Fault =>
        InnerException switch
        {
            PrivateKeyFormatException format => format.Fault,
            KeyException key => key.Fault,
            _ => null,
        };
}
