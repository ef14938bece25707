using QlikSnowflake.Connections;

namespace QlikSnowflake.Tests.Connections;

public sealed class SnowflakeConnectionKeysTests
{
    [Theory]
    [InlineData("warehuose", "'warehuose' ('warehouse'?)")]
    [InlineData("Databse", "'Databse' ('database'?)")]
    [InlineData("querytimout", "'querytimout' ('QueryTimeout'?)")]
    [InlineData("somethingElse", "'somethingElse':")]
    public void A_key_that_is_not_known_is_told_with_the_nearest(string name, string words) =>
        Assert.Contains(words, SnowflakeConnectionKeys.Warning(["server", name]), StringComparison.Ordinal);

    [Fact]
    public void Those_of_the_article_are_known_in_any_case() =>
        Assert.Null(
            SnowflakeConnectionKeys.Warning([
                "provider",
                "driver",
                "SERVER",
                "port",
                "database",
                "schema",
                "Warehouse",
                "validateSessionParam",
                "role",
                "authenticator",
                "allowNonSelectQueries",
                "QueryTimeout",
                "useBulkReader",
                "maxStringLength",
            ])
        );
}
