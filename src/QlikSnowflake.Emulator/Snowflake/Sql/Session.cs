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

    /// <summary>What SET has set.</summary>
    public Dictionary<string, SqlValue> Variables { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>The connection of the transaction that BEGIN has opened; null outside of one.</summary>
    public System.Data.Common.DbConnection? Transaction { get; private set; }

    /// <summary>The same session as a view sees it.</summary>
    public Session AsSeenBy(string database, string schema, string role) =>
        new(User, role, Parameters, Bindings.None)
        {
            Warehouse = Warehouse,
            Database = database,
            Schema = schema,
            Variables = Variables,
            TimeZone = TimeZone,
        };

    public void Begin(Tables.TableStore tables)
    {
        if (Transaction is not null)
            return;
        Transaction = tables.Database.Connect();
        tables.Database.Execute("BEGIN TRANSACTION", Transaction);
    }

    /// <param name="tables">Whose transaction it is.</param>
    /// <param name="commit">Whether it is kept.</param>
    public void End(Tables.TableStore tables, bool commit)
    {
        if (Transaction is not { } transaction)
            return;
        Transaction = null;
        using (transaction)
            tables.Database.Execute(commit ? "COMMIT" : "ROLLBACK", transaction);
    }

    public TimeZoneInfo TimeZone { get; set; } = parameters.Formats.TimeZone;

    public OutputFormats Formats => Parameters.Formats;
}
