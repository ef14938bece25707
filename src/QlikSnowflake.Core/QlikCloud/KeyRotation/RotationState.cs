using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>What the steps of one run share.</summary>
internal sealed class RotationState(
    QlikCloudSession session,
    ApiKeyRotationOptions options,
    QlikCloudApiKey old,
    SecureString oldToken,
    RotationMarker marker,
    TimeSpan? lifetime,
    bool storedWorks
)
{
    public QlikCloudSession Session => session;

    public ApiKeyRotationOptions Options => options;

    public QlikCloudApiKey Old => old;

    public SecureString OldToken => oldToken;

    public RotationMarker Marker => marker;

    public string Description { get; } = marker.ToString();

    /// <summary>How long the new key is to live; null leaves it to the tenant.</summary>
    public TimeSpan? Lifetime => lifetime;

    /// <summary>The new key, with its token, once it is made.</summary>
    public QlikCloudApiKey? New { get; set; }

    /// <summary>Whether the new key must not be removed any more, whatever fails: the store has it, or may have it.</summary>
    public bool NewIsStored { get; set; }

    /// <summary>What is known of the store.</summary>
    public StoreContent Content { get; set; } = storedWorks ? StoreContent.KeptWorking : StoreContent.KeptUnknown;

    /// <summary>What holds after a failure and how to go on: what the store is known to hold, and nothing else.</summary>
    public string Advice =>
        Content switch
        {
            StoreContent.KeptWorking => $"{options.Store.Name} was not changed: the key in it works. Run the same command again.",
            StoreContent.KeptUnknown =>
                $"{options.Store.Name} was not changed, and is not known to hold a key that works. The session's "
                    + "key works still. Run the same command again.",
            StoreContent.New => $"The new key is in {options.Store.Name}, and works. Run the same command again.",
            StoreContent.NewRefused =>
                $"{options.Store.Name} holds the new key, which Qlik Cloud refuses by now; the old key {old.Id} was not deleted. "
                    + "Connect with a key that works, and run the same command again.",
            StoreContent.NewUnread =>
                $"{options.Store.Name} took a key and cannot be read back; the old key and the new one are both good. "
                    + "Run the same command again.",
            StoreContent.OldAgain => $"The old key is in {options.Store.Name} again, and works. Run the same command again.",
            StoreContent.Another =>
                $"{options.Store.Name} holds a key that this run does not know; the old key and the new one are both "
                    + "good. See who else writes there.",
            _ => $"{options.Store.Name} holds the old key or the new one, both of which are good. Run the same command again.",
        };

    /// <summary>Whether the new key is proved and stored, so that nothing is taken back any more.</summary>
    public bool Committed { get; set; }

    /// <summary>The user's active keys.</summary>
    public Task<IReadOnlyList<QlikCloudApiKey>> ListAsync(CallContext context) =>
        session.ApiKeys.Find(new ApiKeyQuery { UserId = session.User.Id, Status = "active" }).AllAsync(context);

    public static bool IsSame(SecureString? one, SecureString? other)
    {
        if (one is null || other is null || one.Length != other.Length)
            return false;

        var left = SecretText.ToChars(one);
        var right = SecretText.ToChars(other);
        try
        {
            return left.SequenceEqual(right);
        }
        finally
        {
            Array.Clear(left, 0, left.Length);
            Array.Clear(right, 0, right.Length);
        }
    }
}
