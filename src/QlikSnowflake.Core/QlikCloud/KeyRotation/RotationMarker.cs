using System.Globalization;
using System.Text.RegularExpressions;
using QlikSnowflake.Compat;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// What a rotation notes at the end of a new key's description: when, from which key, and where it ran. By it a later run finds
/// the predecessor to retire and what an interrupted run left behind, without notes of its own.
/// </summary>
/// <param name="Subject">The description before the marker.</param>
/// <param name="StartedAt">When the rotation started, to the second, in UTC.</param>
/// <param name="From">The first eight characters of the old key's id.</param>
/// <param name="Machine">The machine it ran on.</param>
/// <param name="Run">A few random characters, so that no two runs make the same description.</param>
internal sealed record RotationMarker(string Subject, DateTime StartedAt, string From, string Machine, string Run)
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly Regex Form = new(
        @"^(?<subject>.*?) ?\[rotated (?<time>[0-9T:.-]+Z) from (?<from>[0-9A-Za-z]{1,8}) on (?<machine>[^ \]]+) run (?<run>[0-9a-f]+)\]\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(1)
    );

    private static readonly Regex NotInNames = new("[^0-9A-Za-z._-]", RegexOptions.CultureInvariant);

    /// <summary>The marker for a rotation that starts now.</summary>
    public static RotationMarker For(QlikCloudApiKey old, DateTimeOffset now, string machine)
    {
        var name = NotInNames.Replace(machine, "_");
        return new RotationMarker(
            Read(old.Description)?.Subject ?? old.Description,
            now.UtcDateTime,
            ShortId(old.Id),
            name.Length == 0 ? "_" : name.Substring(0, Math.Min(name.Length, 40)),
            string.Concat(Randoms.Bytes(3).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))
        );
    }

    /// <summary>Reads the marker of a description; null where there is none.</summary>
    public static RotationMarker? Read(string description)
    {
        var match = Form.Match(description);
        return
            match.Success
            && DateTime.TryParseExact(
                match.Groups["time"].Value,
                TimeForm,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out var time
            )
            ? new RotationMarker(
                match.Groups["subject"].Value,
                time,
                match.Groups["from"].Value,
                match.Groups["machine"].Value,
                match.Groups["run"].Value
            )
            : null;
    }

    /// <summary>Whether a key is the one that this marker's key came from.</summary>
    public bool IsFrom(string keyId) => string.Equals(ShortId(keyId), From, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        $"{Subject}{(Subject.Length > 0 ? " " : string.Empty)}[rotated "
        + $"{StartedAt.ToString(TimeForm, CultureInfo.InvariantCulture)} from {From} on {Machine} run {Run}]";

    private static string ShortId(string id) => id.Substring(0, Math.Min(8, id.Length));
}
