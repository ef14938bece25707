using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>The connections of one site to one account.</summary>
/// <param name="Account">The account; null where connections do not tell.</param>
/// <param name="Service"><c>Qrs</c> or <c>QlikCloud</c>.</param>
/// <param name="Site">The site's host.</param>
/// <param name="Connections">How many there are.</param>
/// <param name="Password">How many log in with a password alone.</param>
/// <param name="KeyPair">How many log in with a key pair.</param>
/// <param name="Other">How many log in otherwise, or cannot be told.</param>
public sealed record ReportGroup(
    string? Account,
    string Service,
    string Site,
    int Connections,
    int Password,
    int KeyPair,
    int Other
)
{
    internal static ReportGroup[] Of(IEnumerable<SnowflakeConnection> connections) =>
        [
            .. connections
                .GroupBy(c => (Account: c.Account?.ToUpperInvariant(), c.Service, Site: c.Site.ToUpperInvariant()))
                .Select(g =>
                {
                    var (password, keyPair) = (0, 0);
                    foreach (var connection in g)
                    {
                        password += connection.Login == SnowflakeLoginKind.Password ? 1 : 0;
                        keyPair += connection.Login == SnowflakeLoginKind.KeyPair ? 1 : 0;
                    }

                    var (first, count) = (g.First(), g.Count());
                    return new ReportGroup(
                        first.Account,
                        first.Service,
                        first.Site,
                        count,
                        password,
                        keyPair,
                        count - password - keyPair
                    );
                })
                .OrderBy(g => g.Account is null)
                .ThenBy(g => g.Account, StringComparer.OrdinalIgnoreCase)
                .ThenBy(g => g.Site, StringComparer.OrdinalIgnoreCase),
        ];
}
