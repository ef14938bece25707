using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>What changed since an earlier report. Sites that were not read to their end both times are left out of it.</summary>
/// <param name="Since">When the earlier report was made.</param>
/// <param name="Before">Its numbers.</param>
/// <param name="Connections">Connections that are new, gone or not what they were.</param>
/// <param name="NewFindings">Findings of a kind that the earlier report did not have.</param>
/// <param name="GoneFindings">Titles of findings of the earlier report of a kind that this one does not have.</param>
/// <param name="LeftOut">Sites that cannot be compared, since either report lacks them in full.</param>
public sealed record ReportChanges(
    DateTimeOffset Since,
    ReportNumbers Before,
    IReadOnlyList<ReportChange> Connections,
    IReadOnlyList<ReportFinding> NewFindings,
    IReadOnlyList<string> GoneFindings,
    IReadOnlyList<ReportSite> LeftOut
)
{
    internal static ReportChanges Between(ReportBaseline before, EstateReport now)
    {
        var both = Complete(before.Sites);
        both.IntersectWith(Complete(now.Sites));
        var leftOut = now
            .Sites.Concat(before.Sites)
            .Where(s => !both.Contains(NameOf(s)))
            .GroupBy(NameOf, StringComparer.OrdinalIgnoreCase)
            .Select(g => g.First());

        var was = new Dictionary<string, SnowflakeConnection>(StringComparer.OrdinalIgnoreCase);
        foreach (var connection in before.Connections.Where(c => both.Contains(SiteOf(c))))
            was[SwitchNotes.NameOf(connection)] = connection;

        var changes = new List<ReportChange>();
        foreach (var connection in now.Connections.Where(c => both.Contains(SiteOf(c))))
        {
            var name = SwitchNotes.NameOf(connection);
            if (!was.TryGetValue(name, out var old))
                changes.Add(ReportChange.Of(ReportChangeKind.Added, connection, null, ReportChange.Login(connection)));
            else
                changes.AddRange(ReportChange.Between(old, connection));
            was.Remove(name);
        }

        changes.AddRange(was.Values.Select(c => ReportChange.Of(ReportChangeKind.Removed, c, ReportChange.Login(c), null)));
        var kindsBefore = new HashSet<string>(before.Findings.Select(f => f.Id), StringComparer.Ordinal);
        var kindsNow = new HashSet<string>(now.Findings.Select(f => f.Id), StringComparer.Ordinal);
        return new ReportChanges(
            before.At,
            before.Numbers,
            changes.OrderBy(c => c.Kind).ThenBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToArray(),
            now.Findings.Where(f => !kindsBefore.Contains(f.Id)).ToArray(),
            before.Findings.Where(f => !kindsNow.Contains(f.Id)).Select(f => f.Title).ToArray(),
            leftOut.ToArray()
        );
    }

    private static HashSet<string> Complete(IEnumerable<ReportSite> sites) =>
        new(sites.Where(s => s.IsComplete).Select(NameOf), StringComparer.OrdinalIgnoreCase);

    private static string NameOf(ReportSite site) => $"{site.Service}|{site.Name}";

    private static string SiteOf(SnowflakeConnection connection) => $"{connection.Service}|{connection.Site}";
}
