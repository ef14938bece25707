using QlikSnowflake.Connections;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Report;
using QlikSnowflake.Tests.Support;
using static QlikSnowflake.Tests.Report.ReportSamples;

namespace QlikSnowflake.Tests.Report;

public sealed class EstateReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_counted_by_login()
    {
        var report = Estate(
            Connection("a"),
            Connection("b", SnowflakeLoginKind.Password),
            Connection("c", SnowflakeLoginKind.Password, user: "OTHER"),
            Connection("d", SnowflakeLoginKind.OAuth),
            Connection("e", SnowflakeLoginKind.Dsn),
            Connection("f", SnowflakeLoginKind.Unknown)
        );

        Assert.Equal(new ReportNumbers(6, 2, 1, 1, 2, 1, 2, 0, 0), report.Numbers);
        Assert.Equal(["PasswordLogin", "LoginUnknown"], report.Findings.Select(f => f.Id));
        Assert.Equal("2 connections log in with passwords", report.ToString());
        Assert.Equal(["b on qlik1.example.com", "c on qlik1.example.com"], report.Findings[0].Subjects);
    }

    [Fact]
    public void A_site_that_failed_is_the_first_thing_said()
    {
        var report = EstateReport.Of(
            Source(Connection("b", SnowflakeLoginKind.Password)) with
            {
                Findings =
                [
                    new ConnectionFinding(ConnectionFindingKind.SiteFailed, "Qrs", "qlik2", null, null, "qlik2 is down", "Wait."),
                ],
            }
        );

        Assert.False(report.IsComplete);
        Assert.Equal(("SiteFailed", ReportSeverity.Critical), (report.Findings[0].Id, report.Findings[0].Severity));
        Assert.Equal("1 site could not be read", report.ToString());
    }

    [Theory]
    [InlineData(89.5, false)]
    [InlineData(90.5, false)]
    [InlineData(91.5, true)]
    public void A_key_is_old_past_the_age_that_was_given(double days, bool isOld)
    {
        var report = EstateReport.Of(
            Source(Connection("a", fingerprint: OldKey)) with
            {
                Keys = [("ORG-ACCOUNT", Key(1, OldKey, days))],
            }
        );

        Assert.Equal(isOld, report.Findings.Any(f => f.Id == "KeyOld"));
        Assert.Equal(((int)days, 1, 0), (report.Keys[0].AgeDays, report.Keys[0].Connections, report.Keys[0].MayBeIn));
    }

    [Fact]
    public void A_key_that_no_connection_can_hold_is_said_to_be_unused_only_where_all_was_read()
    {
        var source = Source(Connection("a", fingerprint: OldKey)) with { Keys = [("ORG-ACCOUNT", Key(2, NewKey, 5))] };

        Assert.Contains(EstateReport.Of(source).Findings, f => f.Id == "KeyUnused");
        Assert.DoesNotContain(
            EstateReport
                .Of(
                    source with
                    {
                        Findings = [new ConnectionFinding(ConnectionFindingKind.SiteFailed, "Qrs", "x", null, null, "x", null)],
                    }
                )
                .Findings,
            f => f.Id == "KeyUnused"
        );
        Assert.DoesNotContain(
            EstateReport.Of(source with { Connections = [Connection("hidden")] }).Findings,
            f => f.Id == "KeyUnused"
        );
    }

    [Theory]
    [InlineData(-1, "active", null)]
    [InlineData(2, "active", ReportSeverity.Critical)]
    [InlineData(13, "active", ReportSeverity.Warning)]
    [InlineData(15, "active", null)]
    [InlineData(2, "expired", null)]
    public void An_API_key_is_a_finding_before_it_ends(double days, string status, ReportSeverity? severity)
    {
        var report = EstateReport.Of(Source() with { ApiKeys = [("t", ApiKey("k", days, status))] });

        Assert.Equal(
            severity,
            report.Findings.Where(f => f.Id == "ApiKeyEnding").Select(f => (ReportSeverity?)f.Severity).SingleOrDefault()
        );
        Assert.Equal(days, report.ApiKeys[0].DaysLeft);
    }

    [Fact]
    public void An_API_key_without_an_end_stands_last_and_is_no_finding()
    {
        var endless = new QlikCloudApiKey
        {
            Id = "e",
            Description = "endless",
            Status = "active",
        };
        var report = EstateReport.Of(Source() with { ApiKeys = [("t", endless), ("t", ApiKey("k", 90))] });

        Assert.Equal([90.0, null], report.ApiKeys.Select(k => k.DaysLeft));
        Assert.DoesNotContain(report.Findings, f => f.Id == "ApiKeyEnding");
        Assert.Contains(">No end<", HtmlReport.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void An_API_key_that_ended_a_minute_ago_has_ended()
    {
        var report = EstateReport.Of(Source() with { ApiKeys = [("t", ApiKey("k", -1.0 / 1440, "expired"))] });

        Assert.True(report.ApiKeys[0].DaysLeft < 0);
        Assert.Contains(">Ended<", HtmlReport.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Revoked_API_keys_are_left_out() =>
        Assert.Empty(EstateReport.Of(Source() with { ApiKeys = [("t", ApiKey("k", 5, "revoked"))] }).ApiKeys);

    [Fact]
    public void A_rotation_tells_what_was_switched_failed_not_tried_and_is_not_known()
    {
        var switched = Connection("switched", fingerprint: NewKey);
        var hidden = Connection("hidden", service: "QlikCloud");
        var changed = Connection("changed", service: "QlikCloud");
        var back = Connection("back", fingerprint: OldKey);
        var failed = Connection("failed", fingerprint: OldKey);
        var again = Connection("again", fingerprint: NewKey);
        var journal = Journal(_folder.File("k.rotation.json"));
        foreach (var connection in new[] { switched, hidden, changed, back })
            journal.Switch(connection);
        journal.Switch(failed, "failed", "The site is read-only.");
        journal.Switch(again, "failed", "503");
        journal.Switch(again);
        journal.Append("Ended", "waiting", null, new Dictionary<string, string> { ["until"] = "2026-11-30T00:00:00Z" });
        var report = EstateReport.Of(
            Source(
                switched,
                hidden,
                changed with
                {
                    ModifiedAt = Now,
                },
                back,
                failed,
                again,
                Connection("left out", fingerprint: OldKey),
                Connection("other user", user: "OTHER"),
                Connection("password", SnowflakeLoginKind.Password)
            ) with
            {
                Journals = [journal],
            }
        );

        var rotation = Assert.Single(report.Rotations);
        Assert.Equal(
            [
                ("failed", SwitchOutcome.Failed),
                ("back", SwitchOutcome.Unknown),
                ("changed", SwitchOutcome.Unknown),
                ("left out", SwitchOutcome.NotTried),
                ("again", SwitchOutcome.Switched),
                ("hidden", SwitchOutcome.Switched),
                ("switched", SwitchOutcome.Switched),
            ],
            rotation.Connections.Select(c => (c.Name, c.Outcome))
        );
        Assert.Equal("The site is read-only.", rotation.Connections[0].Message);
        Assert.Equal(
            ("ORG-ACCOUNT", "SVC_QLIK", "RSA_PUBLIC_KEY_2", OldKey, NewKey),
            (rotation.Account, rotation.User, rotation.KeyName, rotation.OldFingerprint, rotation.NewFingerprint)
        );
        Assert.Equal((RotationState.Waiting, 30), (rotation.State, rotation.WaitsUntil!.Value.Day));
        Assert.Equal(
            ["PasswordLogin", "RotationWaiting", "SwitchFailed", "SwitchNotTried", "SwitchUnknown"],
            report.Findings.Select(f => f.Id).OrderBy(id => id, StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Of_several_rotations_of_a_user_the_last_is_shown()
    {
        var first = Journal(_folder.File("1"));
        first.Append("Ended", "done");
        var second = Journal(_folder.File("2"));

        var report = EstateReport.Of(Source() with { Journals = [second, first] });

        Assert.Equal(RotationState.Open, Assert.Single(report.Rotations).State);
        Assert.Contains(report.Findings, f => f.Id == "RotationOpen");
    }

    [Fact]
    public void A_report_holds_no_secret_of_an_API_key()
    {
        var report = EstateReport.Of(Source() with { ApiKeys = [("t", ApiKey("k", 5))] });

        Assert.DoesNotContain(typeof(ReportApiKey).GetProperties(), p => p.PropertyType == typeof(System.Security.SecureString));
        Assert.Single(report.ApiKeys);
    }
}
