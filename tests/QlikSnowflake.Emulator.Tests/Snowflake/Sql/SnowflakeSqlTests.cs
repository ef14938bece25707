using System.Net;
using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>
/// Queries in Snowflake's SQL with the results that its documentation gives or that follow from the rules it states. All of them run
/// in one account.
/// </summary>
public sealed class SnowflakeSqlTests(OrdersAccount account) : IClassFixture<OrdersAccount>
{
    private readonly SnowflakeHost _host = account.Host;

    /// <summary>A query, and its rows: cells parted by |, rows by ;, NULL as ~.</summary>
    public static TheoryData<string, string> Queries =>
        new()
        {
            // Expressions and functions.
            { "SELECT 1 + 1, 7 / 2, 1 / 3, 10 % 3, 2 * 3.25", "2|3.500000|0.333333|1|6.50" },
            {
                "SELECT IFF(1 > 2, 'yes', 'no'), NVL(NULL, 'x'), NVL2(NULL, 1, 2), COALESCE(NULL, NULL, 3), "
                    + "ZEROIFNULL(NULL), NULLIFZERO(0)",
                "no|x|2|3|0|~"
            },
            {
                "SELECT DECODE(2, 1, 'one', 2, 'two', 'other'), CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END, DIV0(1, 0), "
                    + "EQUAL_NULL(NULL, NULL)",
                "two|b|0.000000|true"
            },
            {
                "SELECT UPPER('a') || LOWER('B'), INITCAP('the quick'), SUBSTR('testing 1 2 3', 9, 5), LPAD('123', "
                    + "5, '0'), SPLIT_PART('11.22.33', '.', -1)",
                "Ab|The Quick|1 2 3|00123|33"
            },
            {
                "SELECT LEFT('ABCDEF', 3), RIGHT('ABCDEFG', 3), TRIM('  x '), REPLACE('down', 'down', 'up'), "
                    + "POSITION('an' IN 'banana'), CONTAINS('te', 'T')",
                "ABC|EFG|x|up|2|false"
            },
            {
                "SELECT REGEXP_REPLACE('Customers - (NY)', '\\\\(|\\\\)', ''), REGEXP_SUBSTR('It was the best of "
                    + "times', 'the\\\\W+\\\\w+'), REGEXP_COUNT('It was the best of times, it was the worst', "
                    + "'\\\\bwas\\\\b', 1), 'San Francisco' RLIKE 'San.*'",
                "Customers - NY|the best|2|true"
            },
            {
                "SELECT ROUND(135.135, 1), ROUND(-975.975, -2), TRUNC(135.135, -2), CEIL(-975.975), FLOOR(135.135), "
                    + "ABS(-5), SIGN(-5.4)",
                "135.1|-1000|100|-975|135|5|-1"
            },
            {
                "SELECT TO_VARCHAR(12345.6, '99,999.00'), TO_NUMBER('12.3456', 10, 1), TRY_TO_NUMBER('x'), "
                    + "'12.5'::NUMBER(5,2), TO_BOOLEAN('yes')",
                " 12,345.60|12.3|~|12.50|true"
            },
            {
                "SELECT TO_VARCHAR('2013-04-05 01:02:03'::TIMESTAMP, 'mm/dd/yyyy, hh24:mi'), TO_DATE('04/05/2013', "
                    + "'MM/DD/YYYY')::VARCHAR, TO_CHAR(DATE '2024-02-29', 'DY, DD MON YYYY')",
                "04/05/2013, 01:02|2013-04-05|Thu, 29 Feb 2024"
            },
            {
                "SELECT DATEADD(year, 2, '2013-05-08'::DATE)::VARCHAR, DATEADD(month, 1, "
                    + "'2023-01-31'::DATE)::VARCHAR, ADD_MONTHS('2016-02-29'::DATE, 1)::VARCHAR, DATEADD(hour, 2, "
                    + "'2013-05-08'::DATE)::VARCHAR",
                "2015-05-08|2023-02-28|2016-03-31|2013-05-08 02:00:00.000"
            },
            {
                "SELECT DATEDIFF(year, '2010-04-09 14:39:20'::TIMESTAMP, '2013-05-08 23:39:20'::TIMESTAMP), "
                    + "DATEDIFF(hour, '2013-05-08T23:39:20.123'::TIMESTAMP, DATEADD(year, 2, "
                    + "'2013-05-08T23:39:20.123'::TIMESTAMP)), DATEDIFF('day', '2024-02-28'::DATE, '2024-03-01'::DATE)",
                "3|17520|2"
            },
            {
                "SELECT DATE_TRUNC('month', '2015-05-08T23:39:20.123-07:00'::TIMESTAMP)::VARCHAR, DATE_TRUNC(week, "
                    + "'2024-02-29'::DATE)::VARCHAR, DATE_TRUNC('quarter', DATE '2024-05-05')::VARCHAR",
                "2015-05-01 00:00:00.000|2024-02-26|2024-04-01"
            },
            {
                "SELECT YEAR('2013-05-08'::DATE), DATE_PART(quarter, '2013-05-08'::DATE), EXTRACT(DAYOFWEEK FROM "
                    + "'2013-05-12'::DATE), DAYNAME('2015-05-01'::DATE), MONTHNAME('2015-05-01'::DATE), "
                    + "WEEKISO('2016-01-03'::DATE)",
                "2013|2|0|Fri|May|53"
            },
            {
                "SELECT LAST_DAY('2015-05-08'::DATE)::VARCHAR, NEXT_DAY('2024-02-29'::DATE, 'Friday')::VARCHAR, "
                    + "MONTHS_BETWEEN('2019-03-01'::DATE, '2019-02-15'::DATE), '2024-01-01'::DATE + INTERVAL '1 month, 2 "
                    + "days' = '2024-02-03'::DATE",
                "2015-05-31|2024-03-01|0.548387|true"
            },
            {
                "SELECT CONVERT_TIMEZONE('America/Los_Angeles', 'America/New_York', '2024-01-01 "
                    + "14:00:00'::TIMESTAMP_NTZ)::VARCHAR, '2024-01-01'::DATE + 30 - '2024-01-01'::DATE",
                "2024-01-01 17:00:00.000|30"
            },
            // WHERE, ORDER BY, LIMIT.
            { "SELECT id FROM orders WHERE region = 'North' AND amount BETWEEN 10 AND 11", "1" },
            { "SELECT id FROM orders WHERE customer LIKE 'B%' OR customer ILIKE 'CL__' ORDER BY id DESC", "5;4;2" },
            { "SELECT id FROM orders ORDER BY amount", "5;1;2;3;4" },
            { "SELECT id, amount FROM orders ORDER BY amount DESC LIMIT 2 OFFSET 1", "3|30.25;2|20.00" },
            { "SELECT TOP 2 id FROM orders WHERE amount IS NOT NULL ORDER BY 1 DESC", "5;3" },
            {
                "SELECT DISTINCT region FROM orders WHERE ordered >= '2024-01-20' AND region NOT IN ('West') ORDER BY region",
                "North;South"
            },
            // Joins and sets.
            {
                "SELECT o.id, c.country FROM orders o LEFT JOIN customers c ON o.customer = c.name WHERE o.id > 2 ORDER BY 1",
                "3|CH;4|~;5|DE"
            },
            {
                "SELECT c.name, COUNT(o.id) AS n FROM customers AS c LEFT OUTER JOIN orders o ON c.name = o.customer "
                    + "GROUP BY c.name ORDER BY n DESC, name",
                "Ann|2;Ben|2;Dora|0"
            },
            { "SELECT name FROM customers MINUS SELECT customer FROM orders", "Dora" },
            { "SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE customer = name AND amount > 25)", "Ann" },
            {
                "SELECT name FROM customers WHERE name IN (SELECT customer FROM orders WHERE region = 'South') UNION "
                    + "ALL SELECT 'x' ORDER BY 1",
                "Ben;x"
            },
            { "SELECT id, (SELECT country FROM customers WHERE name = o.customer) FROM orders o WHERE id = 2", "2|DE" },
            // Groups.
            {
                "SELECT region, SUM(amount), COUNT(*), COUNT(amount), AVG(amount) FROM orders GROUP BY region ORDER BY region",
                "North|40.75|2|2|20.37500000;South|25.00|2|2|12.50000000;West|~|1|0|~"
            },
            {
                "SELECT region r, MAX(ordered)::VARCHAR FROM orders GROUP BY r HAVING COUNT(*) > 1 ORDER BY r",
                "North|2024-02-29;South|2024-03-31"
            },
            {
                "SELECT region, customer, SUM(amount) FROM orders WHERE amount > 0 GROUP BY ROLLUP(region, customer) "
                    + "ORDER BY region, customer",
                "North|Ann|40.75;North|~|40.75;South|Ben|25.00;South|~|25.00;~|~|65.75"
            },
            {
                "SELECT LISTAGG(id, ',') WITHIN GROUP (ORDER BY id DESC), COUNT(DISTINCT region), COUNT_IF(amount > "
                    + "10), MEDIAN(amount), BOOLOR_AGG(id = 4) FROM orders",
                "5,4,3,2,1|3|3|15.25000|true"
            },
            { "SELECT * FROM by_region WHERE total > 30", "North|40.75" },
            // Windows.
            {
                "SELECT id, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ordered) AS n, LAG(amount) OVER "
                    + "(PARTITION BY customer ORDER BY ordered) FROM orders ORDER BY id",
                "1|1|~;2|1|~;3|2|10.50;4|1|~;5|2|20.00"
            },
            {
                "SELECT id, SUM(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM "
                    + "orders WHERE id <= 3",
                "1|10.50;2|30.50;3|60.75"
            },
            {
                "SELECT id FROM orders QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY amount DESC NULLS "
                    + "LAST) = 1 ORDER BY id",
                "2;3;4"
            },
            { "SELECT DISTINCT LAST_VALUE(id) OVER (PARTITION BY customer ORDER BY id) AS l FROM orders ORDER BY l", "3;4;5" },
            // CTEs.
            { "WITH big AS (SELECT * FROM orders WHERE amount > 15), n (c) AS (SELECT COUNT(*) FROM big) SELECT c FROM n", "2" },
            {
                "WITH RECURSIVE f (n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b, a + b FROM f WHERE n < 10) "
                    + "SELECT a FROM f ORDER BY n DESC LIMIT 1",
                "34"
            },
            // Semi-structured values.
            {
                "SELECT doc:address.city::STRING, doc:items[0].sku, doc['address']['zip']::NUMBER, doc:nothing FROM "
                    + "orders WHERE id = 1",
                "Basel|\"A\"|4051|~"
            },
            {
                "SELECT o.id, f.index, f.value:sku::VARCHAR, f.value:qty::INT FROM orders o, LATERAL FLATTEN(input "
                    + "=> o.doc:items) f ORDER BY 1, 2",
                "1|0|A|2;1|1|B|1;2|0|A|5;5|0|C|1"
            },
            {
                "SELECT id, SUM(f.value:qty::NUMBER) FROM orders, TABLE(FLATTEN(doc:items)) f WHERE doc:gift::BOOLEAN GROUP BY id",
                "1|3"
            },
            {
                "SELECT TYPEOF(doc:gift), IS_NULL_VALUE(doc:gift), doc:gift IS NULL FROM orders WHERE id = 5",
                "NULL_VALUE|true|false"
            },
            {
                "SELECT TO_JSON(OBJECT_CONSTRUCT('a', 1, 'b', NULL, 'c', ARRAY_CONSTRUCT(1, 'x', NULL))), "
                    + "ARRAY_SIZE(PARSE_JSON('[1,2,3]')), GET_PATH(PARSE_JSON('{\"a\":[{\"b\":7}]}'), 'a[0].b')::INT",
                "{\"a\":1,\"c\":[1,\"x\",null]}|3|7"
            },
            {
                "SELECT TO_JSON(ARRAY_AGG(id) WITHIN GROUP (ORDER BY id)), ARRAY_CONTAINS(2::VARIANT, ARRAY_AGG(id)) FROM orders",
                "[1,2,3,4,5]|true"
            },
            { "SELECT COLUMN1, $2 FROM VALUES (1, 'one'), (2, 'two') ORDER BY 1", "1|one;2|two" },
            {
                "SELECT v.x, s.value FROM (VALUES ('a b'), ('c')) AS v (x), LATERAL SPLIT_TO_TABLE(v.x, ' ') s ORDER BY 2",
                "a b|a;a b|b;c|c"
            },
            { "SELECT COUNT(*), MAX(seq4()) FROM TABLE(GENERATOR(ROWCOUNT => 10))", "10|9" },
            {
                "SELECT MAX(id), COUNT_IF(active) FROM TABLE(EMULATOR_ROWS(rows => 100, shape => 'mixed10')) WHERE amount > 1",
                "99|48"
            },
        };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_has_the_result_that_Snowflake_states(string sql, string expected)
    {
        var reply = await _host.SubmitAsync(sql);

        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        Assert.Equal(expected, string.Join(';', reply.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "~")))));
    }

    [Theory]
    [InlineData("SELECT * FROM orders PIVOT (SUM(amount) FOR region IN ('North'))", "PIVOT")]
    [InlineData("SELECT * FROM orders SAMPLE (10)", "SAMPLE")]
    [InlineData("SELECT SOUNDEX('x')", "the function SOUNDEX")]
    [InlineData("SELECT * FROM @stage", "stages")]
    [InlineData("SELECT * FROM INFORMATION_SCHEMA.TABLES", "INFORMATION_SCHEMA")]
    [InlineData("CREATE STAGE s", "CREATE STAGE")]
    [InlineData("CALL p()", "this statement: CALL")]
    [InlineData("COPY INTO orders FROM @s", "this statement: COPY")]
    public async Task What_the_emulator_cannot_do_is_not_the_users_mistake(string sql, string what)
    {
        var reply = await _host.SubmitAsync(sql);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "000002"), (reply.Status, reply.Code));
        Assert.Equal($"the emulator's SQL does not know {what}.", reply.ErrorText);
    }

    [Theory]
    [InlineData("SELECT id FROM orders WHERE nope = 1", "000904")]
    [InlineData("SELECT name FROM customers a, customers b", "001044")]
    [InlineData("SELECT region, COUNT(*) FROM orders", "000979")]
    [InlineData("SELECT 1 / 0", "100051")]
    [InlineData("SELECT amount / 0 FROM orders", "100051")]
    [InlineData("SELECT (SELECT id FROM orders)", "090150")]
    [InlineData("SELECT customer::NUMBER FROM orders", "100038")]
    [InlineData("SELECT id FROM orders UNION SELECT id, region FROM orders", "001789")]
    [InlineData("SELECT ROW_NUMBER() FROM orders", "002303")]
    [InlineData("SELECT * FROM orders WHERE", "001003")]
    [InlineData("SELECT UPPER() FROM orders", "000938")]
    public async Task What_Snowflake_refuses_is_refused_with_its_code(string sql, string code)
    {
        var reply = await _host.SubmitAsync(sql);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Results_tell_precision_scale_and_length()
    {
        var reply = await _host.SubmitAsync(
            "SELECT amount, amount * 2, COUNT(*), customer, ordered, doc FROM orders GROUP BY ALL LIMIT 0"
        );

        Assert.Equal(["AMOUNT", "AMOUNT * 2", "COUNT(*)", "CUSTOMER", "ORDERED", "DOC"], reply.Columns);
        Assert.Equal(["fixed", "fixed", "fixed", "text", "date", "variant"], reply.RowType.Select(c => (string?)c!["type"]));
        Assert.Equal((10, 2), ((int?)reply.RowType[0]!["precision"], (int?)reply.RowType[0]!["scale"]));
        Assert.Equal(20, (int?)reply.RowType[3]!["length"]);
    }

    [Fact]
    public async Task Placeholders_stand_in_every_clause()
    {
        var reply = await _host.SubmitAsync(
            "SELECT id FROM orders WHERE region = :region AND amount > ? LIMIT :2",
            body: new
            {
                bindings = new Dictionary<string, object>
                {
                    ["region"] = new { type = "TEXT", value = "South" },
                    ["1"] = new { type = "FIXED", value = "6" },
                    ["2"] = new { type = "FIXED", value = "3" },
                },
            }
        );

        Assert.Equal("2", reply.Cell);
    }

    [Fact]
    public async Task Names_in_quotes_keep_their_case_and_differ_by_it()
    {
        await _host.SubmitAsync("CREATE TABLE q (\"a\" INT, A INT, \"with \"\"quotes\"\"\" INT)");
        await _host.SubmitAsync("INSERT INTO q VALUES (1, 2, 3)");

        var reply = await _host.SubmitAsync("SELECT \"a\", a, \"with \"\"quotes\"\"\" AS \"Alias\" FROM Q");

        Assert.Equal(["a", "A", "Alias"], reply.Columns);
        Assert.Equal(new string?[] { "1", "2", "3" }, reply.Rows.Single());
    }
}
