using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Results.Files;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>Turns one partition's body into row objects, as many at a time as asked for.</summary>
internal sealed class PartitionDecoder
{
    private const int FirstCapacity = 1000;

    private readonly ServiceReply _reply;
    private readonly RowShape _shape;
    private readonly CellReader _cells;
    private bool _atEnd;

    /// <param name="reply">The reply; its body is held until the last row.</param>
    /// <param name="start">Where in the body the array of rows starts.</param>
    /// <param name="shape">The rows' shape.</param>
    public PartitionDecoder(ServiceReply reply, int start, RowShape shape)
    {
        _reply = reply;
        _shape = shape;
        try
        {
            _cells = new CellReader(reply.Body, start);
        }
        catch (FormatException e)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }
    }

    /// <summary>How many rows have been read.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// Where the rows of a partition after the first start: in an object's <c>data</c>, or a bare array. -1 for an empty
    /// body.
    /// </summary>
    public static int FindRows(ServiceReply reply)
    {
        try
        {
            var json = new Utf8JsonReader(reply.Body);
            if (!json.Read())
                return -1;
            if (json.TokenType == JsonTokenType.StartArray)
                return 0;

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isData = json.ValueTextEquals("data"u8);
                json.Read();
                if (isData)
                    return (int)json.TokenStartIndex;
                json.Skip();
            }
        }
        catch (JsonException e)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        throw SnowflakeRefusals.NotUnderstood(reply, null);
    }

    /// <summary>Hands every row of a partition to a writer.</summary>
    /// <returns>How many there were.</returns>
    public static long Write(ServiceReply reply, int start, RowFileWriter writer, DecodeState state)
    {
        var count = 0L;
        try
        {
            var cells = new CellReader(reply.Body, start);
            for (; cells.NextRow(); count++)
            {
                writer.Write(cells, state);
                cells.EndRow();
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        return count;
    }

    /// <summary>The next rows: fewer than asked for only at the partition's end.</summary>
    public object[] Read(int most, DecodeState state)
    {
        if (_atEnd)
            return [];

        var rows = new object[Math.Min(most, FirstCapacity)];
        var count = 0;
        try
        {
            while (count < most)
            {
                if (!_cells.NextRow())
                {
                    _atEnd = true;
                    break;
                }

                if (count == rows.Length)
                    Array.Resize(ref rows, (int)Math.Min(most, rows.Length * 2L));
                rows[count++] = _shape.ReadRow(_cells, state);
                _cells.EndRow();
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw SnowflakeRefusals.NotUnderstood(_reply, e);
        }

        if (count < rows.Length)
            Array.Resize(ref rows, count);
        Count += count;
        return rows;
    }
}
