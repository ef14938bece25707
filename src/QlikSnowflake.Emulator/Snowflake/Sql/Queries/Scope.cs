namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>One table, view, subquery or table function in a FROM clause.</summary>
/// <param name="Alias">DuckDB's alias.</param>
/// <param name="Names">The parts of the name by which columns may be qualified, the last of which is the alias or the table's name.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record Relation(string Alias, IReadOnlyList<string> Names, IReadOnlyList<QueryColumn> Columns)
{
    /// <summary>The columns that a join by USING has merged into those of the other side.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

    public Typed Column(QueryColumn column) => new($"{Alias}.{column.Sql}", column.Type) { Name = column.Name };

    public bool IsCalled(IReadOnlyList<string> qualifier) =>
        qualifier.Count <= Names.Count
        && Names.Skip(Names.Count - qualifier.Count).SequenceEqual(qualifier, StringComparer.Ordinal);
}

/// <summary>The names that an expression sees: the relations of its query, the aliases of its select list, and the outer query's.</summary>
internal sealed class Scope(Scope? outer)
{
    public Scope? Outer { get; } = outer;

    public List<Relation> Relations { get; } = [];

    public Dictionary<string, Typed> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an alias of the select list is seen before a column of the same name, as in ORDER BY.</summary>
    public bool AliasesFirst { get; set; }

    /// <returns>Null when there is no such column.</returns>
    public Typed? Find(IReadOnlyList<string> qualifier, string name, SqlToken at)
    {
        if (qualifier.Count == 0 && AliasesFirst && Aliases.TryGetValue(name, out var alias))
            return alias;
        var found = Relations
            .Where(r => r.IsCalled(qualifier))
            .SelectMany(r => r.Columns.Where(c => c.Name == name && !r.Hidden.Contains(name)).Select(r.Column))
            .Take(2)
            .ToList();
        if (found.Count > 1)
            throw SqlError.CompilationAt(at, "001044", "42702", $"ambiguous column name '{name}'");
        if (found.Count == 1)
            return found[0];
        return qualifier.Count == 0 && Aliases.TryGetValue(name, out alias) ? alias : Outer?.Find(qualifier, name, at);
    }
}
