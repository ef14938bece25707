namespace QlikSnowflake.Connections;

/// <summary>An inventory as a whole.</summary>
/// <param name="Connections">The connections of all sites.</param>
/// <param name="Findings">What was found besides.</param>
public sealed record ConnectionList(IReadOnlyList<SnowflakeConnection> Connections, IReadOnlyList<ConnectionFinding> Findings)
{
    /// <summary>Whether every site was read to its end and every connection understood.</summary>
    public bool IsComplete => !Findings.Any(f => f.IsIncomplete);
}
