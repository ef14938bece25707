using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake;

/// <summary>Turns one partition's body into row objects, as many at a time as asked for.</summary>
internal sealed class PartitionDecoder(ServiceReply reply, int start, RowShape shape)
{
    // The declared number of rows is not trusted for an allocation.
    private const int FirstCapacity = 1024;

    private int _offset = start;
    private JsonReaderState _jsonState;
    private bool _atEnd = start < 0;
    private bool _entered;

    /// <summary>Where the rows of a partition after the first start: in an object's <c>data</c>, or a bare array.</summary>
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

    /// <summary>The next rows: fewer than asked for only at the partition's end.</summary>
    public object[] Read(int most, DecodeState state)
    {
        if (_atEnd)
            return [];

        var rows = new object[Math.Min(most, FirstCapacity)];
        var count = 0;
        try
        {
            var body = reply.Body;
            var json = new Utf8JsonReader(new ReadOnlySpan<byte>(body.Array, body.Offset + _offset, body.Count - _offset), isFinalBlock: true, _jsonState);
            if (!_entered)
            {
                json.Read();
                _entered = true;
            }

            while (count < most)
            {
                if (!json.Read() || json.TokenType == JsonTokenType.EndArray)
                {
                    _atEnd = true;
                    break;
                }

                if (json.TokenType != JsonTokenType.StartArray)
                    throw new FormatException("A row is not an array of cells.");

                if (count == rows.Length)
                    Array.Resize(ref rows, (int)Math.Min(most, rows.Length * 2L));
                rows[count++] = shape.ReadRow(ref json, state);
            }

            _offset += (int)json.BytesConsumed;
            _jsonState = json.CurrentState;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        if (count < rows.Length)
            Array.Resize(ref rows, count);
        return rows;
    }
}
