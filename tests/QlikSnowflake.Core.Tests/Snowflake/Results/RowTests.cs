using System.Text;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Tests.Support;
using static QlikSnowflake.Tests.Snowflake.Results.ResultBody;

namespace QlikSnowflake.Tests.Snowflake.Results;

/// <summary>Texts, nulls, names of columns, and the ways in which rows arrive.</summary>
public sealed class RowTests
{
    private static readonly string[] AllTypes =
    [
        "fixed",
        "real",
        "decfloat",
        "text",
        "binary",
        "boolean",
        "date",
        "time",
        "timestamp_ntz",
        "timestamp_ltz",
        "timestamp_tz",
        "variant",
        "object",
        "array",
        "vector",
        "geography",
        "something_new",
    ];

    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"\"", "")]
    [InlineData("\"null\"", "null")]
    [InlineData("\"quote \\\" backslash \\\\ line\\n tab\\t slash \\/\"", "quote \" backslash \\ line\n tab\t slash /")]
    [InlineData("\"\\u00fc \\ud83d\\ude00\"", "ü 😀")]
    [InlineData("\"密码 😀\"", "密码 😀")]
    [InlineData("42", "42")]
    [InlineData("true", "true")]
    public void Texts_come_through_unchanged(string cell, string text)
    {
        Assert.Equal(text, Cell("text", cell));
        Assert.Equal(text, Cell("something_new", cell));
    }

    [Theory]
    [InlineData("variant")]
    [InlineData("object")]
    [InlineData("array")]
    public void Semi_structured_values_stay_JSON_text(string type) =>
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": undefined\n}", Cell(type, "\"{\\n  \\\"a\\\": 1,\\n  \\\"b\\\": undefined\\n}\""));

    [Theory]
    [InlineData("48656C6C6F", "Hello")]
    [InlineData("48656c6c6f", "Hello")]
    [InlineData("", "")]
    public void Binary_is_hexadecimal_in_either_case(string cell, string text) =>
        Assert.Equal(text, Encoding.ASCII.GetString(Assert.IsType<byte[]>(Cell("binary", $"\"{cell}\""))));

    [Theory]
    [InlineData("48656")]
    [InlineData("4G")]
    public void Binary_that_is_not_hexadecimal_is_refused(string cell) => Refused(() => Cell("binary", $"\"{cell}\""));

    [Fact]
    public void Null_is_null_in_every_type()
    {
        foreach (var type in AllTypes)
        {
            Assert.Null(Cell(type, "null", 10, 0));
            Assert.Null(Cell(type, "null", 38, 0));
            Assert.Null(Cell(type, "null", 38, 5));
        }
    }

    [Theory]
    [InlineData("fixed", 10, 0, typeof(long?))]
    [InlineData("fixed", 38, 0, typeof(object))]
    [InlineData("fixed", 28, 2, typeof(decimal?))]
    [InlineData("fixed", null, null, typeof(object))]
    [InlineData("real", null, null, typeof(double?))]
    [InlineData("boolean", null, null, typeof(bool?))]
    [InlineData("date", null, null, typeof(DateTime?))]
    [InlineData("time", 0, 9, typeof(TimeSpan?))]
    [InlineData("timestamp_ntz", 0, 9, typeof(DateTime?))]
    [InlineData("timestamp_ltz", 0, 9, typeof(DateTimeOffset?))]
    [InlineData("timestamp_tz", 0, 9, typeof(DateTimeOffset?))]
    [InlineData("binary", null, null, typeof(byte[]))]
    [InlineData("text", null, null, typeof(string))]
    public void Each_type_of_column_has_its_type_of_property(string type, int? precision, int? scale, Type property) =>
        Assert.Equal(
            property,
            RowShape.Create([new ResultColumn("C", type, precision, scale, true)]).RowType.GetProperty("C")!.PropertyType
        );

    [Fact]
    public void An_escape_within_a_number_is_understood() => Assert.Equal(42L, Cell("fixed", "\"\\u0034\\u0032\"", 10, 0));

    [Theory]
    [InlineData("A,B,C", "A,B,C")]
    [InlineData("A,A,A", "A,A_2,A_3")]
    [InlineData("A,a", "A,a_2")]
    [InlineData("A,A,A_2", "A,A_3,A_2")]
    [InlineData("A_2,A,A", "A_2,A,A_3")]
    [InlineData("TOSTRING,GetType,GETTYPE_2,Count,Length", "TOSTRING_2,GetType_3,GETTYPE_2,Count,Length")]
    [InlineData(",X,", "Column1,X,Column3")]
    [InlineData("number of rows inserted,COUNT(*),ü \"q\"", "number of rows inserted,COUNT(*),ü \"q\"")]
    public void Columns_of_any_names_become_properties_that_differ_without_case(string columns, string properties)
    {
        var shape = RowShape.Create([.. columns.Split(',').Select(c => new ResultColumn(c, "text", null, null, true))]);

        Assert.Equal(properties.Split(','), shape.RowType.GetProperties().Select(p => p.Name));
        Assert.Empty(shape.RowType.GetFields());
    }

    [Fact]
    public void Columns_of_one_name_keep_their_own_values()
    {
        var row = Rows(
                Of(
                    Column("A", "text") + "," + Column("a", "fixed", 10, 0) + "," + Column("A", "boolean"),
                    """[["x","1","true"]]"""
                )
            )
            .Single();

        Assert.Equal(("x", 1L, true), (Value(row, "A"), Value(row, "a_2"), Value(row, "A_3")));
    }

    [Theory]
    [InlineData("""[["1"]]""")]
    [InlineData("""[["1","2","3"]]""")]
    [InlineData("""[[]]""")]
    [InlineData("""[["1","2"],["1"]]""")]
    [InlineData("""[["1",["2"]]]""")]
    [InlineData("""[["1",{}]]""")]
    [InlineData("""[["1","2"],5]""")]
    [InlineData("""[["1","2"],null,["3","4"]]""")]
    [InlineData("""[{"A":"1"}]""")]
    public void Rows_that_do_not_fit_their_columns_are_refused(string data) =>
        Refused(() => Rows(Of(Column("A", "text") + "," + Column("B", "text"), data, 2)));

    [Theory]
    [InlineData("[[\"1\"],[\"2\"")]
    [InlineData("[[\"1\"],[\"2")]
    public void A_body_that_is_cut_short_is_refused(string data)
    {
        var body = Of(Column("A", "text"), data + "@").Split('@')[0];

        Refused(() => Rows(body));
    }

    [Fact]
    public void Rows_are_read_in_batches_in_order()
    {
        var data = "[" + string.Join(",", Enumerable.Range(0, 2500).Select(i => $"[\"{i}\"]")) + "]";
        var decoder = Decoder(Replies.Of(200, Of(Column("N", "fixed", 10, 0), data, 2500)));
        var state = new DecodeState();

        var batches = Enumerable.Range(0, 5).Select(_ => decoder.Read(1000, state)).ToArray();

        Assert.Equal([1000, 1000, 500, 0, 0], batches.Select(b => b.Length));
        Assert.Equal(
            Enumerable.Range(0, 2500).Select(i => (object)(long)i),
            batches.SelectMany(b => b).Select(r => Value(r, "N"))
        );
    }

    [Fact]
    public void A_partition_is_read_at_once_however_many_rows_it_has()
    {
        var data = "[" + string.Join(",", Enumerable.Range(0, 5000).Select(i => $"[\"{i}\"]")) + "]";

        Assert.Equal(5000, Rows(Of(Column("N", "fixed", 10, 0), data, 1)).Length);
    }

    [Fact]
    public void No_rows_are_no_rows() => Assert.Empty(Rows(Of(Column("A", "text"), "[]", 0)));

    [Theory]
    [InlineData("""[["1"],["2"]]""")]
    [InlineData("""  {"data":[["1"],["2"]]}""")]
    [InlineData("""{"code":"090001","nested":{"data":5},"data":[["1"],["2"]],"after":1}""")]
    public void A_later_partition_is_an_object_with_data_or_a_bare_array(string body)
    {
        var reply = Replies.Of(200, body);
        var decoder = new PartitionDecoder(
            reply,
            PartitionDecoder.FindRows(reply),
            RowShape.Create([new ResultColumn("A", "text", null, null, true)])
        );

        Assert.Equal(["1", "2"], decoder.Read(int.MaxValue, new DecodeState()).Select(r => Value(r, "A")));
    }

    [Theory]
    [InlineData("""{"code":"090001"}""")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("\"text\"")]
    public void A_later_partition_without_rows_is_refused(string body) =>
        Refused(() => PartitionDecoder.FindRows(Replies.Of(200, body)));
}
