namespace QlikSnowflake.Signing;

/// <summary>A private key that cannot be used, with the reason as a value. The message never contains key material.</summary>
public sealed class PrivateKeyFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="detail">What was found instead, such as an algorithm's name.</param>
    public PrivateKeyFormatException(PrivateKeyFault fault, string detail)
        : base(detail) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public PrivateKeyFault Fault { get; }
}
