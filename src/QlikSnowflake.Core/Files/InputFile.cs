using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Files;

/// <summary>
/// Reads the files that a user names. Each fault has one answer, whatever the file is for: a folder, a file that is missing,
/// denied, in use, empty or too large, and text in another encoding than its own.
/// </summary>
public static class InputFile
{
    private const int BufferBytes = 1 << 16;

    // Strict: a byte that fits nothing is an error, where the usual decoders write U+FFFD and say nothing.
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is for.</param>
    /// <returns>The bytes. The caller zeroes them where they are secret.</returns>
    /// <exception cref="InputException">It cannot be read, or is empty or too large.</exception>
    public static byte[] ReadBytes(string path, InputFileKind kind)
    {
        try
        {
            var content = BusyFile.Try(() => Read(path, kind));
            return content.Length > 0 || kind.MayBeEmpty ? content : throw Invalid(path, kind, "is empty");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new InputException(
                kind.PathInvalidId,
                $"The path of the {kind.Noun} is empty or holds characters that no path has.",
                kind.Advice,
                inner: e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, kind, e);
        }
    }

    /// <summary>Reads a file's text: in the encoding that its byte order mark tells, else the one given, else UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="encoding">The encoding of a file without a byte order mark; null is UTF-8.</param>
    /// <exception cref="InputException">It cannot be read, is empty or too large, or has bytes that are no text in its encoding:
    /// the message tells the first one's place, and never what stands there.</exception>
    public static string ReadText(string path, InputFileKind kind, Encoding? encoding = null)
    {
        var content = ReadBytes(path, kind);
        try
        {
            return Decode(content, path, kind, encoding);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    private static string Decode(byte[] content, string path, InputFileKind kind, Encoding? encoding)
    {
        var (chosen, start) = ByteOrderMark(content) ?? (Strict(encoding), 0);
        string text;
        try
        {
            text = chosen.GetString(content, start, content.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(path, kind, chosen, content, FirstBadByte(content, start, chosen), e);
        }

        // UTF-16 without a mark passes as UTF-8: every second byte of its ASCII is zero.
        var zero = text.IndexOf('\0');
        return zero < 0 ? text : throw NotText(path, kind, chosen, content, Array.IndexOf(content, (byte)0, start), null);
    }

    // The place that the exception tells is another on each runtime.
    private static int FirstBadByte(byte[] content, int start, Encoding encoding)
    {
        var decoder = encoding.GetDecoder();
        var characters = new char[4];
        var good = start;
        try
        {
            for (var i = start; i < content.Length; i++)
            {
                if (decoder.GetChars(content, i, 1, characters, 0, flush: false) > 0)
                    good = i + 1;
            }
        }
        catch (DecoderFallbackException) { }

        Array.Clear(characters, 0, characters.Length);
        return good;
    }

    private static (Encoding Encoding, int Start)? ByteOrderMark(byte[] content)
    {
        foreach (
            var marked in new Encoding[]
            {
                new UTF32Encoding(false, true, true),
                StrictUtf8,
                new UnicodeEncoding(false, true, true),
                new UnicodeEncoding(true, true, true),
            }
        )
        {
            var mark = marked is UTF8Encoding ? Encoding.UTF8.GetPreamble() : marked.GetPreamble();
            if (content.Length >= mark.Length && content.AsSpan(0, mark.Length).SequenceEqual(mark))
                return (marked, mark.Length);
        }

        return null;
    }

    private static Encoding Strict(Encoding? encoding)
    {
        if (encoding is null)
            return StrictUtf8;
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    private static InputException NotText(
        string path,
        InputFileKind kind,
        Encoding encoding,
        byte[] content,
        int offset,
        Exception? cause
    )
    {
        var line = 1;
        for (var i = 0; i < offset && i < content.Length; i++)
            line += content[i] == (byte)'\n' ? 1 : 0;
        return new InputException(
            ErrorIds.FileEncodingWrong,
            $"The {kind.Noun} '{path}' is no text in {encoding.WebName}: the byte at offset {offset} (line {line}) does not fit.",
            "Save it as UTF-8" + (kind.EncodingParameter is { } given ? $", or name its encoding with {given}." : "."),
            FailureKind.InvalidData,
            cause
        );
    }

    private static byte[] Read(string path, InputFileKind kind)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

        // A pipe has no length, and a file may grow: what counts is what is read. No buffer is left behind with a secret in it.
        var buffer = new byte[stream.CanSeek ? (int)Math.Min(stream.Length, kind.MostBytes) + 1 : BufferBytes];
        var length = 0;
        while (stream.Read(buffer, length, buffer.Length - length) is > 0 and var read)
        {
            length += read;
            if (length > kind.MostBytes)
            {
                Array.Clear(buffer, 0, length);
                throw Invalid(path, kind, $"is larger than {Size(kind.MostBytes)}");
            }

            if (length == buffer.Length)
                buffer = Resize(buffer, length, Math.Min(2 * length, kind.MostBytes + 1));
        }

        return Resize(buffer, length, length);
    }

    private static byte[] Resize(byte[] buffer, int length, int size)
    {
        var resized = new byte[size];
        Array.Copy(buffer, resized, length);
        Array.Clear(buffer, 0, length);
        return resized;
    }

    private static InputException Explain(string path, InputFileKind kind, Exception e)
    {
        if (Directory.Exists(path))
            return new InputException(kind.UnreadableId, $"'{path}' is a folder, not a {kind.Noun}.", kind.Advice, inner: e);
        if (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new InputException(
                kind.MissingId,
                $"The {kind.Noun} '{path}' does not exist.",
                kind.Advice,
                FailureKind.NotFound,
                e
            );
        }

        if (e is UnauthorizedAccessException)
        {
            return new InputException(
                kind.UnreadableId,
                $"This account may not read the {kind.Noun} '{path}'.",
                "Run as the account that owns the file, or give this account the right to read it.",
                FailureKind.Permission,
                e
            );
        }

        return BusyFile.IsBusy(e)
            ? new InputException(
                kind.UnreadableId,
                $"The {kind.Noun} '{path}' is open in another program, which lets nobody else read it.",
                "Close it there, or try again later.",
                FailureKind.Busy,
                e
            )
            : new InputException(
                kind.UnreadableId,
                $"The {kind.Noun} '{path}' cannot be read: {e.Message}",
                "Check the path, and the drive or share that it is on.",
                FailureKind.Unreadable,
                e
            );
    }

    private static InputException Invalid(string path, InputFileKind kind, string what) =>
        new(kind.InvalidId, $"The {kind.Noun} '{path}' {what}.", kind.Advice, FailureKind.InvalidData);

    private static string Size(int bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
