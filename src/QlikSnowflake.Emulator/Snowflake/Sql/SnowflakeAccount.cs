using QlikSnowflake.Emulator.Snowflake.Authentication;
using QlikSnowflake.Emulator.Snowflake.Sql.Tables;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>What statements work on. Statements run one at a time, under <see cref="Gate"/>.</summary>
internal sealed class SnowflakeAccount : IDisposable
{
    public SnowflakeAccount(SnowflakeSettings settings, TimeProvider clock)
    {
        Settings = settings;
        Clock = clock;
        LoginFailures = new(clock);
        Tables = new(this);
        Functions = new(this);
    }

    public SnowflakeSettings Settings { get; }

    public TimeProvider Clock { get; }

    public UserDirectory Users { get; } = new();

    public LoginFailureLog LoginFailures { get; }

    public TableStore Tables { get; }

    public SqlFunctions Functions { get; }

    public Lock Gate { get; } = new();

    public string DefaultRole(SnowflakeUser user) => user.IsAdmin ? Settings.DefaultAdminRole : Settings.DefaultRole;

    public bool IsGranted(SnowflakeUser user, string role) =>
        Settings.Roles.Contains(role) || role == DefaultRole(user) || (user.IsAdmin && Settings.AdminRoles.Contains(role));

    /// <summary>Whether the session's role owns users, which the administrators' roles do.</summary>
    public bool OwnsUsers(Session session) => session.User.IsAdmin && Settings.AdminRoles.Contains(session.Role);

    public void Dispose() => Tables.Dispose();
}
