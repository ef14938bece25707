using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>Reads the columns of a CREATE TABLE or an ALTER TABLE ADD.</summary>
internal sealed class ColumnReader(SqlCursor cursor, SnowflakeAccount account, Session session)
{
    private readonly List<string> _keys = [];

    /// <summary>The list in parentheses. Keys other than NOT NULL are taken and not enforced, as Snowflake does.</summary>
    public List<TableColumn> Read()
    {
        cursor.Expect("(");
        var columns = new List<TableColumn>();
        do
        {
            if (!TableConstraint())
                columns.Add(One());
        } while (cursor.TryTake(","));
        cursor.Expect(")");
        var repeated = columns.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null)
            throw SqlError.Compilation("002025", "42S21", $"duplicate column name '{repeated.Key}'");
        return
        [
            .. columns.Select(c =>
                _keys.Contains(c.Name) ? c with { IsPrimaryKey = true, Type = c.Type with { Nullable = false } } : c
            ),
        ];
    }

    public TableColumn One()
    {
        var name = cursor.Identifier();
        var column = new TableColumn(name, SqlTypeReader.Read(cursor) with { Name = name }, "");
        while (cursor.Current.Kind == SqlTokenKind.Word)
        {
            if (cursor.TryTake("NOT", "NULL"))
                column = column with { Type = column.Type with { Nullable = false } };
            else if (cursor.TryTake("NULL") || cursor.TryTake("UNIQUE"))
                continue;
            else if (cursor.TryTake("PRIMARY", "KEY"))
                column = column with { IsPrimaryKey = true, Type = column.Type with { Nullable = false } };
            else if (cursor.TryTake("DEFAULT"))
                column = column with { Default = Default() };
            else if (cursor.TryTake("AUTOINCREMENT") || cursor.TryTake("IDENTITY"))
                column = column with { SequenceOptions = Sequence() };
            else if (cursor.TryTake("COMMENT"))
                cursor.String();
            else if (cursor.TryTake("COLLATE"))
                throw SqlError.Unknown("COLLATE");
            else
                throw SqlError.Syntax(cursor.Current);
        }

        return column;
    }

    private bool TableConstraint()
    {
        if (cursor.TryTake("CONSTRAINT"))
            cursor.Identifier();
        if (cursor.TryTake("PRIMARY", "KEY"))
        {
            cursor.Expect("(");
            do _keys.Add(cursor.Identifier());
            while (cursor.TryTake(","));
            cursor.Expect(")");
            return true;
        }

        var unique = cursor.Current.Is("UNIQUE") && cursor.Next.Is("(");
        if (!unique && !cursor.Current.Is("FOREIGN"))
            return false;
        while (!cursor.TryTake("("))
            cursor.Take();
        cursor.SkipToClosing();
        if (!cursor.TryTake("REFERENCES"))
            return true;
        cursor.QualifiedName();
        if (cursor.TryTake("("))
            cursor.SkipToClosing();
        return true;
    }

    /// <summary>The text of the default, which is compiled again for every INSERT.</summary>
    private string Default()
    {
        var mark = cursor.Mark;
        new ExpressionCompiler(new Compilation(cursor, account, session), new Scope(null)).Read();
        return cursor.SourceFrom(mark);
    }

    private string Sequence()
    {
        long start = 1,
            step = 1;
        if (cursor.TryTake("("))
        {
            start = cursor.Integer();
            cursor.Expect(",");
            step = cursor.Integer();
            cursor.Expect(")");
        }

        if (cursor.TryTake("START"))
        {
            cursor.TryTake("WITH");
            start = cursor.Integer();
        }

        if (cursor.TryTake("INCREMENT"))
        {
            cursor.TryTake("BY");
            step = cursor.Integer();
        }

        if (!cursor.TryTake("ORDER"))
            cursor.TryTake("NOORDER");
        return string.Create(CultureInfo.InvariantCulture, $"START {start} INCREMENT {step}");
    }
}
