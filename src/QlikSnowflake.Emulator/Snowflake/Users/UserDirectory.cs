using System.Collections.Concurrent;

namespace QlikSnowflake.Emulator.Snowflake.Users;

/// <summary>The users of the account, by login name without case.</summary>
internal sealed class UserDirectory
{
    private readonly ConcurrentDictionary<string, SnowflakeUser> _users = new(StringComparer.OrdinalIgnoreCase);

    public void Add(SnowflakeUser user) => _users[user.LoginName] = user;

    public SnowflakeUser? Find(string loginName) => _users.GetValueOrDefault(loginName);
}
