using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Completion;

/// <summary>Completes names by a SHOW statement of Snowflake.</summary>
/// <param name="statement">The statement; its column "name" has the names.</param>
public abstract class ShowCompleter(string statement) : NameCompleter<SnowflakeSession>
{
    private protected sealed override Task<IReadOnlyList<string>> ReadAsync(SnowflakeSession session, CallContext context) =>
        session.Statements.ReadColumnAsync(statement, "name", context);
}

/// <summary>Completes roles.</summary>
public sealed class SnowflakeRoleCompleter() : ShowCompleter("SHOW ROLES");

/// <summary>Completes warehouses.</summary>
public sealed class SnowflakeWarehouseCompleter() : ShowCompleter("SHOW WAREHOUSES");

/// <summary>Completes databases.</summary>
public sealed class SnowflakeDatabaseCompleter() : ShowCompleter("SHOW DATABASES");

/// <summary>Completes schemas of the session's database.</summary>
public sealed class SnowflakeSchemaCompleter() : ShowCompleter("SHOW SCHEMAS");

/// <summary>Completes tables of the session's schema or database.</summary>
public sealed class SnowflakeTableCompleter() : ShowCompleter("SHOW TABLES");

/// <summary>Completes users: those of the open sessions, and those that Snowflake shows.</summary>
public sealed class SnowflakeUserCompleter() : ShowCompleter("SHOW USERS")
{
    private protected override IEnumerable<string> Own(SnowflakeSession? session) =>
        RunspaceSessions.Current.Of<SnowflakeSession>().All.Select(s => s.User ?? string.Empty);
}

/// <summary>Completes the keys of the session's user.</summary>
public sealed class SnowflakeKeyCompleter : NameCompleter<SnowflakeSession>
{
    private protected override IEnumerable<string> Own(SnowflakeSession? session) => ["RSA_PUBLIC_KEY", "RSA_PUBLIC_KEY_2"];

    private protected override Task<IReadOnlyList<string>> ReadAsync(SnowflakeSession session, CallContext context) =>
        session.Statements.ReadColumnAsync("SHOW USER KEY PAIRS", "name", context);
}
