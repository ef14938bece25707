using System.Globalization;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>
/// The statements about a user's keys (Snowflake, "ALTER USER", "ALTER USER … ADD KEY PAIR", "SHOW USER KEY PAIRS"). Names are
/// quoted and texts escaped, so that they stay names and texts.
/// </summary>
public static class UserKeySql
{
    private static readonly Regex Plain = new(@"^[A-Za-z_][A-Za-z0-9_$]*\z", RegexOptions.CultureInvariant);
    private static readonly Regex PlainUpper = new(@"^[A-Z_][A-Z0-9_$]*\z", RegexOptions.CultureInvariant);

    /// <summary>The statement that registers a public key in the first slot.</summary>
    /// <param name="user">The user's NAME, as typed.</param>
    /// <param name="key">The key.</param>
    public static string SetPublicKey(string user, PublicKey key) =>
        $"ALTER USER {Identifier(user)} SET {SlotName(1)}='{key.Body}'";

    /// <summary>
    /// A name that a user typed, as SQL has it: as it is where it needs no quotes, so that Snowflake reads it in upper case, else in
    /// double quotes with its case kept.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">It is empty or holds control characters.</exception>
    public static string Identifier(string name)
    {
        CheckName(name);
        return Plain.IsMatch(name) ? name : Quoted(name);
    }

    /// <summary>A name that Snowflake itself gave, as SQL has it: it stands for that object alone, whatever its case.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">It is empty or holds control characters.</exception>
    public static string ExactIdentifier(string name)
    {
        CheckName(name);
        return PlainUpper.IsMatch(name) ? name : Quoted(name);
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0 || name.Length > 255 || name.Any(char.IsControl))
            throw new InputException(
                ErrorIds.NameInvalid,
                "A name in Snowflake is empty, too long or holds control characters.",
                "Give the name as SHOW prints it."
            );
    }

    private static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"") + "\"";

    internal static string SlotName(int slot) => slot == 1 ? "RSA_PUBLIC_KEY" : "RSA_PUBLIC_KEY_2";

    internal static string SetSlot(string user, int slot, PublicKey key) =>
        $"ALTER USER {ExactIdentifier(user)} SET {SlotName(slot)}='{key.Body}'";

    internal static string UnsetSlot(string user, int slot) => $"ALTER USER {ExactIdentifier(user)} UNSET {SlotName(slot)}";

    internal static string AddKeyPair(string user, string name, PublicKey key, int? daysToExpiry, string? comment) =>
        $"ALTER USER {ExactIdentifier(user)} ADD KEY PAIR {Identifier(name)} PUBLIC_KEY='{key.Body}'"
        + (daysToExpiry is { } days ? " DAYS_TO_EXPIRY=" + days.ToString(CultureInfo.InvariantCulture) : string.Empty)
        + (comment is null ? string.Empty : " COMMENT=" + Text(comment));

    internal static string RotateKeyPair(string user, string name, PublicKey key, int hoursForOldKey) =>
        $"ALTER USER {ExactIdentifier(user)} ROTATE KEY PAIR {ExactIdentifier(name)} PUBLIC_KEY='{key.Body}' "
        + $"EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS={hoursForOldKey.ToString(CultureInfo.InvariantCulture)}";

    internal static string RemoveKeyPair(string user, string name) =>
        $"ALTER USER {ExactIdentifier(user)} REMOVE KEY PAIR {ExactIdentifier(name)}";

    internal static string ShowKeyPairs(string user) => $"SHOW USER KEY PAIRS FOR USER {ExactIdentifier(user)}";

    internal static string Describe(string identifier) => "DESCRIBE USER " + identifier;

    // Backslashes escape in Snowflake's texts, so they are doubled as quotes are.
    internal static string Text(string value) => "'" + value.Replace("\\", "\\\\").Replace("'", "''") + "'";
}
