using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Tests.Connections.Emulated;

public sealed class KeyPairConversionTests
{
    [Fact]
    public async Task A_password_connection_is_converted_once_its_key_has_logged_in()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs("Sales", "role=NO_SUCH_ROLE;", estate.User, "p");
        estate.AddCloud("Cloud", properties: Estate.Password);
        var conversion = await ConversionAsync(estate, key);

        foreach (var connection in (await estate.ListAsync()).Connections)
        {
            var plan = await conversion.PlanAsync(connection, Estate.Context);
            Assert.Equal((SnowflakeLoginKind.Password, false), (plan.Before, plan.Changed));
            var done = await conversion.ConvertAsync(connection, plan, Estate.Context);
            Assert.True(done.Changed);
        }

        Assert.All((await estate.ListAsync()).Connections, c => Assert.Equal(SnowflakeLoginKind.KeyPair, c.Login));
        Assert.True((await conversion.PlanAsync(await estate.FindAsync("Sales"), Estate.Context)).IsSoAlready);
    }

    [Fact]
    public async Task A_key_that_does_not_log_in_changes_nothing()
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.NewKey("other.p8"), null);
        estate.AddQrs("Sales", "", estate.User, "p");
        var conversion = await ConversionAsync(estate, key);

        var connection = await estate.FindAsync("Sales");
        var e = await Assert.ThrowsAsync<InputException>(() => conversion.PlanAsync(connection, Estate.Context));

        Assert.Equal(("KeyNotProved", FailureKind.Authentication), (e.ErrorId, e.Kind));
    }

    [Theory]
    [InlineData("authenticator=snowflake_jwt;", "SVC", "ConnectionNotPassword")]
    [InlineData("authenticator=oauth;", "SVC", "ConnectionNotPassword")]
    [InlineData("ODBC CONNECT TO [x]", "SVC", "ConnectionNotPassword")]
    [InlineData("x=1;", null, "ConnectionNotPassword")]
    public async Task What_is_no_password_connection_is_refused(string text, string? user, string errorId)
    {
        await using var estate = await Estate.StartAsync();
        using var key = QlikKeyFile.Read(estate.KeyPath, null);
        estate.AddQrs(
            "Sales",
            text,
            user,
            "p",
            text.StartsWith("ODBC", StringComparison.Ordinal) ? "odbc" : "QvOdbcConnectorPackage.exe"
        );
        var conversion = await ConversionAsync(estate, key);

        var connection = await estate.FindAsync("Sales");
        var e = await Assert.ThrowsAsync<InputException>(() => conversion.PlanAsync(connection, Estate.Context));

        Assert.Equal(errorId, e.ErrorId);
    }

    private static async Task<KeyPairConversion> ConversionAsync(Estate estate, QlikKeyFile key)
    {
        var session = await estate.OpenSnowflakeAsync();
        return new KeyPairConversion(key, new ConnectionLogins(session, new UserKeyNames(session)));
    }
}
