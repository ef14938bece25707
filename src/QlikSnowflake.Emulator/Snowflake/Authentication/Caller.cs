using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>Who sends a request, and the only role that the credential allows, if it is restricted to one.</summary>
internal sealed record Caller(SnowflakeUser User, string? RoleRestriction);
