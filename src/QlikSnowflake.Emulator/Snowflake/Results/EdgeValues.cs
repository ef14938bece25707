namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// The columns of the shape "types": every type, and in each the values that are easy to get wrong. The values of a column repeat;
/// columns have different numbers of them, so that row n and row n + 7 differ.
/// </summary>
internal static class EdgeValues
{
    private static readonly string Digits38 = new('9', 38);

    public static readonly IReadOnlyList<GeneratedColumn> Columns =
    [
        Texts(SnowflakeColumn.Fixed("N38"), "0", Digits38, "-" + Digits38, null, "1", "-1", "9223372036854775808"),
        Texts(
            SnowflakeColumn.Fixed("N38_10", 38, 10),
            "0.0000000000",
            "9999999999999999999999999999.9999999999",
            "-0.0000000001",
            null,
            "1.5000000000"
        ),
        Texts(SnowflakeColumn.Fixed("N10_2", 10, 2), "0.00", "99999999.99", "-99999999.99", null, "1.00"),
        Texts(
            SnowflakeColumn.Fixed("N38_37", 38, 37),
            "1.0000000000000000000000000000000000000",
            "-9.9999999999999999999999999999999999999",
            null
        ),
        Reals(
            "R",
            0,
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            null,
            1.5e-36,
            double.MaxValue,
            double.Epsilon,
            -0.0,
            123456789,
            0.1
        ),
        Texts(SnowflakeColumn.Of("DF", "decfloat"), "0", "1.5", new string('1', 38), "1.23E+16384", "-9E-16383", null),
        Texts(
            SnowflakeColumn.Text("T"),
            "plain",
            "",
            "null",
            null,
            "line\nbreak\r\n\ttab",
            "quote \" backslash \\ slash /",
            "ünïcödé 東京 😀 \u0001",
            " spaces ",
            "NULL"
        ),
        Values("B", "binary", Array.Empty<byte>(), new byte[] { 0, 0xFF, 0x10 }, null, "Snowflake"u8.ToArray()),
        Values("BO", "boolean", true, false, null),
        Values("D", "date", 17982, 0, -1, null, 2932896, -719162),
        Values("TI", "time", 82_919_000_000_000, 0L, 86_399_999_999_999, null, 1L),
        Values("NTZ", "timestamp_ntz", Moments),
        Values("LTZ", "timestamp_ltz", Moments),
        Values(
            "TZ",
            "timestamp_tz",
            new Moment(1_616_173_619, 0, 60),
            new Moment(0, 0),
            new Moment(-2, 1, -720),
            null,
            new Moment(Moment.LastSecond - 86_400, 999_999_999, 720),
            new Moment(Moment.FirstSecond + 86_400, 0, 345),
            new Moment(1_641_008_096, 123_000_000, 540)
        ),
        Texts(
            SnowflakeColumn.Of("V", "variant"),
            "{\n  \"a\": 1,\n  \"b\": null\n}",
            "null",
            null,
            "\"text\"",
            "1",
            "1.50",
            "true",
            "[]"
        ),
        Texts(SnowflakeColumn.Of("O", "object"), "{}", "{\n  \"k\": {\n    \"n\": [\n      1,\n      2\n    ]\n  }\n}", null),
        Texts(SnowflakeColumn.Of("A", "array"), "[\n  1,\n  undefined,\n  null\n]", "[]", null),
        Texts(SnowflakeColumn.Of("M", "map"), "{\n  \"a\": 1\n}", null),
        Texts(
            SnowflakeColumn.Of("GEOG", "geography"),
            "{\n  \"coordinates\": [\n    8.5,\n    47.4\n  ],\n  \"type\": \"Point\"\n}",
            null
        ),
        Texts(
            SnowflakeColumn.Of("GEOM", "geometry"),
            "{\n  \"coordinates\": [\n    1,\n    2\n  ],\n  \"type\": \"Point\"\n}",
            null
        ),
        Texts(SnowflakeColumn.Of("VEC", "vector") with { VectorDimension = 3 }, "[1.000000,2.500000,-3.000000]", null),
        Texts(SnowflakeColumn.Of("IYM", "interval_year_month"), "14", "-1", "0", null),
        Texts(SnowflakeColumn.Of("IDT", "interval_day_time"), "86400000000000", "-1", "0", null),
        Texts(SnowflakeColumn.Text("DUP"), "first", null),
        Texts(SnowflakeColumn.Fixed("DUP", 1), "2", null),
        Texts(SnowflakeColumn.Text("with space and \"quotes\""), "odd name"),
        Texts(SnowflakeColumn.Text("lower"), "lower"),
        Texts(SnowflakeColumn.Text("LOWER"), "upper"),
        Texts(SnowflakeColumn.Text("ünïcode.$"), "name"),
        Texts(SnowflakeColumn.Text(""), "no name"),
        Texts(SnowflakeColumn.Text("Count"), "a member of arrays"),
    ];

    // A property: a static field would have to be declared before Columns, far from the values it explains.
    private static object?[] Moments =>
        [
            new Moment(1_611_871_777, 123_456_789),
            new Moment(0, 0),
            new Moment(-2, 1),
            new Moment(-1, 500_000_000),
            null,
            new Moment(Moment.LastSecond, 999_999_999),
            new Moment(Moment.FirstSecond, 0),
        ];

    private static GeneratedColumn Texts(SnowflakeColumn column, params string?[] values) =>
        new(column, (index, writer) => writer.Text(values[index % values.Length]));

    private static GeneratedColumn Values(string name, string type, params object?[] values)
    {
        var column = SnowflakeColumn.Of(name, type);
        return new(column, (index, writer) => writer.Value(new SqlValue(column, values[index % values.Length])));
    }

    private static GeneratedColumn Reals(string name, params double?[] values) =>
        new(
            SnowflakeColumn.Of(name, "real"),
            (index, writer) =>
            {
                if (values[index % values.Length] is { } value)
                    writer.Real(value);
                else
                    writer.Null();
            }
        );
}
