using QlikSnowflake.Connections;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Report;

/// <summary>A public key registered for a Snowflake user that connections log in as.</summary>
/// <param name="Account">The account.</param>
/// <param name="User">The user.</param>
/// <param name="Name"><c>RSA_PUBLIC_KEY</c>, <c>RSA_PUBLIC_KEY_2</c>, or the named key pair.</param>
/// <param name="Slot">1 or 2; null for a named key pair.</param>
/// <param name="Fingerprint">The fingerprint.</param>
/// <param name="CreatedOn">When it was set, where Snowflake says.</param>
/// <param name="AgeDays">Its age in whole days, where Snowflake says.</param>
/// <param name="ExpiresAt">When it ends, for named key pairs that do.</param>
/// <param name="LastUsedOn">When it was last used, where Snowflake says.</param>
/// <param name="Connections">The connections that are known to hold it.</param>
/// <param name="MayBeIn">The user's connections of which it is not known which key they hold.</param>
public sealed record ReportUserKey(
    string Account,
    string User,
    string Name,
    int? Slot,
    string Fingerprint,
    DateTimeOffset? CreatedOn,
    int? AgeDays,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedOn,
    int Connections,
    int MayBeIn
)
{
    /// <summary>Whether it is known to be older than an age.</summary>
    /// <param name="age">The age.</param>
    internal bool IsOlderThan(TimeSpan age) => AgeDays > age.TotalDays;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} of {User}";

    internal static ReportUserKey Of(
        (string Account, SnowflakeUserKey Key) registered,
        IReadOnlyList<SnowflakeConnection> connections,
        DateTimeOffset now
    )
    {
        var (account, key) = registered;
        var holding = connections.Count(c => c.KeyFingerprint == key.Fingerprint);
        var hidden = connections.Count(c =>
            c is { Login: SnowflakeLoginKind.KeyPair, KeyFingerprint: null }
            && string.Equals(c.User, key.User, StringComparison.OrdinalIgnoreCase)
            && string.Equals(c.Account, account, StringComparison.OrdinalIgnoreCase)
        );
        var age = key.CreatedOn is { } created ? (int?)Math.Max(0, Math.Floor((now - created).TotalDays)) : null;
        return new ReportUserKey(
            account,
            key.User,
            key.Name,
            key.Slot,
            key.Fingerprint,
            key.CreatedOn,
            age,
            key.ExpiresAt,
            key.LastUsedOn,
            holding,
            hidden
        );
    }
}
