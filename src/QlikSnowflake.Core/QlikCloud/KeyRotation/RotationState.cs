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

    /// <summary>The store's name at the beginning of a sentence.</summary>
    public string StoreName { get; } = Beginning(options.Store.Name);

    /// <summary>Whether Qlik Cloud has refused the new key, though it made it.</summary>
    public bool IsNewRefused { get; set; }

    private string WhatIsGood =>
        IsNewRefused
            ? $"the old key {old.Id} is good, and Qlik Cloud refuses the new one"
            : $"the old key {old.Id} and the new one are both good";

    /// <summary>What holds after a failure and how to go on: what the store is known to hold, and nothing else.</summary>
    public string Advice =>
        Content switch
        {
            StoreContent.KeptWorking => $"{StoreName} was not changed: the key in it works. Run the same command again.",
            StoreContent.KeptUnknown =>
                $"{StoreName} was not changed, and is not known to hold a key that works. The session's key works still. Run the same "
                    + "command again.",
            StoreContent.New => $"The new key is in {options.Store.Name}, and works. Run the same command again.",
            StoreContent.NewRefused =>
                $"{StoreName} holds the new key, which Qlik Cloud refuses by now; the old key {old.Id} was not deleted. "
                    + "Connect with a key that works, and run the same command again.",
            StoreContent.NewUnread => $"{StoreName} took a key and cannot be read back; {WhatIsGood}. "
                + "Run the same command again.",
            StoreContent.OldAgain => $"The old key is in {options.Store.Name} again, and works. Run the same command again.",
            StoreContent.OldShown =>
                $"{StoreName} shows the old key, and may show the new one yet; {WhatIsGood}. Run the same command again.",
            StoreContent.NewShown =>
                $"{StoreName} shows the new key, and may show the old one yet; {WhatIsGood}. Run the same command again.",
            StoreContent.Another =>
                $"{StoreName} holds a key that this run does not know; {WhatIsGood}. See who else writes there.",
            StoreContent.Overtaken => $"{StoreName} was not changed by this run.",
            _ =>
                $"What {options.Store.Name} holds is not known; {WhatIsGood}. Run the same command again, with the old key where the "
                    + "stored one does not log in.",
        };

    /// <summary>Whether the new key is proved and stored, so that nothing is taken back any more.</summary>
    public bool Committed { get; set; }

    /// <summary>The user's active keys.</summary>
    public Task<IReadOnlyList<QlikCloudApiKey>> ListAsync(CallContext context) =>
        session.ApiKeys.Find(new ApiKeyQuery { UserId = session.User.Id, Status = "active" }).AllAsync(context);

    /// <summary>A name at the beginning of a sentence.</summary>
    public static string Beginning(string name) => char.ToUpperInvariant(name[0]).ToString() + name.Substring(1);

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
