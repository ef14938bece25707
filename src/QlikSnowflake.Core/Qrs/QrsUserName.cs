using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>A user's directory and id.</summary>
/// <param name="UserDirectory">The directory.</param>
/// <param name="UserId">The id within it.</param>
public sealed record QrsUserName(string UserDirectory, string UserId)
{
    /// <summary>Parses <c>DIRECTORY\id</c> or <c>id@DIRECTORY</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It has neither form.</exception>
    public static QrsUserName Parse(string text)
    {
        var backslash = text.IndexOf('\\');
        if (backslash > 0 && backslash < text.Length - 1)
            return new QrsUserName(text.Substring(0, backslash), text.Substring(backslash + 1));

        var at = text.LastIndexOf('@');
        if (at > 0 && at < text.Length - 1)
            return new QrsUserName(text.Substring(at + 1), text.Substring(0, at));

        throw new InputException(
            ErrorIds.UserNameInvalid,
            $"'{text}' is no user name.",
            "Give it as DIRECTORY\\id, such as DOMAIN\\qvservice."
        );
    }

    /// <inheritdoc/>
    public override string ToString() => UserDirectory + "\\" + UserId;

    internal string ToFilter(string prefix) =>
        QrsFilter.All([QrsFilter.Equal(prefix + "userDirectory", UserDirectory), QrsFilter.Equal(prefix + "userId", UserId)]);
}
