using QlikSnowflake.Emulator.Snowflake.Sql;
using QlikSnowflake.Emulator.Snowflake.Statements;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>
/// The database SALES with its ORDERS, and QLIK.SALES.ORDERS, which shows the same rows to those who name no database. They are made
/// when the first statement needs a table, so that an emulator that runs no SQL loads no database engine.
/// </summary>
internal static class SeededSales
{
    public const string Database = "SALES";

    private static readonly string[] Statements =
    [
        """
            CREATE TABLE SALES.PUBLIC.ORDERS (
                ORDER_ID NUMBER(18,0) NOT NULL, CUSTOMER VARCHAR(100), REGION VARCHAR(50), ORDERED_AT TIMESTAMP_NTZ, AMOUNT NUMBER(12,2))
            """,
        """
            INSERT INTO SALES.PUBLIC.ORDERS VALUES
                (1001, 'Aare Foods', 'North', '2026-01-05 08:15:00', 129.90),
                (1002, 'Bodensee Trading', 'East', '2026-01-05 09:40:12.5', 1499.00),
                (1003, 'Limmat Retail', 'North', '2026-01-07 16:02:33.123456789', 88.45),
                (1004, 'O''Brien & Sons', 'O''Brien', '2026-01-09 11:30:00', 402.10),
                (1005, 'Aare Foods', 'North', '2026-01-12 07:59:59', 15.00),
                (1006, 'Rhône Export', 'West', '2026-01-14 13:45:00', 2750.25),
                (1007, 'Ticino Caffè', 'South', '2026-01-15 10:05:00', 64.80),
                (1008, 'Ticino Caffè', 'South', '2026-01-19 10:05:00', 71.20),
                (1009, 'Bodensee Trading', 'East', '2026-01-20 18:22:41', NULL),
                (1010, 'Zürich Books', 'North', '2026-01-21 12:00:00', 33.33)
            """,
        "CREATE VIEW QLIK.SALES.ORDERS AS SELECT * FROM SALES.PUBLIC.ORDERS",
    ];

    public static void Make(SnowflakeAccount account, StatementPlanner planner)
    {
        var session = new Session(
            new SnowflakeUser("SEED", isAdmin: true),
            account.Settings.DefaultRole,
            SessionParameters.Read(new Dictionary<string, string>(), account.Settings),
            Bindings.None
        )
        {
            Warehouse = "COMPUTE_WH",
        };
        foreach (var statement in Statements)
            planner.Plan(statement, session).Work();
    }
}
