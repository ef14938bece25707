using System.Text;

namespace QlikSnowflake.Signing;

/// <summary>
/// One armoured block of a key file: label, RFC 1421 headers and the decoded body. Found leniently, as the field's files
/// need: a byte order mark, UTF-16 (Windows PowerShell redirection), leading text, CRLF, one-line keys with a literal \n.
/// </summary>
internal sealed class PemBlock
{
    private PemBlock(string label, Dictionary<string, string> headers, byte[]? body)
    {
        Label = label;
        Headers = headers;
        Body = body;
    }

    /// <summary>The words after BEGIN, such as <c>ENCRYPTED PRIVATE KEY</c>.</summary>
    public string Label { get; }

    /// <summary>Headers such as <c>DEK-Info</c>; names compare without case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The decoded body, or null where it is not base64. The caller zeroes it.</summary>
    public byte[]? Body { get; }

    /// <summary>All blocks of the text, in order.</summary>
    public static List<PemBlock> FindAll(byte[] content)
    {
        var text = Decode(content);
        try
        {
            return FindAll(text);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Whether the content has armour, whatever is in it.</summary>
    public static bool IsPem(byte[] content)
    {
        var text = Decode(content);
        try
        {
            return TryFind(text, "-----BEGIN ", 0, text.Length, out _);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Zeroes what the blocks hold.</summary>
    public static void Clear(List<PemBlock> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Body is { } body)
                Array.Clear(body, 0, body.Length);
        }
    }

    /// <summary>The content as DER where it is base64 without armour (as the Python driver takes it), else null.</summary>
    public static byte[]? DecodeBareBase64(byte[] content)
    {
        var text = Decode(content);
        try
        {
            return DecodeBase64(text, 0, text.Length);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static List<PemBlock> FindAll(char[] text)
    {
        var blocks = new List<PemBlock>();
        var at = 0;
        while (TryFind(text, "-----BEGIN ", at, text.Length, out var begin))
        {
            var labelStart = begin + "-----BEGIN ".Length;
            if (!TryFind(text, "-----", labelStart, text.Length, out var labelEnd))
                break;

            var label = new string(text, labelStart, labelEnd - labelStart);
            var bodyStart = labelEnd + "-----".Length;
            if (!TryFind(text, "-----END " + label + "-----", bodyStart, text.Length, out var bodyEnd))
            {
                blocks.Add(new PemBlock(label, [], null));
                break;
            }

            var headers = ReadHeaders(text, ref bodyStart, bodyEnd);
            blocks.Add(new PemBlock(label, headers, DecodeBase64(text, bodyStart, bodyEnd)));
            at = bodyEnd + label.Length + "-----END -----".Length;
        }

        return blocks;
    }

    private static Dictionary<string, string> ReadHeaders(char[] text, ref int start, int end)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = start;
        while (at < end)
        {
            var lineEnd = Array.IndexOf(text, '\n', at, end - at);
            if (lineEnd < 0)
                lineEnd = end;

            var colon = Array.IndexOf(text, ':', at, lineEnd - at);
            if (colon >= 0)
                headers[new string(text, at, colon - at).Trim()] = new string(text, colon + 1, lineEnd - colon - 1).Trim();
            else if (!IsBlank(text, at, lineEnd))
                break;

            at = Math.Min(lineEnd + 1, end);
        }

        start = at;
        return headers;
    }

    private static bool IsBlank(char[] text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                return false;
        }

        return true;
    }

    private static byte[]? DecodeBase64(char[] text, int start, int end)
    {
        var packed = new char[Math.Max(0, end - start)];
        var length = 0;
        try
        {
            for (var i = start; i < end; i++)
            {
                if (!char.IsWhiteSpace(text[i]))
                    packed[length++] = text[i];
            }

            return length == 0 ? null : Convert.FromBase64CharArray(packed, 0, length);
        }
        catch (FormatException)
        {
            return null;
        }
        finally
        {
            Array.Clear(packed, 0, packed.Length);
        }
    }

    private static char[] Decode(byte[] content)
    {
        var encoding =
            StartsWith(content, 0xFF, 0xFE) ? Encoding.Unicode
            : StartsWith(content, 0xFE, 0xFF) ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
        var text = encoding.GetChars(content);

        // Secret stores and environment variables hold keys in one line, with the two characters \ and n for each line end, or
        // with more backslashes where a text was escaped twice.
        for (var i = text.Length - 1; i > 0; i--)
        {
            if (text[i] is not ('n' or 'r') || text[i - 1] != '\\')
                continue;
            text[i] = '\n';
            while (i > 0 && text[i - 1] == '\\')
                text[--i] = ' ';
        }

        return text;
    }

    private static bool StartsWith(byte[] content, byte first, byte second) =>
        content.Length >= 2 && content[0] == first && content[1] == second;

    private static bool TryFind(char[] text, string value, int start, int end, out int index)
    {
        for (index = start; index + value.Length <= end; index++)
        {
            var i = 0;
            while (i < value.Length && text[index + i] == value[i])
                i++;
            if (i == value.Length)
                return true;
        }

        index = -1;
        return false;
    }
}
