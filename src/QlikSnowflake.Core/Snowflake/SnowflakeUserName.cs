using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake;

/// <summary>A user's LOGIN_NAME as a token's claims carry it.</summary>
internal static class SnowflakeUserName
{
    /// <summary>Upper case by the invariant culture: in Turkish, i would become İ and the login fail.</summary>
    public static string ToClaim(string user)
    {
        var name = user.Trim();
        if (name.Length == 0 || name.Length > 255 || name.Any(char.IsControl))
        {
            throw new InputException(
                ErrorIds.UserInvalid,
                "The Snowflake user name is empty, too long or holds control characters.",
                "Give the user's LOGIN_NAME, as DESCRIBE USER shows it."
            );
        }

        return name.ToUpperInvariant();
    }
}
