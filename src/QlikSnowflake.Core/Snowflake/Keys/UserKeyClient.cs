using System.Globalization;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Reads and changes the public keys of users, by SQL.</summary>
public sealed class UserKeyClient
{
    private readonly SnowflakeSession _session;

    /// <summary>Works through a session, whose role must own the user or be allowed to change how it logs in.</summary>
    /// <param name="session">The session.</param>
    public UserKeyClient(SnowflakeSession session) => _session = session;

    /// <summary>What DESCRIBE USER says.</summary>
    /// <param name="user">The user's NAME.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">There is no such user, or the role may not see it.</exception>
    public async Task<SnowflakeUserDescription> DescribeAsync(string user, CallContext context)
    {
        // What was typed may be any case of a plain name, or the very name of a user who was made with quotes.
        var exact = UserKeySql.ExactIdentifier(user);
        var typed = user == _session.User ? exact : UserKeySql.Identifier(user);
        try
        {
            return await DescribeIdentifierAsync(typed, context).ConfigureAwait(false);
        }
        catch (SnowflakeException e) when (e.IsUnknownObject && typed != exact)
        {
            return await DescribeIdentifierAsync(exact, context).ConfigureAwait(false);
        }
    }

    /// <summary>All keys of a user: the slots in use, then the named key pairs.</summary>
    /// <param name="user">The user's NAME.</param>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyList<SnowflakeUserKey>> ListAsync(string user, CallContext context)
    {
        var description = await DescribeAsync(user, context).ConfigureAwait(false);
        return await ListAsync(description, context).ConfigureAwait(false);
    }

    /// <summary>All keys of a user that was described before.</summary>
    internal async Task<IReadOnlyList<SnowflakeUserKey>> ListAsync(SnowflakeUserDescription description, CallContext context) =>
        [.. SlotsOf(description), .. await ListNamedAsync(description.Name, context).ConfigureAwait(false)];

    /// <summary>The keys in the two slots of a user that was described before.</summary>
    internal static IReadOnlyList<SnowflakeUserKey> SlotsOf(SnowflakeUserDescription description)
    {
        var keys = new List<SnowflakeUserKey>();
        foreach (var slot in new[] { 1, 2 })
        {
            var name = UserKeySql.SlotName(slot);
            if (description.SlotFingerprint(slot) is { } fingerprint)
                keys.Add(
                    new SnowflakeUserKey(
                        description.Name,
                        name,
                        slot,
                        fingerprint,
                        "ACTIVE",
                        Date(description[name + "_LAST_SET_TIME"]),
                        null,
                        null,
                        null
                    )
                );
        }

        return keys;
    }

    /// <summary>Runs one of the statements of <see cref="UserKeySql"/>.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="context">The operation.</param>
    public async Task RunAsync(string statement, CallContext context)
    {
        using var result = await _session.Statements.RunAsync(new StatementRequest(statement), context).ConfigureAwait(false);
    }

    /// <summary>The statement that removes a key.</summary>
    /// <param name="key">The key.</param>
    public static string RemoveStatement(SnowflakeUserKey key) =>
        key.Slot is { } slot ? UserKeySql.UnsetSlot(key.User, slot) : UserKeySql.RemoveKeyPair(key.User, key.Name);

    private async Task<SnowflakeUserDescription> DescribeIdentifierAsync(string identifier, CallContext context)
    {
        // The documentation names the columns in two ways; the first two are the property and its value in both.
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in await ReadAsync(UserKeySql.Describe(identifier), context).ConfigureAwait(false))
            values[row.Values[0] ?? string.Empty] = row.Values[1];
        return new SnowflakeUserDescription(values);
    }

    /// <summary>What DESCRIBE USER says of the user of this very name, as Snowflake gave it.</summary>
    internal Task<SnowflakeUserDescription> DescribeExactAsync(string user, CallContext context) =>
        DescribeIdentifierAsync(UserKeySql.ExactIdentifier(user), context);

    /// <summary>The named key pairs of the user of this very name; none where the account does not know them.</summary>
    internal async Task<IReadOnlyList<SnowflakeUserKey>> ListNamedAsync(string user, CallContext context)
    {
        try
        {
            var rows = await ReadAsync(UserKeySql.ShowKeyPairs(user), context).ConfigureAwait(false);

            // The slots may be listed too, under names that are reserved for them.
            return
            [
                .. rows.Where(r => r["name"] is not (null or "PUBLIC_KEY_1" or "PUBLIC_KEY_2"))
                    .Select(r => new SnowflakeUserKey(
                        user,
                        r["name"]!,
                        null,
                        r["fingerprint"] ?? string.Empty,
                        r["status"] ?? string.Empty,
                        Date(r["created_on"]),
                        Date(r["expires_at"]),
                        Date(r["last_used_on"]),
                        r["comment"]
                    )),
            ];
        }
        catch (SnowflakeException e) when (e.IsSyntaxError)
        {
            // Accounts that do not have named key pairs yet do not know the statement.
            context.Log.Verbose("This account does not know named key pairs.");
            return [];
        }
    }

    private async Task<List<Row>> ReadAsync(string statement, CallContext context)
    {
        var rows = new List<Row>();
        using var result = await _session.Statements.RunAsync(new StatementRequest(statement), context).ConfigureAwait(false);
        var names = result.Columns.Select(c => c.Name).ToArray();
        while (await result.ReadAsync(context).ConfigureAwait(false) is { } batch)
            rows.AddRange(batch.Select(item => new Row(names, Array.ConvertAll(result.ReadValues(item), ToText))));
        return rows;
    }

    private static string? ToText(object? value) =>
        value switch
        {
            null => null,
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    private static DateTimeOffset? Date(string? text) =>
        text is not null
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    private sealed record Row(string[] Names, string?[] Values)
    {
        public string? this[string name]
        {
            get
            {
                var index = Array.FindIndex(Names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
                return index >= 0 && index < Values.Length && Values[index] is { Length: > 0 } value && value != "null"
                    ? value
                    : null;
            }
        }
    }
}
