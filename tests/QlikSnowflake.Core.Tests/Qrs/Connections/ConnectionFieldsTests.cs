using System.Reflection;
using System.Text.Json;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class ConnectionFieldsTests
{
    private static readonly ConnectionFields All = new()
    {
        ConnectionString = "CUSTOM CONNECT TO \"provider=P.exe;driver=snowflake;\"",
        Type = "P.exe",
        UserName = "U",
        Password = "p".Secret(),
        LogOn = DataConnectionLogOn.CurrentUser,
        Architecture = DataConnectionArchitecture.X64,
    };

    // A field that is added later and forgotten in one of the shapes fails here.
    public static TheoryData<string> Names =>
        [.. typeof(ConnectionFields).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_of_a_connection_holds_every_field(string name)
    {
        object[] shapes =
        [
            new DataConnection { Fields = All },
            new NewDataConnection { Name = "n", Fields = All },
            new DataConnectionChange(All),
            new DataConnectionState(All),
            DataConnectionState.Of(new DataConnection { Fields = All }),
            All.ToFields(),
            new ConnectionFields().CompletedBy(All),
            All.CompletedBy(new ConnectionFields()),
        ];

        Assert.NotNull(Value(All, name));
        Assert.All(shapes, shape => Assert.Equal(Value(All, name), Value(shape, name)));
    }

    [Fact]
    public void What_is_said_comes_before_what_completes_it()
    {
        var said = new ConnectionFields { UserName = string.Empty, LogOn = DataConnectionLogOn.ServiceUser }.CompletedBy(All);

        Assert.Equal((string.Empty, DataConnectionLogOn.ServiceUser), (said.UserName, said.LogOn));
    }

    [Fact]
    public void The_fields_of_what_is_more_are_the_fields_alone() =>
        Assert.Equal(
            typeof(ConnectionFields),
            new DataConnectionState(All) { Name = "n" }
                .ToFields()
                .GetType()
        );

    [Fact]
    public void A_connection_with_nothing_said_is_written_with_the_repositorys_defaults()
    {
        using var body = JsonDocument.Parse(DataConnectionJson.WriteNew(new NewDataConnection { Name = "n" }));

        Assert.Equal(string.Empty, body.RootElement.GetProperty("type").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("logOn").GetInt32());
    }

    private static object? Value(object shape, string name) =>
        shape.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(shape);
}
