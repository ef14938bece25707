using System.Globalization;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>The shapes of generated results. Every cell follows from its row's index alone.</summary>
internal static class GeneratedShapes
{
    private const long SecondsIn2020 = 1_577_836_800;

    private static readonly string[] Words =
    [
        "north",
        "south",
        "east",
        "west",
        "Zürich",
        "São Paulo",
        "東京",
        "quote \" and \\",
        "tab\tend",
        "",
    ];

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<GeneratedColumn>> ByName = new Dictionary<
        string,
        IReadOnlyList<GeneratedColumn>
    >(StringComparer.OrdinalIgnoreCase)
    {
        ["ints"] =
        [
            new(SnowflakeColumn.Fixed("ID", 18) with { Nullable = false }, static (i, w) => w.Integer(i)),
            new(
                SnowflakeColumn.Fixed("SQUARE", 38),
                static (i, w) => w.Text(((Int128)i * i).ToString(CultureInfo.InvariantCulture))
            ),
            new(SnowflakeColumn.Fixed("BUCKET", 3), static (i, w) => w.Integer(i % 100)),
        ],
        ["mixed10"] = Mixed10(),
        ["types"] = EdgeValues.Columns,
    };

    private static List<GeneratedColumn> Mixed10() =>
        [
            new(SnowflakeColumn.Fixed("ID", 18) with { Nullable = false }, static (i, w) => w.Integer(i)),
            new(SnowflakeColumn.Fixed("AMOUNT", 12, 2), Amount),
            new(SnowflakeColumn.Of("RATIO", "real"), static (i, w) => w.Real(i / 8.0)),
            new(SnowflakeColumn.Text("LABEL", 100), Label),
            new(SnowflakeColumn.Of("ACTIVE", "boolean"), static (i, w) => w.Boolean(i % 2 == 0)),
            new(SnowflakeColumn.Of("DAY", "date"), static (i, w) => w.Date((int)(17_897 + i % 3_650))),
            new(
                SnowflakeColumn.Of("AT_TIME", "time"),
                static (i, w) => w.Time(i % 86_400 * 1_000_000_000 + i % 1_000 * 1_000_000)
            ),
            new(
                SnowflakeColumn.Of("CREATED", "timestamp_ntz"),
                static (i, w) => w.TimestampNtz(new(SecondsIn2020 + i * 61, (int)(i % 1_000_000) * 1_000))
            ),
            new(
                SnowflakeColumn.Of("CHANGED", "timestamp_tz"),
                static (i, w) => w.TimestampTz(new(SecondsIn2020 + i * 61, (int)(i % 1_000_000) * 1_000, (int)(i % 25 - 12) * 60))
            ),
            new(SnowflakeColumn.Of("DETAIL", "variant"), Detail),
        ];

    private static void Amount(long index, RowWriter writer)
    {
        Span<byte> cell = stackalloc byte[24];
        var cents = index * 37 % 1_000_000;
        var length = CellText.Integer(cents / 100, cell);
        cell[length++] = (byte)'.';
        cell[length++] = (byte)('0' + cents / 10 % 10);
        cell[length++] = (byte)('0' + cents % 10);
        writer.Text(cell[..length]);
    }

    private static void Label(long index, RowWriter writer)
    {
        if (index % 11 == 10)
            writer.Null();
        else
            writer.Text(string.Create(CultureInfo.InvariantCulture, $"{Words[index % 10]} {index}"));
    }

    private static void Detail(long index, RowWriter writer)
    {
        if (index % 13 == 12)
            writer.Null();
        else
            writer.Text(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\n  \"n\": {index},\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ]\n}}"
                )
            );
    }
}
