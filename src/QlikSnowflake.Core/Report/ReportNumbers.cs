using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>What can be counted.</summary>
/// <param name="Connections">Connections to Snowflake; a credential that several share counts once.</param>
/// <param name="Password">Those that log in with a password alone.</param>
/// <param name="KeyPair">Those that log in with a key pair.</param>
/// <param name="OAuth">Those that log in with OAuth.</param>
/// <param name="Unknown">Those of which it cannot be told, ODBC data sources among them.</param>
/// <param name="Accounts">Snowflake accounts that connections lead to.</param>
/// <param name="Users">Snowflake users that connections log in as.</param>
/// <param name="OldKeys">Registered keys past the age that was asked for.</param>
/// <param name="EndingApiKeys">Active API keys that end within the time that was asked for.</param>
public sealed record ReportNumbers(
    int Connections,
    int Password,
    int KeyPair,
    int OAuth,
    int Unknown,
    int Accounts,
    int Users,
    int OldKeys,
    int EndingApiKeys
)
{
    internal static ReportNumbers Of(
        IReadOnlyList<SnowflakeConnection> connections,
        IReadOnlyList<ReportUserKey> keys,
        IReadOnlyList<ReportApiKey> apiKeys,
        EstateReportSource source
    )
    {
        return new ReportNumbers(
            connections.Count,
            Count(SnowflakeLoginKind.Password),
            Count(SnowflakeLoginKind.KeyPair),
            Count(SnowflakeLoginKind.OAuth),
            Count(SnowflakeLoginKind.Unknown) + Count(SnowflakeLoginKind.Dsn),
            Distinct(c => c.Account),
            connections
                .Where(c => c is { Account: not null, User.Length: > 0 })
                .Select(c => (c.Account!.ToUpperInvariant(), c.User!.ToUpperInvariant()))
                .Distinct()
                .Count(),
            keys.Count(k => k.IsOlderThan(source.MaxKeyAge)),
            apiKeys.Count(k => k.EndsWithin(source.ApiKeyNotice))
        );

        int Count(SnowflakeLoginKind kind) => connections.Count(c => c.Login == kind);

        int Distinct(Func<SnowflakeConnection, string?> value) =>
            connections.Select(value).Where(v => v is not null).Distinct(StringComparer.OrdinalIgnoreCase).Count();
    }
}
