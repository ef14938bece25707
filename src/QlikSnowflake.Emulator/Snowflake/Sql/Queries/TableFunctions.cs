using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>Translates the functions that give rows, after their opening parenthesis.</summary>
internal sealed class TableFunctions(Compilation compilation, Scope scope)
{
    // A generated result is read as a table only as long as it is of such a size.
    private const int MostGeneratedRows = 100_000;

    private SqlCursor Cursor => compilation.Cursor;

    /// <summary>From https://docs.snowflake.com/en/sql-reference/functions/flatten.</summary>
    public CompiledQuery Flatten()
    {
        var arguments = Arguments(["INPUT", "PATH", "OUTER", "RECURSIVE", "MODE"]);
        if (!arguments.TryGetValue("INPUT", out var input))
            throw SqlError.Compilation("000938", "22023", "not enough arguments for function [FLATTEN]");
        var path = arguments.GetValueOrDefault("PATH") ?? Text("");
        var all = compilation.Managed(
            "FLATTEN",
            TypeRules.Text,
            input,
            path,
            Flag("OUTER"),
            Flag("RECURSIVE"),
            arguments.GetValueOrDefault("MODE") ?? Text("BOTH")
        );
        var item = $"(SELECT unnest(CAST(CAST({all.Sql} AS JSON) AS VARCHAR[][])) AS x) i";
        var columns = new List<QueryColumn>
        {
            new("SEQ", TypeRules.Integer(), "o1"),
            new("KEY", TypeRules.Text, "o2"),
            new("PATH", TypeRules.Text, "o3"),
            new("INDEX", TypeRules.Integer(), "o4"),
            new("VALUE", TypeRules.Variant, "o5"),
            new("THIS", TypeRules.Variant, "o6"),
        };
        return new(
            "LATERAL (SELECT CAST(x[1] AS DECIMAL(38,0)) AS o1, x[2] AS o2, x[3] AS o3, CAST(x[4] AS DECIMAL(38,0)) AS o4, "
                + $"x[5] AS o5, x[6] AS o6 FROM {item})",
            columns
        );

        Typed Flag(string name) => arguments.GetValueOrDefault(name) ?? Compilation.Constant(SqlValue.Boolean(false));
    }

    /// <summary>TABLE(GENERATOR(ROWCOUNT => n)): rows without columns.</summary>
    public CompiledQuery Generator()
    {
        var arguments = Arguments(["ROWCOUNT", "TIMELIMIT"]);
        if (!arguments.TryGetValue("ROWCOUNT", out var rows) || rows.Constant?.Payload is not string text)
            throw SqlError.Unknown("GENERATOR without a ROWCOUNT that is a constant");
        var row = compilation.NextAlias("n");
        compilation.GeneratedRow = row;
        return new($"(SELECT range AS {row} FROM range({long.Parse(text, CultureInfo.InvariantCulture)}))", []);
    }

    public CompiledQuery SplitToTable(string name)
    {
        var arguments = Arguments(["STRING", "DELIMITER"]);
        var all = compilation.Managed(
            name,
            TypeRules.Text,
            TypeRules.Cast(arguments["STRING"], TypeRules.Text, compilation.Session.TimeZone),
            arguments.GetValueOrDefault("DELIMITER") ?? Text(" ")
        );
        return new(
            "LATERAL (SELECT CAST(1 AS DECIMAL(38,0)) AS o1, CAST(x[1] AS DECIMAL(38,0)) AS o2, x[2] AS o3 "
                + $"FROM (SELECT unnest(CAST(CAST({all.Sql} AS JSON) AS VARCHAR[][])) AS x) i)",
            [new("SEQ", TypeRules.Integer(), "o1"), new("INDEX", TypeRules.Integer(), "o2"), new("VALUE", TypeRules.Text, "o3")]
        );
    }

    /// <summary>The emulator's generated rows as a table of any query.</summary>
    public CompiledQuery EmulatorRows()
    {
        var call = new GeneratorCall(Cursor, compilation.Session, compilation.Account.Functions);
        var rows = call.Rows(null, null);
        if (rows.Count > MostGeneratedRows)
            throw SqlError.Unknown($"EMULATOR_ROWS of more than {MostGeneratedRows} rows in a query that does more than read it");
        var columns = rows.Columns.Select((c, i) => new QueryColumn(c.Name, c with { Name = "" }, $"o{i + 1}")).ToList();
        var values = CellReader
            .Read(rows)
            .Select(row => "(" + string.Join(", ", row.Select((cell, i) => Cell(cell, columns[i].Type))) + ")");
        var source =
            rows.Count == 0
                ? "SELECT "
                    + string.Join(", ", columns.Select(c => $"CAST(NULL AS {StoredValue.DuckType(c.Type)}) AS {c.Sql}"))
                    + " WHERE FALSE"
                : $"SELECT * FROM (VALUES {string.Join(", ", values)}) v({string.Join(", ", columns.Select(c => c.Sql))})";
        return new($"({source})", columns);
    }

    private static string Cell(string? cell, SnowflakeColumn type)
    {
        var value = RawCell.Read(cell, type);
        return $"CAST({StoredValue.Literal(value)} AS {StoredValue.DuckType(type)})";
    }

    private Dictionary<string, Typed> Arguments(string[] names)
    {
        var expressions = new ExpressionCompiler(compilation, scope);
        var arguments = new Dictionary<string, Typed>(StringComparer.Ordinal);
        while (!Cursor.TryTake(")"))
        {
            if (arguments.Count > 0)
                Cursor.Expect(",");
            var named = Cursor.AtIdentifier && Cursor.Next.Is("=>");
            var name = named ? Cursor.Identifier() : names[Math.Min(arguments.Count, names.Length - 1)];
            if (named)
                Cursor.Take();
            if (!names.Contains(name) || !arguments.TryAdd(name, expressions.Read()))
                throw SqlError.Unknown($"the argument {name} here");
        }

        return arguments;
    }

    private static Typed Text(string text) => Compilation.Constant(SqlValue.Text(text));
}
