using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Joins what the user typed with what a named connection or the environment says; what was typed comes first.</summary>
internal static class LoginParameters
{
    /// <summary>What the environment or a named connection says; null where neither is asked for.</summary>
    /// <param name="fromEnvironment">Whether the environment is.</param>
    /// <param name="connectionName">The connection, or null.</param>
    /// <param name="warn">Told what the user should know of the files' permissions.</param>
    /// <param name="resolve">Makes a path that was typed one of the file system's: relative ones start at PowerShell's location.</param>
    public static ConnectionSettings? Read(bool fromEnvironment, string? connectionName, Action<string> warn, Func<string, string> resolve)
    {
        ConnectionSettings settings;
        if (fromEnvironment)
        {
            settings = ConnectionFiles.FromEnvironment(Environment.GetEnvironmentVariable);
        }
        else if (connectionName is not null)
        {
            var files = ConnectionFiles.OfUser();
            settings = files.Read(connectionName);
            foreach (var warning in files.Warnings)
                warn(warning);
        }
        else
        {
            return null;
        }

        return settings with { PrivateKeyPath = ResolveRelative(settings.PrivateKeyPath, resolve), TokenPath = ResolveRelative(settings.TokenPath, resolve) };
    }

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

    private static string? ResolveRelative(string? path, Func<string, string> resolve) => path is null || Path.IsPathRooted(path) ? path : resolve(path);

    private static InputException Missing(string what, string parameter, ConnectionSettings? settings) => new(
        parameter + "Missing", $"No {what} is given by {(settings is null ? "the parameters" : "the " + settings.Source)}.", $"Give -{parameter}, or the key {what} in the connection.");
}
