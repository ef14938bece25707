using System.Globalization;
using System.Text.Json;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Rotation;

/// <summary>
/// The lines of a journal. The first: <c>{"version":2,"kind":…,"at":…}</c> and the subject's names beside them. Further ones:
/// <c>{"at":…,"step":…,"outcome":…,"target":…,"evidence":{…}}</c>. Version 0.1.0 wrote one object without version and nothing
/// after it, which is read as a first line.
/// </summary>
internal sealed record JournalText(
    string Kind,
    IReadOnlyDictionary<string, string> Subject,
    IReadOnlyList<RotationEntry> Entries,
    long End,
    bool NeedsLineBreak
)
{
    private const int Version = 2;

    public static byte[] Header(string kind, IReadOnlyDictionary<string, string?> subject, DateTimeOffset now) =>
        Write(writer =>
        {
            writer.WriteNumber("version", Version);
            writer.WriteString("kind", kind);
            writer.WriteString("at", now);
            foreach (var named in subject.Where(s => s.Value is not null))
                writer.WriteString(named.Key, named.Value);
        });

    public static byte[] Line(RotationEntry entry) =>
        Write(writer =>
        {
            writer.WriteString("at", entry.At);
            writer.WriteString("step", entry.Step);
            writer.WriteString("outcome", entry.Outcome);
            if (entry.Target is not null)
                writer.WriteString("target", entry.Target);
            if (entry.Evidence.Count == 0)
                return;
            writer.WriteStartObject("evidence");
            foreach (var named in entry.Evidence)
                writer.WriteString(named.Key, named.Value);
            writer.WriteEndObject();
        });

    /// <exception cref="InputException">A line other than the last is damaged, or a newer version wrote it.</exception>
    public static JournalText Parse(string path, byte[] text)
    {
        var entries = new List<RotationEntry>();
        Dictionary<string, string>? subject = null;
        var (start, number, needsLineBreak) = (0, 0, false);
        while (start < text.Length)
        {
            number++;
            var end = Array.IndexOf(text, (byte)'\n', start);
            var isWhole = end >= 0;
            var line = new ReadOnlyMemory<byte>(text, start, (isWhole ? end : text.Length) - start);
            try
            {
                using var document = JsonDocument.Parse(line);
                if (subject is null)
                    subject = ReadSubject(path, document.RootElement);
                else
                    entries.Add(ReadEntry(document.RootElement));
                needsLineBreak = !isWhole;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                // A line that the disk has in part stands for a step that was done or not; the step finds out.
                if (subject is null || isWhole)
                    throw Unreadable(path, $"line {number.ToString(CultureInfo.InvariantCulture)} is damaged.", e);
                break;
            }

            start = isWhole ? end + 1 : text.Length;
        }

        if (subject is null)
            throw Unreadable(path, "it is empty.", null);
        subject.TryGetValue("kind", out var kind);
        return new JournalText(kind ?? string.Empty, subject, entries, start, needsLineBreak);
    }

    public static InputException Unreadable(string path, string reason, Exception? inner) =>
        new(
            ErrorIds.RotationJournalUnreadable,
            $"'{path}', which notes what a rotation has done, cannot be read: {reason}",
            "If no rotation is under way, remove it. Get-SnowflakeUserKey and Get-QlikCloudApiKey show which keys are registered.",
            FailureKind.InvalidData,
            inner
        );

    private static Dictionary<string, string> ReadSubject(string path, JsonElement line)
    {
        var subject = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in line.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                subject[property.Name] = property.Value.ToString();
        }

        if (subject.TryGetValue("version", out var text) && (!int.TryParse(text, out var version) || version > Version))
        {
            throw new InputException(
                ErrorIds.RotationJournalNewer,
                $"'{path}' notes a rotation that a newer version of QlikSnowflake began (journal version {text}).",
                "Let that version end the rotation: Update-Module QlikSnowflake, then the same command again.",
                FailureKind.InvalidData
            );
        }

        return subject;
    }

    private static RotationEntry ReadEntry(JsonElement line)
    {
        var evidence = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (line.TryGetProperty("evidence", out var found))
        {
            foreach (var property in found.EnumerateObject())
                evidence[property.Name] = property.Value.ToString();
        }

        return new RotationEntry(
            Property(line, "at").GetDateTimeOffset(),
            Property(line, "step").GetString() ?? throw new JsonException(),
            Property(line, "outcome").GetString() ?? throw new JsonException(),
            line.TryGetProperty("target", out var target) ? target.GetString() : null,
            evidence
        );
    }

    private static JsonElement Property(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value : throw new JsonException();

    private static byte[] Write(Action<Utf8JsonWriter> properties)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
