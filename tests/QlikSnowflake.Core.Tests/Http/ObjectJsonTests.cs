using System.Text;
using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Http;

public sealed class ObjectJsonTests
{
    [Fact]
    public void Values_tables_and_lists_are_written_as_the_rules_have_it() =>
        Assert.Equal(
            """{"a":null,"b":[1,2.5,"x",true],"c":"day","d":{"Length":3},"e":"AQI="}""",
            Write(
                new Dictionary<string, object?>
                {
                    ["a"] = DBNull.Value,
                    ["b"] = new object[] { 1, 2.5, 'x', true },
                    ["c"] = new DateTime(2026, 1, 2),
                    ["d"] = new StringBuilder("abc"),
                    ["e"] = new byte[] { 1, 2 },
                }
            )
        );

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void What_JSON_does_not_have_is_refused(object value) => Assert.Throws<NotFiniteNumberException>(() => Write(value));

    [Fact]
    public void What_refers_to_itself_is_refused()
    {
        var list = new List<object>();
        list.Add(list);

        Assert.Throws<InsufficientExecutionStackException>(() => Write(list));
    }

    private static string Write(object value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            new ObjectJson
            {
                DateText = _ => "day",
                Properties = o => [new("Length", ((StringBuilder)o).Length)],
                TooDeep = () => new InsufficientExecutionStackException(),
                NotFinite = () => new NotFiniteNumberException(),
            }.Write(json, value);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
