using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>An expression in DuckDB's SQL, with the type that it has in Snowflake.</summary>
/// <param name="Sql">DuckDB's expression.</param>
/// <param name="Type">Snowflake's type; its name is of no importance.</param>
internal sealed record Typed(string Sql, SnowflakeColumn Type)
{
    /// <summary>The value, where the expression is a literal or a binding.</summary>
    public SqlValue? Constant { get; init; }

    /// <summary>The column's name, where the expression is a column.</summary>
    public string? Name { get; init; }

    /// <summary>NULL as it is written, which takes the type of what stands beside it.</summary>
    public bool IsNull => Constant is { Payload: null };

    /// <summary>The text of a constant VARCHAR.</summary>
    public string? Text => Constant is { Payload: string text, Type.Type: "text" } ? text : null;
}

/// <summary>A column of a table, a subquery or a result.</summary>
/// <param name="Name">Snowflake's name.</param>
/// <param name="Type">Snowflake's type.</param>
/// <param name="Sql">DuckDB's name.</param>
internal sealed record QueryColumn(string Name, SnowflakeColumn Type, string Sql);

/// <summary>A query in DuckDB's SQL, with its columns.</summary>
internal sealed record CompiledQuery(string Sql, IReadOnlyList<QueryColumn> Columns);
