using System.Globalization;
using System.Text.Json;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Report;

/// <summary>A report as JSON, in full or in what a later report is compared with.</summary>
public static class ReportJson
{
    private const string Format = "QlikSnowflake.Report";
    private const int Version = 1;

    /// <summary>Writes a report in full.</summary>
    /// <param name="report">The report.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Write(EstateReport report) =>
        Write(
            report,
            indented: true,
            json =>
            {
                ReportJsonParts.WriteChanges(json, report.Changes);
                ReportJsonParts.WriteRotations(json, report.Rotations);
                ReportJsonParts.WriteKeys(json, report.Keys);
                ReportJsonParts.WriteApiKeys(json, report.ApiKeys);
            }
        );

    /// <summary>Writes what a later report is compared with. No character in it means anything to HTML.</summary>
    /// <param name="report">The report.</param>
    /// <returns>UTF-8.</returns>
    internal static byte[] WriteData(EstateReport report) => Write(report, indented: false, null);

    /// <summary>Reads what is compared.</summary>
    /// <param name="path">Where the text is from, for errors.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InputException">It is no report.</exception>
    internal static ReportBaseline Read(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object || json.Text("format") != Format)
                throw Invalid(path, $"it is not of the format {Format}.", null);
            if (json.GetProperty("version").GetInt32() is var version && version != Version)
                throw Invalid(path, $"it is of version {version}, and this is version {Version} of the format.", null);

            var sites = new List<ReportSite>();
            var connections = new List<SnowflakeConnection>();
            foreach (var site in json.GetProperty("sites").EnumerateArray())
            {
                sites.Add(new ReportSite(site.Text("service"), site.Text("name"), site.IsTrue("isComplete")));
                connections.AddRange(site.Items("connections").Select(c => ReadConnection(c, sites[sites.Count - 1])));
            }

            var numbers = json.GetProperty("numbers");
            return new ReportBaseline(
                json.GetProperty("at").GetDateTimeOffset(),
                sites,
                new ReportNumbers(
                    Number("connections"),
                    Number("password"),
                    Number("keyPair"),
                    Number("oauth"),
                    Number("unknown"),
                    Number("accounts"),
                    Number("users"),
                    Number("oldKeys"),
                    Number("endingApiKeys")
                ),
                [.. json.Items("findings").Select(f => (f.Text("id"), f.Text("title")))],
                connections
            );

            int Number(string name) => numbers.GetProperty(name).GetInt32();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Invalid(path, e.Message, e);
        }
    }

    private static SnowflakeConnection ReadConnection(JsonElement json, ReportSite site) =>
        new()
        {
            Service = site.Service,
            Site = site.Name,
            Id = json.Text("id"),
            Name = json.Text("name"),
            Account = json.TextOrNull("account"),
            User = json.TextOrNull("user"),
            Login = Enum.TryParse<SnowflakeLoginKind>(json.Text("login"), out var login) ? login : SnowflakeLoginKind.Unknown,
            KeyFingerprint = json.TextOrNull("keyFingerprint"),
        };

    private static byte[] Write(EstateReport report, bool indented, Action<Utf8JsonWriter>? parts)
    {
        using var stream = new MemoryStream();

        // The usual encoder escapes what HTML gives a meaning.
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("at", report.At);
            json.WriteBoolean("isComplete", report.IsComplete);
            ReportJsonParts.WriteNumbers(json, "numbers", report.Numbers);
            ReportJsonParts.WriteFindings(json, report.Findings, inFull: parts is not null);
            parts?.Invoke(json);
            json.WriteStartArray("sites");
            foreach (var site in report.Sites)
            {
                json.WriteStartObject();
                json.WriteString("service", site.Service);
                json.WriteString("name", site.Name);
                json.WriteBoolean("isComplete", site.IsComplete);
                json.WriteStartArray("connections");
                foreach (var connection in report.Connections.Where(c => c.Service == site.Service && c.Site == site.Name))
                    ReportJsonParts.WriteConnection(json, connection, inFull: parts is not null);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static InputException Invalid(string path, string reason, Exception? inner) =>
        new(
            ErrorIds.ReportInvalid,
            string.Format(CultureInfo.InvariantCulture, "'{0}' is no report of Export-QlikSnowflakeReport: {1}", path, reason),
            "Give -Baseline a page or JSON that Export-QlikSnowflakeReport wrote.",
            FailureKind.InvalidData,
            inner
        );
}
