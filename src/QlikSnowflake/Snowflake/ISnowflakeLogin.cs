namespace QlikSnowflake.Commands.Snowflake;

/// <summary>The parameters that say whom to connect as, and where.</summary>
internal interface ISnowflakeLogin
{
    string? Account { get; }

    string? User { get; }

    string? HostName { get; }

    string? Role { get; }

    string? Warehouse { get; }

    string? Database { get; }

    string? Schema { get; }

    Uri? Proxy { get; }
}
