using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>Writes <c>resultSetMetaData</c>.</summary>
internal static class ResultMetaData
{
    // What gzip makes of rows of this kind, roughly.
    private const int CompressionRatio = 5;

    public static void Write(Utf8JsonWriter json, StatementSuccess success, SnowflakeSettings settings)
    {
        json.WriteStartObject("resultSetMetaData");
        json.WriteNumber("numRows", success.Result.Rows.Count);
        json.WriteString("format", "jsonv2");
        json.WriteStartArray("partitionInfo");
        for (var i = 0; i < success.Partitions.Count; i++)
        {
            var partition = success.Partitions[i];
            json.WriteStartObject();
            json.WriteNumber("rowCount", partition.RowCount);
            json.WriteNumber("uncompressedSize", partition.UncompressedSize);
            if (i > 0 && settings.CompressedSizes)
                json.WriteNumber("compressedSize", partition.UncompressedSize / CompressionRatio + 20);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rowType");
        foreach (var column in success.Result.Rows.Columns)
            Column(json, column);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, SnowflakeColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("database", "");
        json.WriteString("schema", "");
        json.WriteString("table", "");
        json.WriteBoolean("nullable", column.Nullable);
        Number(json, "byteLength", column.ByteLength);
        Number(json, "length", column.Length);
        json.WriteString("type", column.Type);
        Number(json, "scale", column.Scale);
        Number(json, "precision", column.Precision);
        json.WriteNull("collation");
        if (column.VectorDimension is { } dimension)
            json.WriteNumber("vectorDimension", dimension);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
