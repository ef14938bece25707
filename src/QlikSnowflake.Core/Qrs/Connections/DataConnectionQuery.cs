namespace QlikSnowflake.Qrs.Connections;

/// <summary>What data connections to look for; all that is given must hold.</summary>
public sealed record DataConnectionQuery
{
    /// <summary>A name, or a PowerShell wildcard; the repository may return more than matches it.</summary>
    public string? Name { get; init; }

    /// <summary>A type, or a wildcard.</summary>
    public string? Type { get; init; }

    /// <summary>Names of tags, or wildcards, of which it has one; the repository may return more than matches them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The owner, <c>DIRECTORY\id</c>.</summary>
    public QrsUserName? Owner { get; init; }

    /// <summary>A filter in the repository's own language, sent as it is.</summary>
    public string? Filter { get; init; }

    internal string ToFilter() =>
        QrsFilter.All([
            Name is null ? null : QrsFilter.Like("name", Name),
            Type is null ? null : QrsFilter.Like("type", Type),
            TagFilter(),
            Owner is null ? null : Owner.ToFilter("owner."),
            string.IsNullOrWhiteSpace(Filter) ? null : "(" + QrsFilter.Given(Filter!) + ")",
        ]);

    // A wildcard that everything matches leaves nothing for the repository to do.
    private string? TagFilter()
    {
        var terms = Tags.Select(t => QrsFilter.Like("tags.name", t)).ToList();
        return terms.Count == 0 || terms.Contains(null) ? null : QrsFilter.Any(terms.Select(t => "(" + t + ")"));
    }
}
