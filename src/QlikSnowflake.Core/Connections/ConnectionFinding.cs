namespace QlikSnowflake.Connections;

/// <summary>Something that an inventory found and that no row of it can say.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Service"><c>Qrs</c>, <c>QlikCloud</c> or <c>Snowflake</c>.</param>
/// <param name="Site">The site, or the Snowflake account.</param>
/// <param name="ConnectionId">The connection's id, where it is of one.</param>
/// <param name="ConnectionName">The connection's name, where it is of one.</param>
/// <param name="Message">What was found, in a sentence.</param>
/// <param name="RecommendedAction">What to do about it.</param>
public sealed record ConnectionFinding(
    ConnectionFindingKind Kind,
    string Service,
    string Site,
    string? ConnectionId,
    string? ConnectionName,
    string Message,
    string? RecommendedAction
)
{
    /// <summary>Whether connections may be missing from the inventory because of it.</summary>
    public bool IsIncomplete =>
        Kind
            is ConnectionFindingKind.SiteFailed
                or ConnectionFindingKind.ListIncomplete
                or ConnectionFindingKind.ConnectionUnreadable;

    /// <summary>Whether a connection with a key of its user may be among what it speaks of, which no switch reaches.</summary>
    public bool LeavesOut =>
        IsIncomplete
        || Kind
            is ConnectionFindingKind.UsersOwnCredentials
                or ConnectionFindingKind.NotChangeable
                or ConnectionFindingKind.SharedLoginsDiffer;

    /// <inheritdoc/>
    public override string ToString() => Message;

    /// <summary>A finding about one connection.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="what">What was found, going on after the connection's name.</param>
    /// <param name="advice">What to do about it.</param>
    internal static ConnectionFinding Of(
        ConnectionFindingKind kind,
        SnowflakeConnection connection,
        string what,
        string? advice
    ) =>
        new(
            kind,
            connection.Service,
            connection.Site,
            connection.Id,
            connection.Name,
            $"'{connection.Name}' on {connection.Site} {what}",
            advice
        );
}
