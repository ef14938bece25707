using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake;

/// <summary>The statements about a user's keys (Snowflake, "ALTER USER"). Names are quoted, so that they stay names.</summary>
public static class UserKeySql
{
    private static readonly Regex Plain = new("^[A-Za-z_][A-Za-z0-9_$]*$", RegexOptions.CultureInvariant);

    /// <summary>The statement that registers a public key in the first slot.</summary>
    /// <param name="user">The user's NAME.</param>
    /// <param name="key">The key.</param>
    public static string SetPublicKey(string user, PublicKey key) => $"ALTER USER {Identifier(user)} SET RSA_PUBLIC_KEY='{key.Body}'";

    /// <summary>A name as SQL has it: as it is where it needs no quotes, else in double quotes with its case kept.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">It is empty or holds control characters.</exception>
    public static string Identifier(string name)
    {
        if (name.Length == 0 || name.Length > 255 || name.Any(char.IsControl))
            throw new InputException("UserInvalid", "The Snowflake user name is empty, too long or holds control characters.", "Give the user's NAME, as SHOW USERS prints it.");
        return Plain.IsMatch(name) ? name : "\"" + name.Replace("\"", "\"\"") + "\"";
    }
}
