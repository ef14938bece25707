using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>An account with a few orders and customers, for queries that change nothing.</summary>
public sealed class OrdersAccount : IAsyncLifetime
{
    private const string Setup = """
        CREATE TABLE orders (id NUMBER(18,0), customer VARCHAR(20), region VARCHAR, amount NUMBER(10,2), ordered DATE, doc VARIANT);
        INSERT INTO orders SELECT column1, column2, column3, column4, column5::DATE, PARSE_JSON(column6) FROM VALUES
            (1, 'Ann',  'North', 10.50, '2024-01-15',
                '{"items":[{"sku":"A","qty":2},{"sku":"B","qty":1}],"gift":true,"address":{"city":"Basel","zip":"4051"}}'),
            (2, 'Ben',  'South', 20.00, '2024-01-31', '{"items":[{"sku":"A","qty":5}],"gift":false}'),
            (3, 'Ann',  'North', 30.25, '2024-02-29', '{"items":[]}'),
            (4, 'Cleo', 'West',  NULL,  '2024-03-10', NULL),
            (5, 'Ben',  'South', 5.00,  '2024-03-31', '{"items":[{"sku":"C","qty":1}],"gift":null}');
        CREATE TABLE customers (name VARCHAR, country VARCHAR);
        INSERT INTO customers VALUES ('Ann', 'CH'), ('Ben', 'DE'), ('Dora', 'FR');
        CREATE VIEW by_region (region, total) AS SELECT region, SUM(amount) FROM orders GROUP BY region;
        """;

    internal SnowflakeHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await SnowflakeHost.StartAsync();
        var reply = await Host.SubmitAsync(Setup, body: new { parameters = new { multi_statement_count = 0 } });
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
