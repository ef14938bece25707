using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Reads which Snowflake user an object points at.</summary>
internal static class UserTargets
{
    /// <summary>The user's name: the object's text, or its property User.</summary>
    /// <exception cref="Errors.InputException">It does not point at a user.</exception>
    public static string Read(PipedObject input) =>
        input.Text ?? input.Property("User", "UserName") ?? throw input.Unclear("User");

    /// <summary>The error for a key that the user does not have.</summary>
    public static Errors.InputException KeyNotFound(string user, string name) =>
        NameText.NotFound(
            name,
            ErrorIds.UserKeyNotFound,
            $"{user} has no key {Errors.Quoted.Text(name)}.",
            "Get-SnowflakeUserKey without -Name lists them."
        );
}
