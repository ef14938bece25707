using QlikSnowflake.Errors;
using QlikSnowflake.Files;

namespace QlikSnowflake.Rotation;

/// <summary>
/// What a rotation notes on disk, so that one that was interrupted goes on: lines of JSON, of which the first says what it is about
/// and each further one what was done. Lines are only ever added, and are on the disk before the next step begins. It holds
/// nothing secret, and only its owner can read it. Safe to use from several threads; of one process at a time, which a
/// <see cref="RotationLock"/> sees to.
/// </summary>
public sealed class RotationJournal
{
    private readonly object _sync = new();
    private readonly List<RotationEntry> _entries;

    // Where the next line goes: what follows in the file is a line that was torn when a process or machine stopped.
    private long _end;
    private bool _needsLineBreak;

    private RotationJournal(string path, JournalText text)
    {
        Path = path;
        Kind = text.Kind;
        Subject = text.Subject;
        _entries = [.. text.Entries];
        _end = text.End;
        _needsLineBreak = text.NeedsLineBreak;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The kind of rotation that keeps it; empty in those of version 0.1.0.</summary>
    public string Kind { get; }

    /// <summary>What the rotation is about, by name in any case, such as <c>account</c>, <c>user</c>, <c>slot</c>.</summary>
    public IReadOnlyDictionary<string, string> Subject { get; }

    /// <summary>What was done so far, the oldest first.</summary>
    public IReadOnlyList<RotationEntry> Entries
    {
        get
        {
            lock (_sync)
                return [.. _entries];
        }
    }

    /// <summary>Where the journal of a rotation stands that writes a file: beside it.</summary>
    /// <param name="path">The file's path.</param>
    public static string PathFor(string path) => path + ".rotation.json";

    /// <summary>Opens the journal of a rotation that was interrupted or has ended.</summary>
    /// <param name="path">The journal's file.</param>
    /// <returns>The journal, or null where there is none.</returns>
    /// <exception cref="InputException">It cannot be read, is damaged, or was written by a newer version.</exception>
    public static RotationJournal? Open(string path)
    {
        if (!File.Exists(path))
            return null;

        try
        {
            return new RotationJournal(path, JournalText.Parse(path, ReadShared(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JournalText.Unreadable(path, e.Message, e);
        }
    }

    /// <summary>Begins a journal. Of two that begin one at the same path, the second is refused.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="kind">The kind of rotation.</param>
    /// <param name="subject">What it is about; names with null are left out.</param>
    /// <exception cref="InputException">There is one already, or it cannot be written.</exception>
    public static RotationJournal Create(string path, string kind, IReadOnlyDictionary<string, string?> subject)
    {
        var line = JournalText.Header(kind, subject, DateTimeOffset.UtcNow);
        OutputFile.Write(path, line, overwrite: false, ownerOnly: true, ErrorIds.KeyFileExists);
        return new RotationJournal(path, JournalText.Parse(path, line));
    }

    /// <summary>Adds a line, and returns once the disk has it.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="target">What it worked on, where a step has several.</param>
    /// <param name="evidence">What shows it; nothing secret.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Append(string step, string outcome, string? target = null, IReadOnlyDictionary<string, string>? evidence = null)
    {
        var entry = new RotationEntry(DateTimeOffset.UtcNow, step, outcome, target, evidence ?? new Dictionary<string, string>());
        var line = JournalText.Line(entry);
        lock (_sync)
        {
            try
            {
                using var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.Read);
                file.SetLength(_end);
                file.Position = _end;
                if (_needsLineBreak)
                    file.WriteByte((byte)'\n');
                file.Write(line, 0, line.Length);
                file.Flush(flushToDisk: true);
                _end = file.Position;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException(
                    ErrorIds.RotationJournalNotWritten,
                    $"'{Path}', which notes what this rotation has done, cannot be written: {e.Message}",
                    "Check the disk's free space and the file's permissions.",
                    FailureKind.Permission,
                    e
                );
            }

            _needsLineBreak = false;
            _entries.Add(entry);
        }
    }

    /// <summary>Removes the file, once nothing is left to go on with.</summary>
    public void Delete() => File.Delete(Path);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
