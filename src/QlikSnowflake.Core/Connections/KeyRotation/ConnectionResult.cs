namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>A connection and what became of it.</summary>
/// <param name="Service"><c>Qrs</c> or <c>QlikCloud</c>.</param>
/// <param name="Site">The site's host.</param>
/// <param name="Id">The id of the connection or shared credential; empty where a whole site is meant.</param>
/// <param name="Name">Its name, or the site's.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, or what shows it.</param>
public sealed record ConnectionResult(
    string Service,
    string Site,
    string Id,
    string Name,
    ConnectionOutcome Outcome,
    string Reason
)
{
    internal static ConnectionResult Of(SnowflakeConnection connection, ConnectionOutcome outcome, string reason) =>
        new(connection.Service, connection.Site, connection.Id, connection.Name, outcome, reason);

    /// <summary>The connection's name and site.</summary>
    public override string ToString() => Name == Site ? Site : $"{Name} on {Site}";
}
