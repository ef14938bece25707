using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>Statements that change tables, what they count, and what they refuse.</summary>
public sealed class ChangeTests
{
    private static readonly object Several = new { parameters = new { multi_statement_count = 0 } };

    private static async Task<SnowflakeHost> WithAsync(string setup)
    {
        var host = await SnowflakeHost.StartAsync();
        foreach (var sql in setup.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Assert.True((await host.SubmitAsync(sql)) is { Status: HttpStatusCode.OK } reply, sql);
        return host;
    }

    private static async Task<string> RowsAsync(SnowflakeHost host, string sql)
    {
        var reply = await host.SubmitAsync(sql);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        return string.Join(';', reply.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "~"))));
    }

    [Fact]
    public async Task Rows_are_updated_and_deleted_by_a_condition_and_by_a_join()
    {
        await using var host = await WithAsync(
            "CREATE TABLE t (n INT, s VARCHAR); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c'); CREATE TABLE u (n "
                + "INT); INSERT INTO u VALUES (3)"
        );

        var updated = await host.SubmitAsync("UPDATE t SET s = s || '!', n = n + 10 WHERE n < 3");
        var joined = await host.SubmitAsync("UPDATE t SET s = 'joined' FROM u WHERE t.n = u.n");
        var deleted = await host.SubmitAsync("DELETE FROM t USING u WHERE t.n = u.n");

        Assert.Equal(["number of rows updated", "number of multi-joined rows updated"], updated.Columns);
        Assert.Equal(new string?[] { "2", "0" }, updated.Rows.Single());
        Assert.Equal(2, (int)updated.Json["stats"]!["numRowsUpdated"]!);
        Assert.Equal("1", joined.Rows.Single()[0]);
        Assert.Equal("1", deleted.Cell);
        Assert.Equal("11|a!;12|b!", await RowsAsync(host, "SELECT * FROM t ORDER BY n"));
    }

    [Fact]
    public async Task A_merge_counts_what_it_inserts_updates_and_deletes()
    {
        await using var host = await WithAsync(
            "CREATE TABLE t (k INT, v VARCHAR); INSERT INTO t VALUES (1, 'one'), (2, 'two'); CREATE TABLE s (k INT, "
                + "v VARCHAR, gone BOOLEAN); "
                + "INSERT INTO s VALUES (1, 'uno', FALSE), (2, NULL, TRUE), (3, 'tres', FALSE)"
        );

        var reply = await host.SubmitAsync(
            "MERGE INTO t USING s ON t.k = s.k WHEN MATCHED AND s.gone THEN DELETE WHEN MATCHED THEN UPDATE SET v = s.v "
                + "WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, s.v)"
        );

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        Assert.Equal(["number of rows inserted", "number of rows updated", "number of rows deleted"], reply.Columns);
        Assert.Equal(new string?[] { "1", "1", "1" }, reply.Rows.Single());
        Assert.Equal("1|uno;3|tres", await RowsAsync(host, "SELECT * FROM t ORDER BY k"));
    }

    [Fact]
    public async Task A_merge_that_matches_a_row_twice_is_refused()
    {
        await using var host = await WithAsync("CREATE TABLE t (k INT); INSERT INTO t VALUES (1)");

        var reply = await host.SubmitAsync(
            "MERGE INTO t USING (SELECT 1 AS k UNION ALL SELECT 1) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET k = 2"
        );

        Assert.Equal("100090", reply.Code);
    }

    [Fact]
    public async Task Tables_are_altered_and_made_from_queries()
    {
        await using var host = await WithAsync(
            "CREATE TABLE t (id INT AUTOINCREMENT, n NUMBER(10,2) DEFAULT 1.5, PRIMARY KEY (id)); INSERT INTO t (n) "
                + "VALUES (DEFAULT), (2); "
                + "ALTER TABLE t ADD COLUMN s VARCHAR DEFAULT 'x'; ALTER TABLE t RENAME COLUMN n TO amount; INSERT "
                + "INTO t (amount) VALUES (3); "
                + "CREATE TABLE u AS SELECT id, amount * 2 AS twice FROM t; CREATE TABLE v LIKE t; CREATE TABLE w "
                + "CLONE t; ALTER TABLE w DROP COLUMN s"
        );

        Assert.Equal("1|1.50|x;2|2.00|x;3|3.00|x", await RowsAsync(host, "SELECT * FROM t ORDER BY 1"));
        Assert.Equal("1|3.00;2|4.00;3|6.00", await RowsAsync(host, "SELECT * FROM u ORDER BY 1"));
        Assert.Equal("0", await RowsAsync(host, "SELECT COUNT(*) FROM v"));
        Assert.Equal("1|1.50;2|2.00;3|3.00", await RowsAsync(host, "SELECT * FROM w ORDER BY 1"));
        var described = await host.SubmitAsync("DESC TABLE t");
        Assert.Equal(
            ["ID|NUMBER(38,0)|N", "AMOUNT|NUMBER(10,2)|Y", "S|VARCHAR(16777216)|Y"],
            described.Rows.Select(r => $"{r[0]}|{r[1]}|{r[3]}")
        );
        Assert.Equal(["T", "U", "V", "W"], (await host.SubmitAsync("SHOW TABLES")).Rows.Select(r => r[1]));
    }

    [Theory]
    [InlineData("LIKE 'a_'", "AB AC")]
    [InlineData("STARTS WITH 'A'", "AB AC")]
    [InlineData("STARTS WITH 'a'", "")]
    [InlineData("LIMIT 2", "AB AC")]
    [InlineData("LIMIT 2 FROM 'AC'", "B C")]
    [InlineData("LIKE '%c' IN ACCOUNT STARTS WITH 'A' LIMIT 1", "AC")]
    public async Task What_is_shown_is_chosen_by_name(string clauses, string expected)
    {
        await using var host = await WithAsync(
            "CREATE TABLE ab (n INT); CREATE TABLE ac (n INT); CREATE TABLE b (n INT); CREATE TABLE c (n INT)"
        );

        var shown = await host.SubmitAsync("SHOW TABLES " + clauses);

        Assert.Equal(expected, string.Join(' ', shown.Rows.Select(r => r[1])));
    }

    [Fact]
    public async Task Databases_and_schemas_are_made_by_those_who_may()
    {
        await using var host = await SnowflakeHost.StartAsync();

        var refused = await host.SubmitAsync("CREATE DATABASE d");
        await host.SubmitAsync("CREATE DATABASE d", user: SnowflakeHost.Admin);
        await host.SubmitAsync("CREATE SCHEMA d.s");
        var made = await host.SubmitAsync("CREATE TABLE t (n INT)", body: new { database = "D", schema = "S" });
        await host.SubmitAsync("DROP DATABASE d", user: SnowflakeHost.Admin);

        Assert.Equal("003001", refused.Code);
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal("002003", (await host.SubmitAsync("SELECT * FROM d.s.t")).Code);
    }

    [Fact]
    public async Task A_role_without_privileges_sees_nothing_and_with_SELECT_changes_nothing()
    {
        await using var host = await WithAsync("CREATE TABLE t (n INT)");
        var asPublic = new { role = "PUBLIC" };

        var unseen = await host.SubmitAsync("SELECT * FROM t", body: asPublic);
        var unmade = await host.SubmitAsync("CREATE TABLE u (n INT)", body: asPublic);
        await host.SubmitAsync("GRANT SELECT ON TABLE t TO ROLE PUBLIC");
        var seen = await host.SubmitAsync("SELECT * FROM t", body: asPublic);
        var changed = await host.SubmitAsync("INSERT INTO t VALUES (1)", body: asPublic);

        Assert.Equal("002003", unseen.Code);
        Assert.Equal("003001", unmade.Code);
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Equal("003001", changed.Code);
        Assert.Contains("Insufficient privileges to operate on table 'T'", changed.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>The first row of VALUES is the guide for the types of the others.</summary>
    [Theory]
    [InlineData("INSERT INTO t (s) VALUES (3), ('d')", "100038")]
    [InlineData("INSERT INTO t (s) VALUES (?), (?)", "100038")]
    [InlineData("INSERT INTO t (s) VALUES (TRUE), ('maybe')", "100037")]
    [InlineData("INSERT INTO t (s) VALUES ('d'), (3)", null)]
    [InlineData("INSERT INTO t (n) VALUES (10.00), ('9.99')", null)]
    [InlineData("INSERT INTO t (n) VALUES (NULL), (1), ('2')", null)]
    public async Task The_first_row_says_what_type_a_column_of_values_has(string sql, string? code)
    {
        await using var host = await WithAsync("CREATE TABLE t (s VARCHAR, n NUMBER(10,2))");

        var reply = await host.SubmitAsync(
            sql,
            body: new
            {
                bindings = new Dictionary<string, object>
                {
                    ["1"] = new { type = "FIXED", value = "3" },
                    ["2"] = new { type = "TEXT", value = "d" },
                },
            }
        );

        Assert.Equal(code, reply.Status == HttpStatusCode.OK ? null : reply.Code);
    }

    [Theory]
    [InlineData("USE ROLE PUBLIC")]
    [InlineData("ALTER SESSION SET TIMEZONE = 'UTC'")]
    [InlineData("BEGIN")]
    [InlineData("SET x = 1")]
    public async Task What_lasts_for_a_session_is_refused_alone(string sql)
    {
        await using var host = await SnowflakeHost.StartAsync();

        Assert.Equal("000002", (await host.SubmitAsync(sql)).Code);
    }

    [Fact]
    public async Task A_session_of_several_statements_has_variables_a_time_zone_and_transactions()
    {
        await using var host = await WithAsync("CREATE TABLE t (n INT)");

        var reply = await host.SubmitAsync(
            "SET x = 5; ALTER SESSION SET TIMEZONE = 'Asia/Tokyo'; BEGIN; INSERT INTO t VALUES ($x); SELECT n, "
                + "TO_VARCHAR('2024-01-01 00:00:00 +0000'::TIMESTAMP_LTZ, 'HH24') FROM t; ROLLBACK",
            body: Several
        );

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        var rows = (await host.FetchAsync((string)reply.Json["statementHandles"]![4]!)).Rows;
        Assert.Equal(new string?[] { "5", "09" }, rows.Single());
        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
    }

    [Fact]
    public async Task A_transaction_left_open_is_undone()
    {
        await using var host = await WithAsync("CREATE TABLE t (n INT)");

        await host.SubmitAsync("BEGIN; INSERT INTO t VALUES (1)", body: Several);

        Assert.Empty(host.Service.TableRows("QLIK.PUBLIC.T"));
    }

    [Theory]
    [InlineData("SELECT * FROM t")]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("UPDATE t SET n = 1")]
    public async Task Tables_need_a_warehouse(string sql)
    {
        await using var host = await WithAsync("CREATE TABLE t (n INT)");
        host.Service.Settings.DefaultWarehouse = null;

        Assert.Equal("000606", (await host.SubmitAsync(sql)).Code);
    }
}
