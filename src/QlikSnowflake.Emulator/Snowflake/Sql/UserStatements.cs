using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// ALTER USER (key slots, key pairs, COMMENT, DISABLED), DESCRIBE USER and SHOW USER KEY PAIRS.
/// From https://docs.snowflake.com/en/sql-reference/sql/alter-user, desc-user and show-user-key-pairs.
/// </summary>
internal sealed class UserStatements(SnowflakeAccount account)
{
    private readonly KeyPairStatements _keyPairs = new(account);

    public StatementPlan Alter(SqlCursor cursor, Session session)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var name = StartsKeyPairClause(cursor) ? session.User.Name : cursor.Identifier();
        var user = account.Users.FindByName(name);
        if (user is null && !ifExists)
            throw SqlError.NotFound("User", name);

        Action<SnowflakeUser>? change =
            cursor.TryTake("SET") ? ReadSet(cursor)
            : cursor.TryTake("UNSET") ? Unset(cursor)
            : _keyPairs.TryParse(cursor, session);
        if (change is null)
            throw SqlError.Syntax(cursor.Current);
        if (user is null)
            return new(() => StatementResult.Status());
        if (!account.OwnsUsers(session) && !user.KeyManagers.Contains(session.User.LoginName))
            throw SqlError.Privileges("user", user.Name);
        return new(() =>
        {
            change(user);
            return StatementResult.Status();
        });
    }

    public StatementPlan Describe(SqlCursor cursor, Session session)
    {
        var user = Readable(cursor.Identifier(), session);
        return new(() =>
            new(new ValueRows(DescribeColumns, [.. Properties(user).Select(p => Row(p.Property, p.Value, p.Description))]))
        );
    }

    public StatementPlan ShowKeyPairs(SqlCursor cursor, Session session)
    {
        var user = cursor.TryTake("FOR", "USER") ? Readable(cursor.Identifier(), session) : session.User;
        return new(() => new(_keyPairs.List(user)));
    }

    private static readonly SnowflakeColumn[] DescribeColumns =
    [
        SnowflakeColumn.Text("property"),
        SnowflakeColumn.Text("value"),
        SnowflakeColumn.Text("default"),
        SnowflakeColumn.Text("description"),
    ];

    /// <summary>Without a name, ALTER USER ADD KEY PAIR changes the current user; a user may be named ADD as well.</summary>
    private static bool StartsKeyPairClause(SqlCursor cursor)
    {
        var mark = cursor.Mark;
        var starts =
            cursor.TryTake("ADD", "KEY", "PAIR")
            || cursor.TryTake("ROTATE", "KEY", "PAIR")
            || cursor.TryTake("MODIFY", "KEY", "PAIR")
            || cursor.TryTake("REMOVE", "KEY", "PAIR");
        cursor.Mark = mark;
        return starts;
    }

    private SnowflakeUser Readable(string name, Session session)
    {
        var user = account.Users.FindByName(name) ?? throw SqlError.NotFound("User", name);
        return user == session.User || account.OwnsUsers(session) ? user : throw SqlError.Privileges("user", user.Name);
    }

    private Action<SnowflakeUser> ReadSet(SqlCursor cursor)
    {
        Action<SnowflakeUser>? changes = null;
        do
        {
            var property = cursor.Identifier();
            cursor.Expect("=");
            changes += property switch
            {
                "RSA_PUBLIC_KEY" => SetKey(cursor, static (u, k) => u.Key = k),
                "RSA_PUBLIC_KEY_2" => SetKey(cursor, static (u, k) => u.Key2 = k),
                "COMMENT" => SetComment(cursor.String()),
                "DISABLED" => SetDisabled(cursor),
                _ => throw UnknownProperty(property),
            };
            cursor.TryTake(",");
        } while (cursor.Current.Kind == SqlTokenKind.Word);

        return changes;
    }

    private Action<SnowflakeUser> SetKey(SqlCursor cursor, Action<SnowflakeUser, PublicKey> set)
    {
        var key = KeyPairStatements.ParseKey(cursor.String(), account.Clock.GetUtcNow());
        return key.Algorithm == PublicKey.Rsa ? user => set(user, key) : throw KeyPairStatements.InvalidKey();
    }

    private static Action<SnowflakeUser> SetComment(string comment) => user => user.Comment = comment;

    private static Action<SnowflakeUser> SetDisabled(SqlCursor cursor)
    {
        var disabled = cursor.TryTake("TRUE");
        if (!disabled)
            cursor.Expect("FALSE");
        return user => user.IsDisabled = disabled;
    }

    private static Action<SnowflakeUser> Unset(SqlCursor cursor)
    {
        Action<SnowflakeUser>? changes = null;
        do
        {
            var property = cursor.Identifier();
            changes += property switch
            {
                "RSA_PUBLIC_KEY" => static user => user.Key = null,
                "RSA_PUBLIC_KEY_2" => static user => user.Key2 = null,
                "COMMENT" => static user => user.Comment = null,
                "DISABLED" => static user => user.IsDisabled = false,
                _ => throw UnknownProperty(property),
            };
        } while (cursor.TryTake(","));

        return changes;
    }

    private static SqlError UnknownProperty(string property) =>
        SqlError.Compilation("001420", "22023", $"invalid property '{property}' for 'USER'");

    private IEnumerable<(string Property, string? Value, string Description)> Properties(SnowflakeUser user)
    {
        var settings = account.Settings;
        yield return ("NAME", user.Name, "Name");
        yield return ("COMMENT", user.Comment, "user comment associated to an object in the dictionary");
        yield return ("DISPLAY_NAME", user.Name, "Display name of the associated object");
        yield return ("TYPE", null, "Indicates the type of user");
        yield return ("LOGIN_NAME", user.LoginName, "Login name of the user");
        yield return ("DISABLED", user.IsDisabled ? "true" : "false", "Whether the user is disabled");
        yield return ("DEFAULT_WAREHOUSE", settings.DefaultWarehouse, "Default warehouse for this user");
        yield return (
            "DEFAULT_NAMESPACE",
            settings.DefaultSchema is null ? settings.DefaultDatabase : $"{settings.DefaultDatabase}.{settings.DefaultSchema}",
            "Default database namespace prefix for this user"
        );
        yield return ("DEFAULT_ROLE", account.DefaultRole(user), "Primary principal of user session will be set to this role");
        yield return ("RSA_PUBLIC_KEY", user.Key?.Base64, "RSA public key of the user");
        yield return ("RSA_PUBLIC_KEY_FP", user.Key?.Fingerprint, "Fingerprint of user's RSA public key.");
        yield return (
            "RSA_PUBLIC_KEY_LAST_SET_TIME",
            Time(user.Key),
            "The timestamp at which the user's RSA public key was last set."
        );
        yield return ("RSA_PUBLIC_KEY_2", user.Key2?.Base64, "Second RSA public key of the user");
        yield return ("RSA_PUBLIC_KEY_2_FP", user.Key2?.Fingerprint, "Fingerprint of user's second RSA public key.");
        yield return (
            "RSA_PUBLIC_KEY_2_LAST_SET_TIME",
            Time(user.Key2),
            "The timestamp at which the user's second RSA public key was last set."
        );
        yield return ("HAS_MFA", "false", "Whether the user is enrolled in multi-factor authentication");
        yield return ("HAS_PAT", "false", "Whether the user has a programmatic access token");
        yield return ("HAS_WORKLOAD_IDENTITY", "false", "Whether the user has a workload identity");
    }

    private static string? Time(PublicKey? key) => key?.SetOn.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>DESCRIBE USER shows a value that is not set as the text null.</summary>
    private static SqlValue[] Row(string property, string? value, string description) =>
        [SqlValue.Text(property), SqlValue.Text(value ?? "null"), SqlValue.Text("null"), SqlValue.Text(description)];
}
