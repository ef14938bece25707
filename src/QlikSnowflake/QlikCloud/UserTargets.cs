using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Reads which user an object points at.</summary>
internal static class UserTargets
{
    /// <summary>An id, subject, mail address or name: the object's text, or the first of its properties that tells.</summary>
    /// <exception cref="InputException">It does not point at a user.</exception>
    public static string Read(PipedObject input) =>
        (input.Value as QlikCloudUser)?.Id
        ?? input.Text
        ?? input.Property("UserId")
        ?? input.Property("Id")
        ?? input.Property("Email")
        ?? input.Property("Subject")
        ?? input.Property("Name")
        ?? throw input.Unclear("Id", "Email", "Name");
}
