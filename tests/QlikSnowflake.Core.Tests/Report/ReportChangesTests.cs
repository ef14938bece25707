using System.Text;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Report;
using static QlikSnowflake.Tests.Report.ReportSamples;

namespace QlikSnowflake.Tests.Report;

public sealed class ReportChangesTests
{
    private static readonly SnowflakeConnection[] Before =
    [
        Connection("same", fingerprint: OldKey),
        Connection("converted", SnowflakeLoginKind.Password),
        Connection("rotated", fingerprint: OldKey),
        Connection("gone"),
        Connection("moved"),
        Connection("old name"),
    ];

    private static readonly SnowflakeConnection[] After =
    [
        Connection("same", fingerprint: OldKey),
        Connection("converted"),
        Connection("rotated", fingerprint: NewKey),
        Connection("moved", user: "OTHER"),
        Connection("new name") with
        {
            Id = "id of old name",
        },
        Connection("new", SnowflakeLoginKind.Password),
    ];

    public static TheoryData<bool> Forms => [true, false];

    private static ReportBaseline Read(EstateReport report, bool isPage) =>
        ReportBaseline.Read("before", isPage ? HtmlReport.Write(report) : Encoding.UTF8.GetString(ReportJson.Write(report)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_report_is_compared_with_the_page_or_the_JSON_of_another(bool isPage)
    {
        var changes = EstateReport.Of(Source(After) with { Baseline = Read(Estate(Before), isPage) }).Changes!;

        Assert.Equal(
            [
                (ReportChangeKind.Login, "converted", "Password", "Key pair"),
                (ReportChangeKind.User, "moved", "SVC_QLIK on ORG-ACCOUNT", "OTHER on ORG-ACCOUNT"),
                (ReportChangeKind.Added, "new", null, "Password"),
                (ReportChangeKind.Removed, "gone", "Key pair", null),
                (ReportChangeKind.Key, "rotated", isPage ? OldKey.Substring(0, 27) : OldKey, NewKey),
                (ReportChangeKind.Name, "new name", "old name", "new name"),
            ],
            changes.Connections.Select(c => (c.Kind, c.Name, c.Before, c.After))
        );
        Assert.Equal((Now, 6, 1), (changes.Since, changes.Before.Connections, changes.Before.Password));
    }

    [Fact]
    public void Nothing_changed_is_said_so()
    {
        var changes = EstateReport.Of(Source(Before) with { Baseline = Read(Estate(Before), true) }).Changes!;

        Assert.Empty(changes.Connections);
        Assert.Empty(changes.NewFindings);
        Assert.Empty(changes.GoneFindings);
    }

    [Fact]
    public void Connections_of_a_site_that_was_not_read_are_not_said_to_be_gone()
    {
        var before = Read(Estate(Connection("a"), Connection("b", site: "qlik2")), false);
        var source = Source(Connection("a")) with
        {
            Sites = [new ReportSite("Qrs", "qlik1.example.com", true), new ReportSite("Qrs", "qlik2", false)],
            Baseline = before,
        };

        var changes = EstateReport.Of(source).Changes!;

        Assert.Empty(changes.Connections);
        Assert.Equal(["qlik2"], changes.LeftOut.Select(s => s.Name));
    }

    [Fact]
    public void Findings_that_are_new_and_gone_are_told()
    {
        var before = Read(Estate(Connection("a", SnowflakeLoginKind.Password)), true);

        var changes = EstateReport.Of(Source(Connection("a", SnowflakeLoginKind.Dsn)) with { Baseline = before }).Changes!;

        Assert.Equal(["LoginUnknown"], changes.NewFindings.Select(f => f.Id));
        Assert.Equal(["1 connection logs in with a password"], changes.GoneFindings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html><body>no report</body></html>")]
    [InlineData("{\"format\":\"QlikSnowflake.Report\"}")]
    [InlineData("{\"format\":\"QlikSnowflake.Report\",\"version\":2}")]
    [InlineData("{\"format\":\"QlikSnowflake.Report\",\"version\":\"1\"}")]
    [InlineData(
        "{\"format\":\"QlikSnowflake.Report\",\"version\":1,\"sites\":[7],\"at\":\"2026-01-01T00:00:00Z\",\"numbers\":{}}"
    )]
    [InlineData("{\"format\":\"QlikSnowflake.Report\",\"version\":1,\"sites\":[],\"at\":\"now\",\"numbers\":{}}")]
    public void What_is_no_report_is_refused_by_name(string text)
    {
        var error = Assert.Throws<InputException>(() => ReportBaseline.Read("old.html", text));

        Assert.Equal("ReportInvalid", error.ErrorId);
        Assert.Contains("old.html", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</template><script>")]
    [InlineData("\uD800")]
    [InlineData("\0 \u2028")]
    public void Names_of_any_characters_come_back(string name)
    {
        var before = Read(Estate(Connection("a") with { Name = name }), true);

        Assert.Equal(name.Replace('\uD800', '\uFFFD'), before.Connections[0].Name);
    }
}
