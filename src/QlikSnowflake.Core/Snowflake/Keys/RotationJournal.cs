using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>
/// Notes beside the new key what a rotation is about, so that one that was interrupted goes on with the same key and does
/// not take the new key for the old. It holds nothing secret, and goes when the rotation ends.
/// </summary>
internal sealed record RotationJournal(string Account, string User, string Name, int? Slot, string? OldFingerprint)
{
    private const string Ending = ".rotation.json";

    public static string PathFor(string privateKeyPath) => privateKeyPath + Ending;

    public static RotationJournal? Read(string privateKeyPath)
    {
        var path = PathFor(privateKeyPath);
        if (!File.Exists(path))
            return null;

        try
        {
            var journal = JsonSerializer.Deserialize<RotationJournal>(File.ReadAllText(path));
            return journal is { Account.Length: > 0, User.Length: > 0, Name.Length: > 0, Slot: null or 1 or 2 }
                ? journal
                : throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                "RotationJournalUnreadable",
                $"'{path}', which notes a rotation that was interrupted, cannot be read.",
                "If no rotation is under way, remove it. Get-SnowflakeUserKey shows which keys are registered.",
                FailureKind.InvalidData,
                e
            );
        }
    }

    /// <summary>Notes a rotation that begins. Of two that begin with the same file at once, one is refused.</summary>
    public void WriteNew(string privateKeyPath) =>
        OutputFile.Write(
            PathFor(privateKeyPath),
            JsonSerializer.SerializeToUtf8Bytes(this),
            overwrite: false,
            ownerOnly: true,
            "KeyFileExists"
        );

    public static void Delete(string privateKeyPath) => File.Delete(PathFor(privateKeyPath));
}
