using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>A connection that is not what it was.</summary>
/// <param name="Kind">In what.</param>
/// <param name="Service"><c>Qrs</c> or <c>QlikCloud</c>.</param>
/// <param name="Site">The site's host.</param>
/// <param name="Id">The connection's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">What it was; null for one that is new.</param>
/// <param name="After">What it is; null for one that is gone.</param>
public sealed record ReportChange(
    ReportChangeKind Kind,
    string Service,
    string Site,
    string Id,
    string Name,
    string? Before,
    string? After
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} on {Site}";

    internal static ReportChange Of(ReportChangeKind kind, SnowflakeConnection connection, string? before, string? after) =>
        new(kind, connection.Service, connection.Site, connection.Id, connection.Name, before, after);

    internal static IEnumerable<ReportChange> Between(SnowflakeConnection old, SnowflakeConnection now)
    {
        if (old.Login != now.Login)
            yield return Of(ReportChangeKind.Login, now, Login(old), Login(now));
        if (!IsSame(old.User, now.User) || !IsSame(old.Account, now.Account))
            yield return Of(ReportChangeKind.User, now, User(old), User(now));
        if (
            old.KeyFingerprint is { } before
            && now.KeyFingerprint is { } after
            && !after.StartsWith(before, StringComparison.Ordinal)
        )
            yield return Of(ReportChangeKind.Key, now, before, after);
        if (old.Name != now.Name)
            yield return Of(ReportChangeKind.Name, now, old.Name, now.Name);
    }

    /// <summary>How a connection logs in, in words.</summary>
    internal static string Login(SnowflakeConnection connection) =>
        connection.Login switch
        {
            SnowflakeLoginKind.KeyPair => "Key pair",
            SnowflakeLoginKind.Password => "Password",
            SnowflakeLoginKind.OAuth => "OAuth",
            SnowflakeLoginKind.Dsn => "ODBC data source",
            _ => "Unknown",
        };

    private static string User(SnowflakeConnection connection) => $"{connection.User ?? "?"} on {connection.Account ?? "?"}";

    private static bool IsSame(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
