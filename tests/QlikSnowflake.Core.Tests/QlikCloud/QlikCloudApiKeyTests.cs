using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud;

public sealed class QlikCloudApiKeyTests
{
    private const string Json = """
        {"id":"9a8b","tenantId":"t1","description":"for Qlik","sub":"u1","subType":"user","status":"active",
         "expiry":"2026-03-01T16:00:00.91Z","created":"2026-02-01T16:00:00Z","createdByUser":"u1"
        """;

    [Fact]
    public void A_new_key_has_its_token_and_does_not_show_it()
    {
        var key = Read(Json + """,\"token":"eyJ.abc.def"}""".Replace("\\", string.Empty));

        Assert.Equal(("9a8b", "t1", "for Qlik", "u1", "active"), (key.Id, key.TenantId, key.Description, key.UserId, key.Status));
        Assert.Equal("eyJ.abc.def", key.Token!.Reveal());
        Assert.DoesNotContain("eyJ", key.ToString());
    }

    [Fact]
    public void Its_times_are_UTC_with_fractions_of_any_length()
    {
        var key = Read(Json + "}");

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 16, 0, 0, 910, TimeSpan.Zero), key.ExpiresAt);
        Assert.Equal(
            (TimeSpan.Zero, new DateTimeOffset(2026, 2, 1, 16, 0, 0, TimeSpan.Zero)),
            (key.ExpiresAt.Offset, key.CreatedAt)
        );
    }

    [Theory]
    [InlineData("""{"id":"k","description":"d","expiry":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"k","description":null,"expiry":null}""")]
    [InlineData("""{"id":"k"}""")]
    public void The_zero_date_is_no_end_and_so_is_none(string json) => Assert.Null(Read(json).DaysLeft);

    [Fact]
    public void A_key_that_was_read_has_no_token()
    {
        Assert.Null(Read(Json + "}").Token);
        Assert.Null(Read("""{"id":"1","expiry":"2026-03-01T16:00:00Z","token":""}""").Token);
        Assert.Null(Read("""{"id":"1","expiry":"2026-03-01T16:00:00Z"}""").CreatedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void A_key_needs_a_description(string description) =>
        Assert.Equal(
            "ApiKeyDescriptionInvalid",
            Assert.Throws<InputException>(() => ApiKeyClient.Check(description, null)).ErrorId
        );

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(0.5)]
    public void A_key_needs_a_lifetime_of_a_second_at_least(double seconds) =>
        Assert.Equal(
            "ApiKeyLifetimeInvalid",
            Assert.Throws<InputException>(() => ApiKeyClient.Check("x", TimeSpan.FromSeconds(seconds))).ErrorId
        );

    private static QlikCloudApiKey Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return QlikCloudApiKey.Read(document.RootElement, null);
    }
}
