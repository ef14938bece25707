using System.Collections.Concurrent;

namespace QlikSnowflake.Emulator.Snowflake.Users;

/// <summary>The users of the account: by login name without case, and by name exactly.</summary>
internal sealed class UserDirectory
{
    private readonly ConcurrentDictionary<string, SnowflakeUser> _users = new(StringComparer.OrdinalIgnoreCase);

    public void Add(SnowflakeUser user) => _users[user.LoginName] = user;

    public SnowflakeUser? Find(string loginName) => _users.GetValueOrDefault(loginName);

    public SnowflakeUser? FindByName(string name) => _users.Values.FirstOrDefault(user => user.Name == name);
}
