using System.Text.Json;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>Replaces fields of a JSON object in its bytes: everything else stays as it was received, to the byte.</summary>
internal static class JsonSplice
{
    /// <param name="json">One object as UTF-8.</param>
    /// <param name="values">New values of top-level fields, as JSON. A field that is not there is added at the end.</param>
    /// <returns>The new text. It holds what the old one held, a password too: the caller zeroes it.</returns>
    public static byte[] Replace(ReadOnlySpan<byte> json, IReadOnlyDictionary<string, byte[]> values)
    {
        var left = values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        using var output = new MemoryStream(json.Length + values.Sum(v => v.Key.Length + v.Value.Length + 4));
        var copied = 0;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (left.TryGetValue(name, out var value))
            {
                Write(output, json.Slice(copied, start - copied));
                Write(output, value);
                copied = (int)reader.BytesConsumed;
                left.Remove(name);
            }
        }

        var end = (int)reader.TokenStartIndex;
        Write(output, json.Slice(copied, end - copied));
        foreach (var added in left)
        {
            if (!isEmpty)
                output.WriteByte((byte)',');
            isEmpty = false;
            Write(output, JsonSerializer.SerializeToUtf8Bytes(added.Key));
            output.WriteByte((byte)':');
            Write(output, added.Value);
        }

        Write(output, json.Slice(end));
        var result = output.ToArray();
        var buffer = output.GetBuffer();
        System.Array.Clear(buffer, 0, buffer.Length);
        return result;
    }

    /// <summary>Puts values into an array. The caller zeroes it.</summary>
    public static byte[] Array(IReadOnlyList<byte[]> values)
    {
        var result = new byte[values.Sum(v => v.Length) + values.Count + 1];
        var at = 0;
        foreach (var value in values)
        {
            result[at] = (byte)(at == 0 ? '[' : ',');
            at++;
            value.CopyTo(result, at);
            at += value.Length;
        }

        if (values.Count == 0)
            return [(byte)'[', (byte)']'];
        result[at] = (byte)']';
        return result;
    }

    // Stream.Write of spans is not there on .NET Framework.
    private static void Write(MemoryStream output, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            output.WriteByte(value);
    }
}
