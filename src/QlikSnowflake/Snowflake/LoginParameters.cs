using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Joins what the user typed with what a named connection or the environment says; what was typed comes first.</summary>
internal static class LoginParameters
{
    public static SnowflakeSessionOptions Join(ISnowflakeLogin typed, ConnectionSettings? settings, ServerTrust trust, TimeSpan requestTimeout)
    {
        var account = typed.Account ?? settings?.Account ?? throw Missing("account", "Account", settings);
        return new SnowflakeSessionOptions
        {
            Account = SnowflakeAccount.Parse(account),
            User = typed.User ?? settings?.User,
            HostName = typed.HostName ?? settings?.HostName,
            Role = typed.Role ?? settings?.Role,
            Warehouse = typed.Warehouse ?? settings?.Warehouse,
            Database = typed.Database ?? settings?.Database,
            Schema = typed.Schema ?? settings?.Schema,
            Trust = trust,
            Proxy = typed.Proxy,
            RequestTimeout = requestTimeout,
        };
    }

    private static InputException Missing(string what, string parameter, ConnectionSettings? settings) => new(
        parameter + "Missing", $"No {what} is given by {settings?.Source ?? "the parameters"}.", $"Give -{parameter}, or the key {what} in the connection.");
}
