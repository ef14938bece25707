using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>
/// Translates VALUES. The first row says what type each column has, and the other rows' values become that: of
/// <c>VALUES (3), ('d')</c> the second is refused with 100038. From https://docs.snowflake.com/en/sql-reference/sql/insert.
/// </summary>
internal sealed class ValuesCompiler(Compilation compilation, Scope scope)
{
    private SqlCursor Cursor => compilation.Cursor;

    /// <summary>The rows after VALUES; null stands for DEFAULT.</summary>
    public List<List<Typed?>> Rows()
    {
        var at = Cursor.Current;
        var rows = new List<List<Typed?>>();
        var expressions = new ExpressionCompiler(compilation, scope);
        var count = 0;
        do
        {
            Cursor.Expect("(");
            var row = new List<Typed?>();
            do row.Add(Value(expressions));
            while (Cursor.TryTake(","));
            Cursor.Expect(")");
            count += row.Count;
            rows.Add(row);
        } while (Cursor.TryTake(","));

        var most = compilation.Account.Settings.MaximumExpressions;
        if (count > most)
            throw SqlError.CompilationAt(
                at,
                "001795",
                "42601",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"maximum number of expressions in a list exceeded, expected at most {most:N0}, got {count:N0}"
                )
            );
        return rows;
    }

    /// <summary>A query of the rows, with the columns COLUMN1, COLUMN2 and so on.</summary>
    public CompiledQuery Query()
    {
        var rows = Rows();
        var width = rows[0].Count;
        if (rows.Exists(r => r.Count != width))
            throw SqlError.Compilation("002020", "21S01", "the rows of VALUES have different numbers of values");
        Unify(rows);
        var columns = Enumerable
            .Range(1, width)
            .Select(i => new QueryColumn($"COLUMN{i}", TypeOf(rows, i - 1), $"o{i}"))
            .ToList();
        return new(Sql(rows, columns), columns);
    }

    /// <summary>Gives every value the type that the first row has in its column.</summary>
    public void Unify(List<List<Typed?>> rows)
    {
        var zone = compilation.Session.TimeZone;
        for (var column = 0; column < rows.Max(r => r.Count); column++)
        {
            var guide = rows.Select(r => r.ElementAtOrDefault(column)).FirstOrDefault(v => v is { IsNull: false });
            if (guide is null)
                continue;
            foreach (var row in rows)
                if (row.ElementAtOrDefault(column) is { } value && !SameKind(value, guide))
                    row[column] = Follow(value, guide.Type, zone);
        }
    }

    private static bool SameKind(Typed value, Typed guide) =>
        value.IsNull || value.Type.Type == guide.Type.Type || TypeRules.IsNumber(value.Type) && TypeRules.IsNumber(guide.Type);

    private static Typed Follow(Typed value, SnowflakeColumn type, TimeZoneInfo zone)
    {
        if (type.Type != "fixed")
            return TypeRules.Cast(value, type, zone);
        // The guide is a number; how many decimals it has does not matter.
        var number = TypeRules.Number(value, zone);
        return number;
    }

    private static SnowflakeColumn TypeOf(List<List<Typed?>> rows, int column)
    {
        var all = rows.Select(r => r[column]!).ToList();
        return all.Aggregate(
            (a, b) => new Typed("", TypeRules.Common(a, b)) { Constant = a.IsNull && b.IsNull ? a.Constant : null }
        ).Type;
    }

    private string Sql(List<List<Typed?>> rows, List<QueryColumn> columns)
    {
        var zone = compilation.Session.TimeZone;
        var selects = rows.Select(row =>
            "("
            + string.Join(
                ", ",
                row.Select(
                    (v, i) =>
                        TypeRules.Cast(v!, columns[i].Type, zone) is var cast
                            ? $"CAST({cast.Sql} AS {StoredValue.DuckType(columns[i].Type)})"
                            : ""
                )
            )
            + ")"
        );
        return $"SELECT * FROM (VALUES {string.Join(", ", selects)}) v({string.Join(", ", columns.Select(c => c.Sql))})";
    }

    private Typed? Value(ExpressionCompiler expressions)
    {
        if (Cursor.TryTake("DEFAULT"))
            return null;
        foreach (
            var function in new[] { "PARSE_JSON", "ARRAY_CONSTRUCT", "OBJECT_CONSTRUCT", "TO_VARIANT", "TO_ARRAY", "TO_OBJECT" }
        )
            if (Cursor.Current.Is(function) && Cursor.Next.Is("("))
                throw SqlError.Compilation("002014", "22000", $"Invalid expression [{function}(?)] in VALUES clause");
        return expressions.Read();
    }
}
