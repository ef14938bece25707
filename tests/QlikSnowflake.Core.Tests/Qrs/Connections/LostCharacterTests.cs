using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs.Connections;

/// <summary>Text that was read in the wrong encoding is refused before it becomes a connection's.</summary>
public sealed class LostCharacterTests
{
    [Theory]
    [InlineData("Verk\uFFFDufe", "lib", "u", "Name")]
    [InlineData("Sales", "K\uFFFDln", "u", "ConnectionString")]
    [InlineData("Sales", "lib", "J\uFFFDrg", "UserName")]
    public void A_replacement_character_is_refused_by_its_field(string name, string text, string user, string field)
    {
        var refusal = Assert.Throws<InputException>(() =>
            new NewDataConnection
            {
                Name = name,
                ConnectionString = text,
                Type = "folder",
                UserName = user,
            }.Check()
        );

        Assert.Equal("DataConnectionEncodingWrong", refusal.ErrorId);
        Assert.Contains($"{field} was read in the wrong encoding", refusal.Message);
    }
}
