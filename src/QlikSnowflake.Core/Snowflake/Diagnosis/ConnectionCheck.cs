namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>One thing that must be right for a login to succeed.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do, where it is not as it should be.</param>
public sealed record ConnectionCheck(string Name, ConnectionCheckStatus Status, string Detail, string? Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Status}";
}
