using QlikSnowflake.Connections;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Tests.Connections;

public sealed class SnowflakeTargetTests
{
    [Fact]
    public void Its_properties_have_the_connectors_names_and_order()
    {
        var target = new SnowflakeTarget
        {
            Role = "R",
            Warehouse = "W",
            Schema = "S",
            Database = "D",
            Account = SnowflakeAccount.Parse("org-acct"),
        };

        Assert.Equal(
            [
                ("server", "org-acct.snowflakecomputing.com"),
                ("database", "D"),
                ("schema", "S"),
                ("warehouse", "W"),
                ("role", "R"),
            ],
            target.ToProperties().Select(p => (p.Key, p.Value))
        );
    }

    [Fact]
    public void What_is_not_given_is_no_property()
    {
        Assert.Empty(new SnowflakeTarget().ToProperties());
        Assert.Equal("role", Assert.Single(new SnowflakeTarget { Role = "R" }.ToProperties()).Key);
    }
}
