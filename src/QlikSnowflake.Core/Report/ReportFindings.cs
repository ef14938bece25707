using System.Globalization;
using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>What follows from what was read, as findings.</summary>
internal static class ReportFindings
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    /// <summary>The findings, the most urgent first.</summary>
    public static ReportFinding[] Of(EstateReport report, EstateReportSource source) =>
        [
            .. OfInventory(source.Findings)
                .Concat(OfRotations(report))
                .Concat(OfLogins(report))
                .Concat(OfKeys(report, source))
                .Concat(OfApiKeys(report, source))
                .OrderByDescending(f => f.Severity),
        ];

    private static IEnumerable<ReportFinding> OfInventory(IEnumerable<ConnectionFinding> findings)
    {
        foreach (var group in findings.GroupBy(f => f.Kind))
        {
            var messages = group.Select(f => f.Message).ToList();
            var (severity, title, reason) = Words(group.Key, messages.Count);
            yield return new ReportFinding(
                group.Key.ToString(),
                severity,
                title,
                reason,
                group.Select(f => f.RecommendedAction).FirstOrDefault(a => a is not null),
                messages
            );
        }
    }

    private static (ReportSeverity Severity, string Title, string Reason) Words(ConnectionFindingKind kind, int count) =>
        kind switch
        {
            ConnectionFindingKind.SiteFailed => (
                ReportSeverity.Critical,
                Say(count, "site could not be read", "sites could not be read"),
                "Connections are missing below, and in every number."
            ),
            ConnectionFindingKind.ListIncomplete => (
                ReportSeverity.Critical,
                Say(count, "site shows only a part of its connections", "sites show only a part of their connections"),
                "Connections are missing below, and in every number."
            ),
            ConnectionFindingKind.ConnectionUnreadable => (
                ReportSeverity.Warning,
                Say(count, "connection could not be understood", "connections could not be understood"),
                "Whether it leads to Snowflake, and how it logs in, is not known."
            ),
            ConnectionFindingKind.KeyNotRegistered => (
                ReportSeverity.Critical,
                Say(
                    count,
                    "connection holds a key that Snowflake does not know",
                    "connections hold keys that Snowflake does not know"
                ),
                "No reload that needs this login can run."
            ),
            ConnectionFindingKind.KeyMissing => (
                ReportSeverity.Critical,
                Say(
                    count,
                    "connection asks for a login by key and holds none",
                    "connections ask for a login by key and hold none"
                ),
                "No reload that needs this login can run."
            ),
            ConnectionFindingKind.KeyUnused => (
                ReportSeverity.Warning,
                Say(count, "connection holds a key and logs in without it", "connections hold keys and log in without them"),
                "The key is of no use there, and a rotation passes such a connection over."
            ),
            ConnectionFindingKind.UsersOwnCredentials => (
                ReportSeverity.Warning,
                Say(
                    count,
                    "connection uses the credentials of whoever opens it",
                    "connections use the credentials of whoever opens them"
                ),
                "Nobody else can see or change such credentials: no rotation reaches them."
            ),
            ConnectionFindingKind.NotChangeable => (
                ReportSeverity.Warning,
                Say(count, "connection may not be changed by this session", "connections may not be changed by this session"),
                "No rotation by this session reaches what it may not change."
            ),
            ConnectionFindingKind.SharedAcrossAccounts => (
                ReportSeverity.Warning,
                Say(count, "shared credential serves several accounts", "shared credentials serve several accounts"),
                "A key that is switched there is switched for all of them."
            ),
            ConnectionFindingKind.SharedLoginsDiffer => (
                ReportSeverity.Warning,
                Say(
                    count,
                    "shared credential is used by key and by password",
                    "shared credentials are used by key and by password"
                ),
                "No rotation reaches its key before all of its connections log in by it."
            ),
            ConnectionFindingKind.UserKeysUnreadable => (
                ReportSeverity.Warning,
                Say(count, "Snowflake user's keys could not be read", "Snowflake users' keys could not be read"),
                "Whether connections of such a user can log in is not known."
            ),
            _ => (ReportSeverity.Note, Say(count, "more finding", "more findings"), string.Empty),
        };

    private static IEnumerable<ReportFinding> OfLogins(EstateReport report)
    {
        if (Named(report, SnowflakeLoginKind.Password) is { Length: > 0 } password)
            yield return new ReportFinding(
                "PasswordLogin",
                ReportSeverity.Critical,
                Say(password.Length, "connection logs in with a password", "connections log in with passwords"),
                "Snowflake ends logins by password alone; a reload that uses one fails the night its user is blocked.",
                "Get-QlikSnowflakeConnection -Login Password | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath KEY -WhatIf "
                    + "shows what changes.",
                password
            );
        var unknown = Named(report, SnowflakeLoginKind.Dsn).Concat(Named(report, SnowflakeLoginKind.Unknown)).ToList();
        if (unknown.Count > 0)
            yield return new ReportFinding(
                "LoginUnknown",
                ReportSeverity.Note,
                Say(unknown.Count, "connection does not tell how it logs in", "connections do not tell how they log in"),
                "What an ODBC data source of the machine says, Qlik does not know. Each may lead to Snowflake with a password.",
                "Look the data sources up on the machine, or move them to the Snowflake connector.",
                unknown
            );
    }

    private static string[] Named(EstateReport report, SnowflakeLoginKind login) =>
        [.. report.Connections.Where(c => c.Login == login).Select(c => c.ToString())];

    private static IEnumerable<ReportFinding> OfRotations(EstateReport report)
    {
        if (Switches(report, SwitchOutcome.Failed) is { Length: > 0 } failed)
            yield return new ReportFinding(
                "SwitchFailed",
                ReportSeverity.Critical,
                Say(
                    failed.Length,
                    "connection was not switched by the last rotation",
                    "connections were not switched by the last rotation"
                ),
                "What was not switched stays on the old key, which works until it is retired.",
                "Mend what the table of the rotation says, then run the same Update-QlikSnowflakeKey again: it goes on.",
                failed
            );
        if (Switches(report, SwitchOutcome.Unknown) is { Length: > 0 } unknown)
            yield return new ReportFinding(
                "SwitchUnknown",
                ReportSeverity.Warning,
                Say(
                    unknown.Length,
                    "connection may hold another key than the rotation gave it",
                    "connections may hold other keys than the rotation gave them"
                ),
                "The service does not show the key, and nothing else proves which it is.",
                "Update-QlikSnowflakeKey again switches what is open; Test-QlikSnowflakeConnection tells what it can.",
                unknown
            );
        if (Switches(report, SwitchOutcome.NotTried) is { Length: > 0 } notTried)
            yield return new ReportFinding(
                "SwitchNotTried",
                ReportSeverity.Warning,
                Say(
                    notTried.Length,
                    "connection was left out by the last rotation",
                    "connections were left out by the last rotation"
                ),
                "The user's key was rotated; what appeared since or was not reached stays on the old one.",
                "Run the same Update-QlikSnowflakeKey again, with sessions on all sites.",
                notTried
            );
        if (report.Rotations.Where(r => r.State == RotationState.Open).Select(r => r.ToString()).ToList() is { Count: > 0 } open)
            yield return new ReportFinding(
                "RotationOpen",
                ReportSeverity.Warning,
                Say(open.Count, "rotation has not ended", "rotations have not ended"),
                "Both keys are registered, and some connections hold the old one.",
                "Run the same command again: it goes on where it stopped.",
                open
            );
        if (report.Rotations.Where(r => r.State == RotationState.Waiting).ToList() is { Count: > 0 } waiting)
            yield return new ReportFinding(
                "RotationWaiting",
                ReportSeverity.Note,
                Say(waiting.Count, "old key waits to be retired", "old keys wait to be retired"),
                "The grace period lasts; after it the same command retires the old key.",
                null,
                waiting.Select(r => r.WaitsUntil is { } until ? $"{r}, until {Day(until)}" : r.ToString()).ToArray()
            );
    }

    private static string[] Switches(EstateReport report, SwitchOutcome outcome) =>
        [.. report.Rotations.SelectMany(r => r.Connections).Where(c => c.Outcome == outcome).Select(c => c.ToString())];

    private static IEnumerable<ReportFinding> OfKeys(EstateReport report, EstateReportSource source)
    {
        var old = report.Keys.Where(k => k.IsOlderThan(source.MaxKeyAge)).Select(k => $"{k}, {Days(k.AgeDays)} old").ToList();
        if (old.Count > 0)
            yield return new ReportFinding(
                "KeyOld",
                ReportSeverity.Warning,
                $"{Say(old.Count, "key is", "keys are")} older than {Days(source.MaxKeyAge.TotalDays)}",
                "The longer a key is in use, the more places have seen it.",
                "Update-QlikSnowflakeKey gives the user a new one and every connection with it.",
                old
            );
        var unused = report.Keys.Where(k => k is { Connections: 0, MayBeIn: 0 }).Select(k => k.ToString()).ToList();
        if (unused.Count > 0 && report.IsComplete)
            yield return new ReportFinding(
                "KeyUnused",
                ReportSeverity.Note,
                Say(
                    unused.Count,
                    "registered key is in none of these connections",
                    "registered keys are in none of these connections"
                ),
                "Something else may log in with it; if nothing does, it is a door that nobody watches.",
                "Get-SnowflakeUserKey shows it, Remove-SnowflakeUserKey removes it.",
                unused
            );
    }

    private static IEnumerable<ReportFinding> OfApiKeys(EstateReport report, EstateReportSource source)
    {
        if (source.ApiKeyProblems.Count > 0)
            yield return new ReportFinding(
                "ApiKeysUnreadable",
                ReportSeverity.Warning,
                Say(source.ApiKeyProblems.Count, "tenant did not tell its API keys", "tenants did not tell their API keys"),
                "Whether one ends soon is not known.",
                null,
                source.ApiKeyProblems
            );
        var ending = report.ApiKeys.Where(k => k.EndsWithin(source.ApiKeyNotice)).ToList();
        if (ending.Count > 0)
            yield return new ReportFinding(
                "ApiKeyEnding",
                ending.Any(k => k.EndsWithin(Soon)) ? ReportSeverity.Critical : ReportSeverity.Warning,
                $"{Say(ending.Count, "API key ends", "API keys end")} within {Days(source.ApiKeyNotice.TotalDays)}",
                "What logs in to Qlik Cloud with one stops on that day.",
                "Update-QlikCloudApiKey makes a new one, proves and stores it, and retires the old one.",
                ending.Select(k => $"{k.Description} on {k.Tenant}, {Day(k.ExpiresAt)}").ToArray()
            );
    }

    private static string Say(int count, string one, string many) =>
        count == 1 ? "1 " + one : count.ToString("N0", CultureInfo.InvariantCulture) + " " + many;

    private static string Days(double? days) =>
        days == 1 ? "1 day" : (days ?? 0).ToString("0.#", CultureInfo.InvariantCulture) + " days";

    private static string Day(DateTimeOffset time) => time.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
