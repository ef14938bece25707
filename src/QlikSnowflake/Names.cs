namespace QlikSnowflake.Commands;

/// <summary>
/// The names that a user gave, over things that go by one after the other. The name itself wins over the wildcard that
/// its text also is: <c>DWH [12]</c> means the thing of that name where there is one, and else <c>DWH 1</c> and <c>DWH 2</c>.
/// </summary>
/// <typeparam name="T">What has the names.</typeparam>
/// <param name="patterns">The names and wildcards; null means everything.</param>
/// <param name="namesOf">The names that a thing goes by.</param>
internal sealed class Names<T>(IEnumerable<NamePattern>? patterns, Func<T, IEnumerable<string>> namesOf)
{
    private readonly Wanted[]? _wanted = patterns?.Select(p => new Wanted(p)).ToArray();
    private readonly List<(T Item, List<Wanted> By)> _held = [];

    public Names(string? text, Func<T, string> nameOf)
        : this(text is null ? null : [NameText.Pattern(text)], item => [nameOf(item)]) { }

    public Names(IReadOnlyList<string>? texts, Func<T, string> nameOf)
        : this(texts, item => [nameOf(item)]) { }

    public Names(IReadOnlyList<string>? texts, Func<T, IEnumerable<string>> namesOf)
        : this(texts?.Select(NameText.Pattern).ToArray(), namesOf) { }

    /// <summary>Whether a thing is meant for certain; what only a wildcard matches comes with <see cref="Rest"/>.</summary>
    public bool Takes(T item)
    {
        if (_wanted is null)
            return true;

        var names = namesOf(item).ToArray();
        var takes = false;
        List<Wanted>? by = null;
        foreach (var wanted in _wanted)
        {
            if (Array.Exists(names, wanted.Pattern.Is) || wanted.Pattern.TakesAll)
                takes = wanted.IsFound = true;
            else if (Array.Exists(names, wanted.Pattern.Matches))
                (by ??= []).Add(wanted);
        }

        if (!takes && by is not null)
            _held.Add((item, by));
        else
            by?.ForEach(wanted => wanted.HasMore = true);
        return takes;
    }

    /// <summary>At the end: what wildcards match that are no thing's own name.</summary>
    public IReadOnlyList<T> Rest()
    {
        var rest = _held.Where(held => held.By.Exists(wanted => !wanted.IsFound)).ToList();
        foreach (var wanted in rest.SelectMany(held => held.By))
            wanted.HasMore = true;
        _held.Clear();
        return [.. rest.Select(held => held.Item)];
    }

    /// <summary>What is meant of a list that is whole.</summary>
    public IReadOnlyList<T> Choose(IEnumerable<T> items)
    {
        var taken = items.Where(Takes).ToList();
        taken.AddRange(Rest());
        return taken;
    }

    /// <summary>At the end: the texts for which nothing was found.</summary>
    /// <param name="wildcards">Whether wildcards have to match something too, as where something is to be changed.</param>
    public IEnumerable<string> Missing(bool wildcards = false) =>
        from wanted in _wanted ?? []
        where !wanted.IsFound && !wanted.HasMore && (wildcards || !wanted.Pattern.IsWildcard)
        select wanted.Pattern.Text;

    private sealed class Wanted(NamePattern pattern)
    {
        public NamePattern Pattern => pattern;

        /// <summary>Whether something of exactly this name went by.</summary>
        public bool IsFound { get; set; }

        /// <summary>Whether the wildcard matched something that is taken.</summary>
        public bool HasMore { get; set; }
    }
}
