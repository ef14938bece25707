using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>A public key to be registered: in a slot, or as a named key pair.</summary>
public sealed record UserKeyRegistration
{
    /// <summary>The user's NAME.</summary>
    public required string User { get; init; }

    /// <summary>The key.</summary>
    public required PublicKey Key { get; init; }

    /// <summary>1 or 2; null takes the first free one.</summary>
    public int? Slot { get; init; }

    /// <summary>The name of a key pair to add instead.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>After how many days a named key pair expires.</summary>
    public int? DaysToExpiry { get; init; }

    /// <summary>A named key pair's comment.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether another key that is there is replaced.</summary>
    public bool Replace { get; init; }

    /// <summary>The statement that registers the key, after a look at what is there; null where it is registered so already.</summary>
    /// <param name="client">Reads the user's keys.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">Another key is in the way, or the parameters contradict each other.</exception>
    public async Task<string?> ToStatementAsync(UserKeyClient client, CallContext context)
    {
        if (KeyPairName is not null && Slot is not null)
            throw new InputException(
                ErrorIds.SlotAndKeyPair,
                "A key goes into a slot or a named key pair, not both.",
                "Give -Slot or -KeyPairName."
            );
        if (KeyPairName is null && (DaysToExpiry is not null || Comment is not null))
            throw new InputException(
                ErrorIds.SlotWithoutExpiry,
                "Keys in the two slots have no expiry and no comment.",
                "Give -KeyPairName to register a named key pair."
            );

        if (KeyPairName is { } name)
            CheckKeyPairName(name);

        var user = await client.DescribeAsync(User, context).ConfigureAwait(false);
        var keys = await client.ListAsync(user, context).ConfigureAwait(false);
        return KeyPairName is null ? ForSlot(user.Name, keys) : ForKeyPair(user.Name, keys, KeyPairName);
    }

    /// <summary>Refuses names that Snowflake keeps for the two slots, and what is no name.</summary>
    internal static void CheckKeyPairName(string name)
    {
        UserKeySql.Identifier(name);
        if (name.ToUpperInvariant() is "PUBLIC_KEY_1" or "PUBLIC_KEY_2")
            throw new InputException(
                ErrorIds.KeyPairNameReserved,
                $"'{name}' is reserved for one of the two slots.",
                "Give -Slot, or another name."
            );
    }

    private string? ForSlot(string user, IReadOnlyList<SnowflakeUserKey> keys)
    {
        if (keys.Any(k => k.Slot is not null && k.Fingerprint == Key.Fingerprint && (Slot ?? k.Slot) == k.Slot))
            return null;

        var free = Enumerable.Range(1, 2).FirstOrDefault(s => keys.All(k => k.Slot != s));
        var slot = Slot ?? free;
        if (slot == 0)
        {
            throw new InputException(
                ErrorIds.NoFreeSlot,
                $"Both slots of {user} hold a key.",
                "Name the slot to replace with -Slot and -Force, or remove a key first: Remove-SnowflakeUserKey.",
                FailureKind.Limit
            );
        }

        if (keys.FirstOrDefault(k => k.Slot == slot) is { } other && !Replace)
            throw Occupied(other);
        return UserKeySql.SetSlot(user, slot, Key);
    }

    private string? ForKeyPair(string user, IReadOnlyList<SnowflakeUserKey> keys, string name)
    {
        var other = keys.FirstOrDefault(k => k.Slot is null && string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
        if (other is null)
            return UserKeySql.AddKeyPair(user, name, Key, DaysToExpiry, Comment);
        if (other.Fingerprint == Key.Fingerprint)
            return null;
        if (!Replace)
            throw Occupied(other);
        return DaysToExpiry is null && Comment is null
            ? UserKeySql.RotateKeyPair(user, other.Name, Key, hoursForOldKey: 0)
            : throw new InputException(
                ErrorIds.KeyPairKeepsOptions,
                $"The key pair {other.Name} of {user} exists, and keeps its expiry and comment when its key is replaced.",
                "Leave -DaysToExpiry and -Comment out, or remove the key pair first."
            );
    }

    private static InputException Occupied(SnowflakeUserKey other) =>
        new(
            ErrorIds.UserKeyExists,
            $"{other.Name} of {other.User} holds another key ({other.Fingerprint}).",
            "Give -Force to replace it, which locks out whoever uses it. Update-SnowflakeUserKey rotates without that.",
            FailureKind.AlreadyExists
        );
}
