using System.Collections;
using System.Numerics;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Loading;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class StatementParametersTests
{
    public static TheoryData<object?, string, string?> Values =>
        new()
        {
            { null, "TEXT", null },
            { DBNull.Value, "TEXT", null },
            { true, "BOOLEAN", "true" },
            { 5, "FIXED", "5" },
            {
                BigInteger.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture),
                "FIXED",
                "99999999999999999999999999999999999999"
            },
            { 2.00m, "FIXED", "2.00" },
            { BigDecimal.Parse("1234567890123456789012345678.0123456789"), "FIXED", "1234567890123456789012345678.0123456789" },
            { BigDecimal.Parse("1.5E+300"), "TEXT", "1.5E+300" },
            { 2.50m, "FIXED", "2.50" },
            { new IntPtr(7), "FIXED", "7" },
            { System.Net.IPAddress.Loopback, "TEXT", "127.0.0.1" },
            { 0.1, "REAL", "0.1" },
            { double.NaN, "REAL", "NaN" },
            { double.NegativeInfinity, "REAL", "-inf" },
            { "it's", "TEXT", "it's" },
            { new byte[] { 0, 255 }, "BINARY", "00ff" },
            { new TimeSpan(0, 0, 1), "TIME", "1000000000" },
            { new DateTime(1969, 12, 31, 23, 59, 59), "TIMESTAMP_NTZ", "-1000000000" },
            { new DateTimeOffset(2021, 3, 19, 10, 0, 19, TimeSpan.FromHours(-8)), "TIMESTAMP_TZ", "1616176819000000000 960" },
            { DayOfWeek.Friday, "TEXT", "Friday" },
            {
                new Hashtable { ["a"] = new object?[] { 1, null, "x" } },
                "TEXT",
                """{"a":[1,null,"x"]}"""
            },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void Each_type_binds_as_the_API_documents(object? value, string type, string? text)
    {
        var (_, bindings) = StatementParameters.InOrder([value]).Bind("SELECT ?");
        Assert.Equal((type, text), (bindings[0].Type, bindings[0].Value));
    }

    [Theory]
    [InlineData(
        "SELECT :a, :A::VARCHAR, v:a, ':a', \"x:a\", $$:a$$ -- :a\n/* :a */",
        "SELECT ? , ? ::VARCHAR, v:a, ':a', \"x:a\", $$:a$$ -- :a\n/* :a */",
        2
    )]
    [InlineData("SELECT f(x):a,:a", "SELECT f(x):a,? ", 1)]
    [InlineData(@"SELECT 'it\':a', :a", @"SELECT 'it\':a', ? ", 1)]
    public void Names_become_question_marks_where_they_are_placeholders_and_positions_stay(
        string statement,
        string sent,
        int count
    )
    {
        var (text, bindings) = StatementParameters.ByName([new("a", 1)]).Bind(statement);
        Assert.Equal(sent, text);
        Assert.Equal(count, bindings.Count);
    }

    [Theory]
    [InlineData("SELECT ?", 2)]
    [InlineData("SELECT ?, ?", 1)]
    [InlineData("SELECT '?', \"?\" -- ?", 1)]
    [InlineData("SELECT :2", 1)]
    public void A_wrong_number_of_values_is_refused(string statement, int count)
    {
        var refusal = Assert.Throws<InputException>(() =>
            new StatementRequest(statement)
            {
                Parameters = StatementParameters.InOrder(Enumerable.Repeat((object?)1, count)),
            }.Bind()
        );
        Assert.Equal("ParameterCountMismatch", refusal.ErrorId);
    }

    [Fact]
    public void A_name_that_the_statement_lacks_is_refused()
    {
        var refusal = Assert.Throws<InputException>(() =>
            StatementParameters.ByName([new("a", "TOPSECRET"), new("b", 2)]).Bind("SELECT :b, 'a'")
        );
        Assert.Equal("ParameterNotInStatement", refusal.ErrorId);
        Assert.DoesNotContain("TOPSECRET", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_has_no_SQL_form_is_refused_without_being_shown() =>
        Assert.Equal(
            "ParameterTypeUnsupported",
            Assert
                .Throws<InputException>(() => StatementParameters.InOrder([new System.Security.SecureString()]).Bind("SELECT ?"))
                .ErrorId
        );

    [Fact]
    public void Several_statements_take_no_values() =>
        Assert.Equal(
            "ParametersWithSeveralStatements",
            Assert
                .Throws<InputException>(() =>
                    new StatementRequest("SELECT ?; SELECT 1")
                    {
                        StatementCount = 2,
                        Parameters = StatementParameters.InOrder([1]),
                    }.Bind()
                )
                .ErrorId
        );

    [Theory]
    [InlineData("ALTER USER u SET PASSWORD = 'hunter2' -- x", "ALTER USER u SET PASSWORD = '…'")]
    [InlineData("SELECT\n\t1 /* note */ AS \"A b\"", "SELECT 1 AS \"A b\"")]
    [InlineData("SELECT $$hunter2$$", "SELECT '…'")]
    public void A_summary_leaves_the_content_of_strings_out(string statement, string summary) =>
        Assert.Equal(summary, new StatementRequest(statement).Summary);

    [Theory]
    [InlineData("T", true)]
    [InlineData("DB.\"My schema\".T$1", true)]
    [InlineData("\"a\"\"b\"", true)]
    [InlineData("T; DROP TABLE X", false)]
    [InlineData("T (A)", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("A.B.C.D", false)]
    [InlineData("", false)]
    public void A_table_is_named_and_nothing_else(string table, bool fits)
    {
        if (fits)
            Assert.Equal(table, TableName.Check(table));
        else
            Assert.Equal("TableNameInvalid", Assert.Throws<InputException>(() => TableName.Check(table)).ErrorId);
    }
}
