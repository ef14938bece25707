namespace QlikSnowflake.Emulator.Qrs.Proxy;

/// <summary>The Windows users: their passwords by directory and name, in any letter case.</summary>
internal sealed class ProxyUsers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);

    public void Add(UserName user, string password)
    {
        lock (_lock)
            _passwords[user.ToString()] = password;
    }

    /// <summary>The password of a user; null where there is no such user.</summary>
    public string? PasswordOf(UserName user)
    {
        lock (_lock)
            return _passwords.GetValueOrDefault(user.ToString());
    }
}

/// <summary>A user's directory and id, as <c>DIRECTORY\id</c>.</summary>
internal readonly record struct UserName(string Directory, string Id)
{
    /// <summary>Reads <c>DIRECTORY\id</c>, or an id alone where a directory is given for it.</summary>
    public static UserName? Read(string text, string? directory = null)
    {
        var backslash = text.IndexOf('\\', StringComparison.Ordinal);
        var name = backslash < 0 ? new UserName(directory ?? "", text) : new UserName(text[..backslash], text[(backslash + 1)..]);
        return name.Directory.Length > 0 && name.Id.Length > 0 ? name : null;
    }

    public override string ToString() => $@"{Directory}\{Id}";
}
