using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QlikSnowflake.Connections;
using QlikSnowflake.Report;
using static QlikSnowflake.Tests.Report.ReportSamples;

namespace QlikSnowflake.Tests.Report;

/// <summary>The page, in what can be seen without a browser.</summary>
public sealed class HtmlReportTests
{
    private static readonly string[] Hostile =
    [
        "<img src=x onerror=alert(1)>",
        "</template><script>alert(1)</script>",
        "\"><svg onload=alert(1)>",
        "a & b 'c' \"d\" &lt;",
        "</style><style>*{}",
        "\u202Egnp.exe",
        "\0\u0007\uD800 end",
        "https://evil.example/x",
        "javascript:alert(1)",
    ];

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(
            new StringReader(page),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
        );
        return XDocument.Load(reader);
    }

    [Fact]
    public void Values_show_as_text_wherever_they_stand()
    {
        foreach (var text in Hostile)
        {
            var connection = Connection(text) with
            {
                Owner = text,
                Space = text,
                Account = text,
                User = text,
                Role = text,
                Warehouse = text,
                Database = text,
                KeyFingerprint = text,
                KeyName = text,
                Site = text,
                Login = SnowflakeLoginKind.Password,
            };
            var report = EstateReport.Of(
                Source(connection) with
                {
                    Findings = [new ConnectionFinding(ConnectionFindingKind.SiteFailed, "Qrs", text, null, null, text, text)],
                    Keys = [(text, Key(1, text, 5))],
                    ApiKeys = [(text, ApiKey(text, 5))],
                    ApiKeyProblems = [text],
                }
            );

            var page = HtmlReport.Write(report);

            var document = Parse(page);
            var shown = Shown(text);
            Assert.Equal(
                shown,
                document.Descendants("th").Last(e => (string?)e.Attribute("scope") == "row").FirstNode!.ToString()
            );
            Assert.DoesNotContain(
                document.Descendants(),
                e => e.Name.LocalName is "script" or "img" or "iframe" or "object" or "link"
            );
            Assert.DoesNotContain(
                document.Descendants().Attributes(),
                a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
            );
            Assert.Single(document.Descendants("template"));
            Assert.Single(document.Descendants("style"));
        }

        // As an XML text node prints it.
        static string Shown(string text)
        {
            var clean = text.Replace('\0', '\uFFFD').Replace('\u0007', '\uFFFD').Replace('\uD800', '\uFFFD');
            return new XText(clean).ToString();
        }
    }

    [Fact]
    public void Nothing_is_asked_of_anywhere()
    {
        var document = Parse(HtmlReport.Write(Full()));

        var links = document
            .Descendants()
            .Attributes()
            .Where(a => a.Name.LocalName is "href" or "src" or "action" or "data" or "srcset");
        Assert.All(links, link => Assert.StartsWith("#", link.Value));
        var style = document.Descendants("style").Single().Value;
        Assert.DoesNotContain("url(", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(document.Descendants().Attributes(), a => a.Name.LocalName == "style");
    }

    [Fact]
    public void The_policy_allows_this_style_sheet_and_nothing_else()
    {
        var document = Parse(HtmlReport.Write(Full()));

        var style = document.Descendants("style").Single().Value;
        Assert.DoesNotContain("\r", style, StringComparison.Ordinal);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(style));
        var hash = Convert.ToBase64String(sha.GetHashAndReset());
        var policy = document
            .Descendants("meta")
            .Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy")
            .Attribute("content")!
            .Value;
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
    }

    [Fact]
    public void Every_link_leads_somewhere_and_every_section_has_a_name()
    {
        var document = Parse(HtmlReport.Write(Full()));

        var ids = document.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(document.Descendants("a"), a => Assert.Contains(a.Attribute("href")!.Value.Substring(1), ids));
        Assert.All(document.Descendants("section"), s => Assert.Contains(s.Attribute("aria-labelledby")!.Value, ids));
        Assert.All(document.Descendants("table"), t => Assert.NotEmpty(t.Element("caption")!.Value));
        Assert.All(document.Descendants("svg"), svg => Assert.Equal("true", (string?)svg.Attribute("aria-hidden")));
        Assert.Single(document.Descendants("h1"));
    }

    [Fact]
    public void Every_cell_of_a_narrow_page_has_the_name_of_its_column()
    {
        var document = Parse(HtmlReport.Write(Full()));

        var style = document.Descendants("style").Single().Value;
        foreach (var table in document.Descendants("table"))
        {
            var kind = table.Attribute("class")!.Value.Split(' ')[1];
            var columns = table.Descendants("thead").Descendants("th").Select(h => h.Value).ToList();
            for (var i = 1; i < columns.Count; i++)
            {
                var said = Regex
                    .Match(style, $@"\.{kind} td:nth-child\({i + 1}\)::before \{{ content: ""([^""]*)""")
                    .Groups[1]
                    .Value;
                Assert.NotEmpty(said);
                Assert.Matches("(?i)" + said, columns[i]);
            }
        }
    }

    [Fact]
    public void Columns_have_a_width_and_an_alignment_only_where_they_stand_side_by_side()
    {
        var style = Parse(HtmlReport.Write(Full())).Descendants("style").Single().Value;

        // Rules for one column outrank those for every cell, so a width of one of them would squeeze what stands in a card.
        var cards = style.IndexOf("@media screen and (max-width: 40rem)", StringComparison.Ordinal);
        var columns = Regex.Match(style, @"@media not screen and \(max-width: 40rem\) \{(?:[^{}]*\{[^{}]*\})*\s*\}");
        Assert.True(cards > 0 && columns.Success);
        Assert.Contains("width: 36%", columns.Value, StringComparison.Ordinal);
        Assert.Matches(@"\.rows thead th \{[^}]*overflow-wrap: normal;", style);
        Assert.DoesNotMatch(
            @"t[hd][^{},]*:(first-child|nth-child)[^{}]*\{[^{}]*(width|text-align):",
            style.Replace(columns.Value, "")
        );
    }

    [Fact]
    public void What_is_folded_on_the_screen_is_printed_where_it_is_short()
    {
        var document = Parse(HtmlReport.Write(Full()));

        var print = Regex
            .Match(document.Descendants("style").Single().Value, @"@media print \{.*", RegexOptions.Singleline)
            .Value;
        Assert.Matches(@"details::details-content \{ content-visibility: visible; \}", print);
        foreach (Match selector in Regex.Matches(print, @"\[aria-labelledby=""(\w+)""\] details"))
            Assert.Contains(
                document.Descendants("section"),
                s => (string?)s.Attribute("aria-labelledby") == selector.Groups[1].Value && s.Descendants("details").Any()
            );
    }

    [Fact]
    public void Ten_thousand_connections_take_seconds_and_less_than_5_MB()
    {
        var connections = Enumerable
            .Range(0, 10_000)
            .Select(i =>
                Connection($"Sales and margins {i:00000}", site: $"qlik{i % 3}.example.com", fingerprint: OldKey) with
                {
                    Id = new Guid(i, 7, 9, 1, 2, 3, 4, 5, 6, 7, 8).ToString(),
                    KeyName = "RSA_PUBLIC_KEY",
                }
            )
            .ToArray();
        var time = Stopwatch.StartNew();

        var page = HtmlReport.Write(Estate(connections));

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000_000, 5_000_000);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_site_without_any_connection_makes_a_page_too()
    {
        var source = Source() with { Sites = [new ReportSite("Qrs", "qlik1.example.com", true)] };

        var page = HtmlReport.Write(EstateReport.Of(source));

        Assert.Contains("Nothing needs attention.", Parse(page).Descendants("h1").Single().Value);
    }

    private static EstateReport Full()
    {
        using var folder = new Support.TempFolder();
        var (one, two) = (Connection("One", fingerprint: NewKey), Connection("Two", SnowflakeLoginKind.Password));
        var journal = Journal(folder.File("rotation.json"));
        journal.Switch(one);
        journal.Switch(Connection("Three"), "failed", "403");
        var before = ReportBaseline.Read("before", HtmlReport.Write(Estate(one with { KeyFingerprint = OldKey })));
        return EstateReport.Of(
            Source(one, two, Connection("Cloud", service: "QlikCloud", site: "t.example.com")) with
            {
                Keys = [("ORG-ACCOUNT", Key(1, OldKey, 120)), ("ORG-ACCOUNT", Key(2, NewKey, 1))],
                ApiKeys = [("t.example.com", ApiKey("nightly", 2)), ("t.example.com", ApiKey("portal", 200))],
                Journals = [journal],
                Baseline = before,
            }
        );
    }
}
