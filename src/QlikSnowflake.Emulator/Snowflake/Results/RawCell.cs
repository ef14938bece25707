using System.Globalization;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>Reads a cell as <see cref="CellText"/> writes it.</summary>
internal static class RawCell
{
    private const int OffsetBias = 1440;

    public static SqlValue Read(string? cell, SnowflakeColumn type) =>
        new(
            type,
            cell is null
                ? null
                : type.Type switch
                {
                    "boolean" => cell == "true",
                    "date" => int.Parse(cell, CultureInfo.InvariantCulture),
                    "time" => Nanoseconds(cell),
                    "binary" => Convert.FromHexString(cell),
                    "timestamp_tz" => Moment(cell[..cell.IndexOf(' ', StringComparison.Ordinal)]) with
                    {
                        OffsetMinutes =
                            int.Parse(cell.AsSpan(cell.IndexOf(' ', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)
                            - OffsetBias,
                    },
                    "timestamp_ntz" or "timestamp_ltz" => Moment(cell),
                    _ => cell,
                }
        );

    private static long Nanoseconds(string cell) =>
        Moment(cell) is var moment ? moment.Seconds * 1_000_000_000 + moment.Nanoseconds : 0;

    private static Moment Moment(string cell)
    {
        var digits = System.Numerics.BigInteger.Parse(
            cell.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        return Sql.Duck.StoredValue.FromNanoseconds(digits, 0);
    }
}
