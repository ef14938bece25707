namespace QlikSnowflake.Connections;

/// <summary>Some of what a site or an inventory has to tell, in the order in which it was read.</summary>
/// <param name="Connections">Connections; may be none.</param>
/// <param name="Findings">Findings; may be none.</param>
public sealed record ConnectionBatch(IReadOnlyList<SnowflakeConnection> Connections, IReadOnlyList<ConnectionFinding> Findings);
