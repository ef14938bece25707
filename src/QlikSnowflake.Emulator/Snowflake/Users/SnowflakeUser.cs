namespace QlikSnowflake.Emulator.Snowflake.Users;

/// <summary>A user of the account. Statements change it one at a time; requests read it at any time.</summary>
internal sealed class SnowflakeUser(string loginName, bool isAdmin, string? name = null)
{
    private volatile PublicKey? _key;
    private volatile PublicKey? _key2;
    private volatile IReadOnlyList<NamedKeyPair> _keyPairs = [];

    /// <summary>Upper case: login names are compared without case.</summary>
    public string LoginName { get; } = loginName.ToUpperInvariant();

    /// <summary>What SQL calls the user; it may differ from the login name, and keeps the case it was made with.</summary>
    public string Name { get; } = name ?? loginName.ToUpperInvariant();

    public bool IsAdmin { get; } = isAdmin;

    public bool IsDisabled { get; set; }

    public string? Comment { get; set; }

    /// <summary>RSA_PUBLIC_KEY.</summary>
    public PublicKey? Key
    {
        get => _key;
        set
        {
            _key = value;
            KeyChanged?.Invoke(this, "RSA_PUBLIC_KEY", value);
        }
    }

    /// <summary>RSA_PUBLIC_KEY_2.</summary>
    public PublicKey? Key2
    {
        get => _key2;
        set
        {
            _key2 = value;
            KeyChanged?.Invoke(this, "RSA_PUBLIC_KEY_2", value);
        }
    }

    /// <summary>Called with the property and its new key whenever one of the two is set.</summary>
    public Action<SnowflakeUser, string, PublicKey?>? KeyChanged { get; init; }

    public IReadOnlyList<NamedKeyPair> KeyPairs
    {
        get => _keyPairs;
        set => _keyPairs = value;
    }

    /// <summary>Login names that have MODIFY PROGRAMMATIC AUTHENTICATION METHODS on this user.</summary>
    public HashSet<string> KeyManagers { get; } = new(StringComparer.Ordinal);

    /// <summary>The keys that a JWT may be signed with.</summary>
    public IEnumerable<RegisteredKey> KeysAt(DateTimeOffset now)
    {
        if (Key is { } first)
            yield return new(first, null);
        if (Key2 is { } second)
            yield return new(second, null);
        foreach (var pair in KeyPairs)
            if (pair.StatusAt(now) == "ACTIVE")
                yield return new(pair.Key, pair.RoleRestriction);
    }
}

/// <summary>A key that a JWT may be signed with, and the only role that it allows, if it is restricted to one.</summary>
internal sealed record RegisteredKey(PublicKey Key, string? RoleRestriction);
