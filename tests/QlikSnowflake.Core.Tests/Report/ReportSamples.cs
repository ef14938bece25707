using QlikSnowflake.Connections;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Report;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Tests.Report;

/// <summary>Two sites and a tenant, as a report finds them.</summary>
internal static class ReportSamples
{
    public const string OldKey = "SHA256:oldoldoldoldoldoldoldoldoldoldoldoldoldoldo=";
    public const string NewKey = "SHA256:newnewnewnewnewnewnewnewnewnewnewnewnewnewn=";

    public static readonly DateTimeOffset Now = new(2026, 11, 26, 6, 0, 0, TimeSpan.FromHours(1));

    public static SnowflakeConnection Connection(
        string name,
        SnowflakeLoginKind login = SnowflakeLoginKind.KeyPair,
        string site = "qlik1.example.com",
        string? fingerprint = null,
        string user = "SVC_QLIK",
        string service = "Qrs"
    ) =>
        new()
        {
            Service = service,
            Site = site,
            Id = $"id of {name}",
            Name = name,
            Owner = @"EXAMPLE\ann",
            Account = "ORG-ACCOUNT",
            User = user,
            Role = "REPORTING",
            Warehouse = "REPORTS_WH",
            Database = "SALES",
            Login = login,
            KeyFingerprint = fingerprint,
            Evidence = fingerprint is null ? KeyEvidence.SameUser : KeyEvidence.Fingerprint,
            ModifiedAt = Now.AddDays(-3),
        };

    public static SnowflakeUserKey Key(int slot, string fingerprint, double age) =>
        new(
            "SVC_QLIK",
            slot == 1 ? "RSA_PUBLIC_KEY" : "RSA_PUBLIC_KEY_2",
            slot,
            fingerprint,
            "ACTIVE",
            Now.AddDays(-age),
            null,
            null,
            null
        );

    public static QlikCloudApiKey ApiKey(string description, double daysLeft, string status = "active") =>
        new()
        {
            Id = "id of " + description,
            Description = description,
            Status = status,
            UserId = "user-1",
            Owner = "Ann",
            ExpiresAt = Now.AddDays(daysLeft).UtcDateTime,
        };

    public static EstateReportSource Source(params SnowflakeConnection[] connections) =>
        new()
        {
            At = Now,
            Sites = [.. connections.Select(c => new ReportSite(c.Service, c.Site, true)).Distinct()],
            Connections = connections,
        };

    public static EstateReport Estate(params SnowflakeConnection[] connections) => EstateReport.Of(Source(connections));

    public static RotationJournal Journal(string path)
    {
        var journal = RotationJournal.Create(
            path,
            "QlikSnowflakeKey",
            new Dictionary<string, string?>
            {
                ["account"] = "ORG-ACCOUNT",
                ["user"] = "SVC_QLIK",
                ["name"] = "RSA_PUBLIC_KEY_2",
                ["oldFingerprint"] = OldKey,
            }
        );
        journal.Append("Make new key", "done", null, new Dictionary<string, string> { ["fingerprint"] = NewKey });
        return journal;
    }

    public static void Switch(
        this RotationJournal journal,
        SnowflakeConnection connection,
        string outcome = "done",
        string? error = null
    )
    {
        var evidence = new Dictionary<string, string>
        {
            ["connection"] = connection.Name,
            ["fingerprint"] = NewKey,
            ["modifiedAt"] = connection.ModifiedAt!.Value.ToString("O"),
        };
        if (error is not null)
            evidence["error"] = error;
        journal.Append("Switch connection", outcome, SwitchNotes.NameOf(connection), evidence);
    }
}
