using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Statements;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>The session that every request has to itself: who, in what context. USE changes it for the statements that follow.</summary>
internal sealed class Session(SnowflakeUser user, string role, SessionParameters parameters, Bindings bindings)
{
    public SnowflakeUser User { get; } = user;

    public string Role { get; set; } = role;

    public string? Warehouse { get; set; }

    public string? Database { get; set; }

    public string? Schema { get; set; }

    public SessionParameters Parameters { get; } = parameters;

    public Bindings Bindings { get; } = bindings;

    /// <summary>Whether the statement is one of several in a request, where transactions and USE are allowed.</summary>
    public bool InMultipleStatements { get; init; }

    public TimeZoneInfo TimeZone => Parameters.Formats.TimeZone;

    public OutputFormats Formats => Parameters.Formats;
}
