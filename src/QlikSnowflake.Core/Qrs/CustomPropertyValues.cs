namespace QlikSnowflake.Qrs;

/// <summary>A custom property with all its values at one object.</summary>
/// <param name="Name">The property's name; empty where only its definition is known.</param>
/// <param name="Values">The values; none where the object shall not have the property.</param>
public sealed record CustomPropertyValues(string Name, IReadOnlyList<string> Values)
{
    /// <summary>The definition's id on a site, where it is known.</summary>
    public Guid? Definition { get; init; }

    /// <summary>Entries of one value each as properties with all their values, in the order in which they are first met.</summary>
    /// <param name="entries">The entries.</param>
    public static IReadOnlyList<CustomPropertyValues> Of(IEnumerable<(Guid? Definition, string Name, string Value)> entries) =>
        [
            .. entries
                .GroupBy(e => (Name: e.Name.ToUpperInvariant(), Id: e.Name.Length > 0 ? null : e.Definition))
                .Select(g => new CustomPropertyValues(g.First().Name, [.. g.Select(e => e.Value)])
                {
                    Definition = g.Select(e => e.Definition).FirstOrDefault(id => id is not null),
                }),
        ];

    /// <summary>Whether it is the property of a name.</summary>
    /// <param name="name">The name, in whatever case.</param>
    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>As <c>name=value</c>, one text a value.</summary>
    internal IEnumerable<string> ToTexts() => Values.Select(value => $"{Name}={value}");
}
