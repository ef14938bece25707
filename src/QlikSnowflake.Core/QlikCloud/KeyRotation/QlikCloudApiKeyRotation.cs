using QlikSnowflake.Lists;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>What a run of a rotation came to. It holds nothing secret.</summary>
/// <param name="Rotated">Whether the store has a new key now.</param>
/// <param name="Reason">Why not, or what was left to do, in a sentence.</param>
/// <param name="Store">Where the key is kept.</param>
/// <param name="Tenant">The tenant's host.</param>
/// <param name="UserId">The user's id.</param>
/// <param name="KeyId">The id of the key that the store has now.</param>
/// <param name="ExpiresAt">When that key ends, in UTC.</param>
/// <param name="OldKeyId">The id of the key before it, or null where nothing was rotated.</param>
/// <param name="OldKeyRetired">Whether the old key is gone.</param>
/// <param name="RemovedKeyIds">Ids of keys removed besides: predecessors whose time was over, and what interrupted runs had left.</param>
/// <param name="ReadBack">Whether the store was read back and holds the new key.</param>
public sealed record QlikCloudApiKeyRotation(
    bool Rotated,
    string Reason,
    string Store,
    string Tenant,
    string UserId,
    string KeyId,
    DateTimeOffset ExpiresAt,
    string? OldKeyId,
    bool OldKeyRetired,
    TextList RemovedKeyIds,
    bool ReadBack
);
