using System.Text.Json;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Tests.Snowflake.Statements;

public sealed class StatementSubmissionTests
{
    [Fact]
    public void The_count_of_statements_goes_as_a_number()
    {
        var request = Submission(new StatementRequest("SELECT 1; SELECT 2") { StatementCount = 2 });

        using var body = JsonDocument.Parse(request.ToRequest(again: false, handleOnly: false).Body!);
        var count = body.RootElement.GetProperty("parameters").GetProperty("multi_statement_count");

        Assert.Equal((JsonValueKind.Number, "2"), (count.ValueKind, count.GetRawText()));
    }

    [Fact]
    public void Session_parameters_go_as_what_they_are()
    {
        var submission = Submission(
            new StatementRequest("SELECT 1")
            {
                QueryTag = "t",
                SessionParameters = [new("Rows_Per_Resultset", "5"), new("use_cached_result", false)],
            }
        );

        using var body = JsonDocument.Parse(submission.ToRequest(again: false, handleOnly: false).Body!);

        Assert.Equal(
            """{"query_tag":"t","rows_per_resultset":5,"use_cached_result":false}""",
            body.RootElement.GetProperty("parameters").GetRawText()
        );
    }

    [Theory]
    [InlineData("line")]
    [InlineData("position")]
    public void A_value_that_is_an_ordinary_word_leaves_the_words_of_a_refusal(string value)
    {
        var submission = Submission(
            new StatementRequest("SELECT ?, ?") { Parameters = StatementParameters.InOrder([value, "s3cret-value"]) }
        );

        Assert.Equal(
            "error line 1 at position 7: '…' and … are not recognized",
            submission.WithoutValues($"error line 1 at position 7: '{value}' and s3cret-value are not recognized")
        );
    }

    [Theory]
    [InlineData("2024", "Table T2024 has no row of 2024.", "Table T2024 has no row of ….")]
    [InlineData("2024", "12024 and 20245", "12024 and 20245")]
    [InlineData("A-1;", "near A-1;B", "near …B")]
    public void A_value_inside_a_longer_word_is_another_word(string value, string message, string shown) =>
        Assert.Equal(
            shown,
            Submission(new StatementRequest("SELECT ?") { Parameters = StatementParameters.InOrder([value]) })
                .WithoutValues(message)
        );

    private static StatementSubmission Submission(StatementRequest request) =>
        new(request.Bind(), new SnowflakeSessionOptions { Account = SnowflakeAccount.Parse("myorg-myaccount"), User = "SVC" });
}
