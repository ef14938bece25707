namespace QlikSnowflake.Snowflake.Keys;

/// <summary>
/// What DESCRIBE USER says of a user (Snowflake, "DESCRIBE USER"): names and values, with a look at those that matter
/// here.
/// </summary>
public sealed class SnowflakeUserDescription
{
    private readonly IReadOnlyDictionary<string, string?> _values;

    internal SnowflakeUserDescription(IReadOnlyDictionary<string, string?> values) => _values = values;

    /// <summary>The user's NAME.</summary>
    public string Name => this["NAME"] ?? string.Empty;

    /// <summary>The LOGIN_NAME, which a token's claims must carry.</summary>
    public string LoginName => this["LOGIN_NAME"] ?? Name;

    /// <summary>Whether the user is disabled.</summary>
    public bool IsDisabled => string.Equals(this["DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a property, or null where it is unset.</summary>
    /// <param name="property">Its name.</param>
    public string? this[string property] =>
        _values.TryGetValue(property, out var value)
        && !string.IsNullOrEmpty(value)
        && !string.Equals(value, "null", StringComparison.OrdinalIgnoreCase)
            ? value
            : null;

    /// <summary>The fingerprint in a slot, or null where it is free.</summary>
    /// <param name="slot">1 or 2.</param>
    public string? SlotFingerprint(int slot) => this[UserKeySql.SlotName(slot) + "_FP"];
}
