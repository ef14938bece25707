using System.Text;
using System.Text.Json;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Tests.Qrs.Connections;

public sealed class JsonArrayReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Objects_are_read_whole_however_the_text_arrives(int piece)
    {
        var text =
            " [ {\"n\":0,\"s\":\"}]\\\"\"} ,"
            + string.Join(",", Enumerable.Range(1, 50).Select(i => $"{{\"n\":{i},\"o\":{{\"a\":[1,2]}}}}"))
            + " ]\n";

        Assert.Equal(Enumerable.Range(0, 51), ReadAll(text, piece));
    }

    [Fact]
    public void An_object_larger_than_the_buffer_is_read()
    {
        var text = "[{\"s\":\"" + new string('x', 300_000) + "\",\"n\":1},{\"n\":2}]";

        Assert.Equal([1, 2], ReadAll(text, 5000));
    }

    [Fact]
    public void An_empty_array_has_no_objects() => Assert.Empty(ReadAll("[]", 1));

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{\"n\":1}")]
    [InlineData("[{\"n\":1},")]
    [InlineData("[{\"n\":1")]
    [InlineData("{\"n\":1}")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("[[]]")]
    [InlineData("null")]
    public void What_is_no_whole_array_of_objects_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => ReadAll(text, 2));

    private static List<int> ReadAll(string text, int piece)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new JsonArrayReader();
        var found = new List<int>();
        for (var at = 0; !reader.IsComplete; )
        {
            var buffer = reader.Buffer;
            var count = Math.Min(Math.Min(piece, bytes.Length - at), buffer.Length - reader.Length);
            Array.Copy(bytes, at, buffer, reader.Length, count);
            at += count;
            found.AddRange(reader.Take(count, json => json.GetProperty("n").GetInt32()));
        }

        return found;
    }
}
