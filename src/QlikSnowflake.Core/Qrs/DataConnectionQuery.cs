namespace QlikSnowflake.Qrs;

/// <summary>What data connections to look for; all that is given must hold.</summary>
public sealed record DataConnectionQuery
{
    /// <summary>A name, or a PowerShell wildcard; the repository may return more than matches it.</summary>
    public string? Name { get; init; }

    /// <summary>A type, or a wildcard.</summary>
    public string? Type { get; init; }

    /// <summary>The owner, <c>DIRECTORY\id</c>.</summary>
    public QrsUserName? Owner { get; init; }

    /// <summary>A filter in the repository's own language, sent as it is.</summary>
    public string? Filter { get; init; }

    internal string ToFilter() => QrsFilter.All(
    [
        Name is null ? null : QrsFilter.Like("name", Name),
        Type is null ? null : QrsFilter.Like("type", Type),
        Owner is null ? null : Owner.ToFilter("owner."),
        string.IsNullOrWhiteSpace(Filter) ? null : "(" + Filter + ")",
    ]);
}
