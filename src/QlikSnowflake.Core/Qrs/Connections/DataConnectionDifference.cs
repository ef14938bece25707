namespace QlikSnowflake.Qrs.Connections;

/// <summary>One field in which a data connection is not, or may not be, what it should be. It holds no secret.</summary>
/// <param name="Field">The field, such as Owner or ConnectionString.warehouse.</param>
/// <param name="Expected">What it should be; for a secret only its sort or its key's fingerprint.</param>
/// <param name="Actual">What it is; null where it is absent.</param>
/// <param name="IsUnknown">Whether it could not be compared, because the repository does not show it.</param>
public sealed record DataConnectionDifference(string Field, string? Expected, string? Actual, bool IsUnknown)
{
    /// <inheritdoc/>
    public override string ToString() =>
        IsUnknown ? $"{Field}: unknown" : $"{Field}: {Actual ?? "(none)"} -> {Expected ?? "(none)"}";
}
