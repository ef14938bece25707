using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Users;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// The key pair clauses of ALTER USER: ADD, ROTATE, MODIFY and REMOVE.
/// From https://docs.snowflake.com/en/sql-reference/sql/alter-user-add-key-pair and its siblings.
/// </summary>
internal sealed class KeyPairStatements(SnowflakeAccount account)
{
    private const int MaximumPerUser = 10;
    private const int DefaultHoursOfGrace = 24;

    private static readonly SnowflakeColumn[] Columns =
    [
        SnowflakeColumn.Text("name"),
        SnowflakeColumn.Text("user_name"),
        SnowflakeColumn.Text("fingerprint"),
        SnowflakeColumn.Text("role_scope"),
        SnowflakeColumn.Text("status"),
        SnowflakeColumn.Text("comment"),
        SnowflakeColumn.Of("created_on", "timestamp_ltz"),
        SnowflakeColumn.Text("created_by"),
        SnowflakeColumn.Of("last_used_on", "timestamp_ltz"),
        SnowflakeColumn.Of("expires_at", "timestamp_ltz"),
        SnowflakeColumn.Text("rotated_to"),
    ];

    private DateTimeOffset Now => account.Clock.GetUtcNow();

    /// <exception cref="SqlError">The text is not the base64 of an RSA key of 2048 bits or more, or of a P-256, P-384 or P-521
    /// key.</exception>
    public static PublicKey ParseKey(string body, DateTimeOffset now) => PublicKey.TryParse(body, now) ?? throw InvalidKey();

    public static SqlError InvalidKey() =>
        SqlError.Compilation("003540", "22023", "New public key rejected by current policy. Reason: 'Invalid public key'");

    public Action<SnowflakeUser>? TryParse(SqlCursor cursor, Session session)
    {
        if (cursor.TryTake("ADD", "KEY", "PAIR"))
            return Add(cursor, session);
        if (cursor.TryTake("ROTATE", "KEY", "PAIR"))
            return Rotate(cursor, session);
        if (cursor.TryTake("MODIFY", "KEY", "PAIR"))
            return Modify(cursor);
        if (!cursor.TryTake("REMOVE", "KEY", "PAIR"))
            return null;
        var name = cursor.Identifier();
        return user =>
        {
            var removed = Find(user, name);
            user.KeyPairs = [.. user.KeyPairs.Where(p => p != removed)];
        };
    }

    public RowSource List(SnowflakeUser user)
    {
        var now = Now;
        return new ValueRows(Columns, [.. user.KeyPairs.Select(Row)]);

        SqlValue[] Row(NamedKeyPair pair) =>
            [
                SqlValue.Text(pair.Name),
                SqlValue.Text(user.Name),
                SqlValue.Text(pair.Key.Fingerprint),
                SqlValue.Text(pair.RoleRestriction),
                SqlValue.Text(pair.StatusAt(now)),
                SqlValue.Text(pair.Comment),
                SqlValue.Ltz(pair.Key.SetOn),
                SqlValue.Text(pair.CreatedBy),
                SqlValue.Ltz(pair.Key.LastUsedOn),
                SqlValue.Ltz(pair.ExpiresAt),
                SqlValue.Text(pair.RotatedTo),
            ];
    }

    private Action<SnowflakeUser> Add(SqlCursor cursor, Session session)
    {
        var name = Unreserved(cursor.Identifier());
        PublicKey? key = null;
        string? role = null,
            comment = null;
        int? days = null;
        while (cursor.Current.Kind == SqlTokenKind.Word)
        {
            var option = Option(cursor);
            switch (option)
            {
                case "PUBLIC_KEY":
                    key = ParseKey(cursor.String(), Now);
                    break;
                case "ROLE_RESTRICTION":
                    role = Role(cursor.String(), session);
                    break;
                case "DAYS_TO_EXPIRY":
                    days = Days(cursor.Integer());
                    break;
                case "COMMENT":
                    comment = cursor.String();
                    break;
                default:
                    throw Invalid($"invalid property '{option}' for 'KEY PAIR'");
            }
        }

        if (key is null)
            throw SqlError.Syntax(cursor.Current);
        return user =>
        {
            if (user.KeyPairs.Any(p => p.Name == name))
                throw SqlError.Compilation("002002", "42710", $"Object '{name}' already exists.");
            EnsureRoom(user);
            EnsureNew(user, key);
            var pair = new NamedKeyPair(name, key, session.User.Name)
            {
                RoleRestriction = role,
                Comment = comment,
                DaysToExpiry = days,
            };
            user.KeyPairs = [.. user.KeyPairs, pair with { ExpiresAt = Expiry(key, days) }];
        };
    }

    private Action<SnowflakeUser> Rotate(SqlCursor cursor, Session session)
    {
        var name = cursor.Identifier();
        PublicKey? key = null;
        long hours = DefaultHoursOfGrace;
        while (cursor.Current.Kind == SqlTokenKind.Word)
        {
            var option = Option(cursor);
            switch (option)
            {
                case "PUBLIC_KEY":
                    key = ParseKey(cursor.String(), Now);
                    break;
                case "EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS":
                    hours = cursor.Integer();
                    break;
                default:
                    throw Invalid($"invalid property '{option}' for 'KEY PAIR'");
            }
        }

        if (key is null)
            throw SqlError.Syntax(cursor.Current);
        return user =>
        {
            var old = Find(user, name);
            EnsureRoom(user);
            EnsureNew(user, key);
            var renewed = old with { Key = key, CreatedBy = session.User.Name, ExpiresAt = Expiry(key, old.DaysToExpiry) };
            var rotated = old with
            {
                Name = $"{name}_ROTATED_{Now.ToUnixTimeMilliseconds()}",
                ExpiresAt = Earlier(old.ExpiresAt, Now.AddHours(hours)),
                RotatedTo = name,
            };
            user.KeyPairs = [.. user.KeyPairs.Select(p => p == old ? renewed : p), rotated];
        };
    }

    private static Action<SnowflakeUser> Modify(SqlCursor cursor)
    {
        var name = cursor.Identifier();
        if (cursor.TryTake("RENAME", "TO"))
        {
            var newName = Unreserved(cursor.Identifier());
            return user =>
            {
                if (user.KeyPairs.Any(p => p.Name == newName))
                    throw SqlError.Compilation("002002", "42710", $"Object '{newName}' already exists.");
                Replace(user, name, p => p with { Name = newName });
            };
        }

        return ModifyProperties(cursor, name);
    }

    private static Action<SnowflakeUser> ModifyProperties(SqlCursor cursor, string name)
    {
        var unset = cursor.TryTake("UNSET");
        if (!unset)
            cursor.Expect("SET");
        Func<NamedKeyPair, NamedKeyPair> change = static p => p;
        do
        {
            var before = change;
            var option = unset ? cursor.Identifier() : Option(cursor);
            switch (option)
            {
                case "COMMENT":
                    var comment = unset ? null : cursor.String();
                    change = p => before(p) with { Comment = comment };
                    break;
                case "DISABLED":
                    var disabled = !unset && cursor.TryTake("TRUE");
                    if (!disabled && !unset)
                        cursor.Expect("FALSE");
                    change = p => before(p) with { Disabled = disabled };
                    break;
                default:
                    throw Invalid($"invalid property '{option}' for 'KEY PAIR'");
            }

            cursor.TryTake(",");
        } while (cursor.Current.Kind == SqlTokenKind.Word);

        return user => Replace(user, name, change);
    }

    private static void Replace(SnowflakeUser user, string name, Func<NamedKeyPair, NamedKeyPair> change)
    {
        var old = Find(user, name);
        user.KeyPairs = [.. user.KeyPairs.Select(p => p == old ? change(p) : p)];
    }

    private static NamedKeyPair Find(SnowflakeUser user, string name) =>
        user.KeyPairs.FirstOrDefault(p => p.Name == name) ?? throw SqlError.NotFound("Key pair", name);

    /// <summary>Rotated key pairs in grace count; expired ones do not.</summary>
    private void EnsureRoom(SnowflakeUser user)
    {
        if (user.KeyPairs.Count(p => !p.IsExpiredAt(Now)) >= MaximumPerUser)
            throw Invalid($"User '{user.Name}' already has the maximum of {MaximumPerUser} key pairs.");
    }

    /// <summary>The public key must be unique among all of the user's active keys.</summary>
    private void EnsureNew(SnowflakeUser user, PublicKey key)
    {
        if (user.KeysAt(Now).Any(k => k.Key.Fingerprint == key.Fingerprint))
            throw Invalid($"User '{user.Name}' already has a key with the fingerprint {key.Fingerprint}.");
    }

    private static string Unreserved(string name) =>
        name is "PUBLIC_KEY_1" or "PUBLIC_KEY_2" ? throw Invalid($"Key pair name '{name}' is reserved.") : name;

    private static string Option(SqlCursor cursor)
    {
        var option = cursor.Identifier();
        cursor.Expect("=");
        return option;
    }

    private string Role(string role, Session session) =>
        account.IsGranted(session.User, role) ? role : throw SqlError.NotFound("Role", role);

    private static int Days(long days) =>
        days is >= 1 and <= 36_500 ? (int)days : throw Invalid("DAYS_TO_EXPIRY has to be 1 or more.");

    private static DateTimeOffset? Expiry(PublicKey key, int? days) => days is { } number ? key.SetOn.AddDays(number) : null;

    private static DateTimeOffset Earlier(DateTimeOffset? first, DateTimeOffset second) => first < second ? first.Value : second;

    private static SqlError Invalid(string message) => SqlError.Compilation("001008", "22023", message);
}
