using System.Text.Json;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>Splits the bytes of a JSON array, as they arrive, into its objects. No more than the object at hand is kept.</summary>
internal sealed class JsonArrayReader
{
    private const int FirstSize = 1 << 16;

    private byte[] _buffer = new byte[FirstSize];
    private int _length;
    private JsonReaderState _state;
    private bool _started;

    /// <summary>Whether the array has come to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Where the next bytes go: behind <see cref="Length"/>, with room for some.</summary>
    public byte[] Buffer
    {
        get
        {
            if (_length == _buffer.Length)
            {
                var larger = new byte[_buffer.Length * 2];
                Array.Copy(_buffer, larger, _length);
                Array.Clear(_buffer, 0, _buffer.Length);
                _buffer = larger;
            }

            return _buffer;
        }
    }

    /// <summary>How much of the buffer holds bytes that are still to be used.</summary>
    public int Length => _length;

    /// <summary>Takes bytes that were put in the buffer, and reads the objects that are whole now.</summary>
    /// <param name="count">How many bytes; 0 for the end of the text.</param>
    /// <param name="read">Reads one object.</param>
    /// <exception cref="JsonException">It is no array of objects, or ends too early.</exception>
    public IReadOnlyList<T> Take<T>(int count, Func<JsonElement, T> read)
    {
        _length += count;
        var objects = new List<T>();
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), count == 0, _state);
        while (true)
        {
            // The place to go on from when the rest of an object has arrived.
            var consumed = (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            if (!TryReadNext(ref reader, out var start))
            {
                if (count == 0 && !IsComplete)
                    throw new JsonException("The array ends too early.");
                Keep(consumed);
                return objects;
            }

            if (start >= 0)
            {
                using var item = JsonDocument.Parse(new ReadOnlyMemory<byte>(_buffer, start, (int)reader.BytesConsumed - start));
                objects.Add(read(item.RootElement));
            }
        }
    }

    /// <summary>Overwrites what is left: it may hold passwords.</summary>
    public void Clear() => Array.Clear(_buffer, 0, _buffer.Length);

    private bool TryReadNext(ref Utf8JsonReader reader, out int start)
    {
        start = -1;
        if (IsComplete || !reader.Read())
            return false;

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when !_started:
                _started = true;
                return true;
            case JsonTokenType.EndArray when _started:
                IsComplete = true;
                return true;
            case JsonTokenType.StartObject when _started:
                start = (int)reader.TokenStartIndex;
                return reader.TrySkip();
            default:
                throw new JsonException("It is no array of objects.");
        }
    }

    private void Keep(int consumed)
    {
        Array.Copy(_buffer, consumed, _buffer, 0, _length - consumed);
        Array.Clear(_buffer, _length - consumed, consumed);
        _length -= consumed;
    }
}
