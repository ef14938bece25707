using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates the list after ORDER BY. NULL is the greatest value, as in Snowflake.</summary>
internal sealed class OrderCompiler(Compilation compilation, ExpressionCompiler expressions)
{
    private SqlCursor Cursor => compilation.Cursor;

    /// <summary>What the list read last orders by.</summary>
    public List<Typed> Values { get; } = [];

    /// <param name="columns">What a number stands for; none where numbers are mere constants.</param>
    public string Read(IReadOnlyList<Typed> columns)
    {
        if (columns.Count > 0 && Cursor.TryTake("ALL"))
            return string.Join(", ", columns.Select(c => c.Sql + Direction()));
        var items = new List<string>();
        do
        {
            var value = Position(columns) ?? expressions.Read();
            Values.Add(value);
            items.Add(StoredValue.Comparable(value.Sql, value.Type) + Direction());
        } while (Cursor.TryTake(","));

        return string.Join(", ", items);
    }

    private Typed? Position(IReadOnlyList<Typed> columns)
    {
        var ends =
            Cursor.Next.Kind == SqlTokenKind.End
            || Cursor.Next.Kind is SqlTokenKind.Word or SqlTokenKind.Symbol
                && !Cursor.Next.Is("+")
                && !Cursor.Next.Is("-")
                && !Cursor.Next.Is("*")
                && !Cursor.Next.Is("/");
        if (columns.Count == 0 || Cursor.Current.Kind != SqlTokenKind.Number || !ends)
            return null;
        var at = Cursor.Current;
        var position = Cursor.Integer();
        return position >= 1 && position <= columns.Count
            ? columns[(int)position - 1]
            : throw SqlError.CompilationAt(
                at,
                "000911",
                "42601",
                string.Create(CultureInfo.InvariantCulture, $"invalid ORDER BY position {position}")
            );
    }

    private string Direction()
    {
        var descending = Cursor.TryTake("DESC");
        if (!descending)
            Cursor.TryTake("ASC");
        var nullsFirst = descending;
        if (Cursor.TryTake("NULLS"))
        {
            nullsFirst = Cursor.TryTake("FIRST");
            if (!nullsFirst)
                Cursor.Expect("LAST");
        }

        return (descending ? " DESC" : " ASC") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }
}
