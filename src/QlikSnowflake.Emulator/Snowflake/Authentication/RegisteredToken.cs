namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>A programmatic access token or an OAuth access token that the account knows.</summary>
internal sealed record RegisteredToken(string LoginName, string TokenType, DateTimeOffset? ExpiresAt);
