using QlikSnowflake.Emulator.Snowflake.Authentication;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>What statements work on. Statements run one at a time, under <see cref="Gate"/>.</summary>
internal sealed class SnowflakeAccount(SnowflakeSettings settings, TimeProvider clock)
{
    public SnowflakeSettings Settings { get; } = settings;

    public TimeProvider Clock { get; } = clock;

    public UserDirectory Users { get; } = new();

    public LoginFailureLog LoginFailures { get; } = new(clock);

    public TableStore Tables { get; } = new();

    public Lock Gate { get; } = new();

    public string DefaultRole(SnowflakeUser user) => user.IsAdmin ? Settings.DefaultAdminRole : Settings.DefaultRole;

    public bool IsGranted(SnowflakeUser user, string role) =>
        Settings.Roles.Contains(role) || role == DefaultRole(user) || (user.IsAdmin && Settings.AdminRoles.Contains(role));

    /// <summary>Whether the session's role owns users, which the administrators' roles do.</summary>
    public bool OwnsUsers(Session session) => session.User.IsAdmin && Settings.AdminRoles.Contains(session.Role);
}
