namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>
/// A column of a result: an element of <c>resultSetMetaData.rowType</c>.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/reference.
/// </summary>
/// <param name="Name">The column's name, as written in the result.</param>
/// <param name="Type">The lower-case type: fixed, real, decfloat, text, binary, boolean, date, time, timestamp_ntz, timestamp_ltz,
/// timestamp_tz, variant, object, array, map, geography, geometry, vector, interval_year_month, interval_day_time.</param>
public sealed record SnowflakeColumn(string Name, string Type)
{
    /// <summary>Whether the column may hold NULL.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The length in characters (text) or bytes (binary).</summary>
    public long? Length { get; init; }

    /// <summary>The length in bytes (text and binary).</summary>
    public long? ByteLength { get; init; }

    /// <summary>The number of digits (fixed), or 0 (time and timestamps).</summary>
    public int? Precision { get; init; }

    /// <summary>The digits after the point (fixed), or of a second (time and timestamps).</summary>
    public int? Scale { get; init; }

    /// <summary>The number of elements (vector).</summary>
    public int? VectorDimension { get; init; }

    /// <summary>A column with the lengths, precision and scale that Snowflake shows for the type.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">The type, as in <see cref="Type"/>.</param>
    public static SnowflakeColumn Of(string name, string type) =>
        type switch
        {
            "fixed" => Fixed(name),
            "text" => Text(name),
            "binary" => new(name, type) { Length = 8_388_608, ByteLength = 8_388_608 },
            "time" or "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz" => new(name, type) { Precision = 0, Scale = 9 },
            "decfloat" => new(name, type) { Precision = 38 },
            _ => new(name, type),
        };

    /// <summary>A NUMBER column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="precision">Digits in all, up to 38.</param>
    /// <param name="scale">Digits after the point.</param>
    public static SnowflakeColumn Fixed(string name, int precision = 38, int scale = 0) =>
        new(name, "fixed") { Precision = precision, Scale = scale };

    /// <summary>A VARCHAR column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="length">The length in characters.</param>
    public static SnowflakeColumn Text(string name, long length = 16_777_216) =>
        new(name, "text") { Length = length, ByteLength = Math.Min(length * 4, 16_777_216) };
}
