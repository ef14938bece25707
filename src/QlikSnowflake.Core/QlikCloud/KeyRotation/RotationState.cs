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
    TimeSpan? lifetime
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
