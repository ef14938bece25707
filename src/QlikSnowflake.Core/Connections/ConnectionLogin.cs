namespace QlikSnowflake.Connections;

/// <summary>What came of a login with a connection's key.</summary>
/// <param name="Works">Whether Snowflake took it; null where it could not be asked.</param>
/// <param name="Reason">What was found.</param>
/// <param name="Advice">What to do, where it does not work.</param>
public sealed record ConnectionLogin(bool? Works, string Reason, string? Advice);
