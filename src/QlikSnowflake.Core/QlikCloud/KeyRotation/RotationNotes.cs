using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// The journal of one store's rotations on this machine, which stands beside the lock. By the descriptions in it the next run knows at
/// once which keys interrupted ones have left; without it, it knows by the keys' markers and some time later.
/// </summary>
internal sealed class RotationNotes
{
    private const string Kind = "QlikCloudApiKey";
    private const string Begun = "begun";

    private readonly string _path;

    private RotationNotes(string path, RotationJournal? journal)
    {
        _path = path;
        Journal = journal;
    }

    public RotationJournal? Journal { get; private set; }

    /// <summary>The descriptions of the keys that interrupted runs were about to make.</summary>
    public IReadOnlyCollection<string> Interrupted =>
        Journal is null ? [] : [.. Journal.Entries.Where(e => e.Outcome == Begun && e.Target is not null).Select(e => e.Target!)];

    public static RotationLock TakeLock(QlikCloudSession session, ApiKeyRotationOptions options) =>
        RotationLock.Take(
            options.LockFolder,
            "the key of this store",
            Kind,
            session.TenantId,
            session.User.Id,
            options.Store.Identity
        );

    public static RotationNotes Of(RotationLock held, CallContext context)
    {
        try
        {
            return new RotationNotes(held.JournalPath, RotationJournal.Open(held.JournalPath));
        }
        catch (InputException e)
        {
            // It saves the next run some time, and is no reason to let a key expire.
            context.Log.Warning($"{e.Message} A new one is begun.");
            File.Delete(held.JournalPath);
            return new RotationNotes(held.JournalPath, null);
        }
    }

    /// <summary>Notes the key that this run is about to make.</summary>
    public void Begin(RotationState state)
    {
        Journal ??= RotationJournal.Create(
            _path,
            Kind,
            new Dictionary<string, string?> { ["tenant"] = state.Session.TenantId, ["user"] = state.Session.User.Id }
        );
        Journal.Append("Rotate", Begun, state.Description);
    }
}
