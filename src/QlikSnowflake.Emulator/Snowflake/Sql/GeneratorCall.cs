using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// <c>EMULATOR_ROWS(rows =&gt; n, shape =&gt; 'mixed10' [, seconds =&gt; s] [, polls =&gt; p] [, partition =&gt; r]))</c> after its opening
/// parenthesis: the emulator's own table function. Rows and shape may be given by position.
/// </summary>
internal sealed class GeneratorCall
{
    private static readonly string[] Names = ["ROWS", "SHAPE", "SECONDS", "POLLS", "PARTITION"];

    private readonly IReadOnlyList<GeneratedColumn> _columns;
    private readonly long _rows;
    private readonly int? _partitionRows;

    public GeneratorCall(SqlCursor cursor, Session session, SqlFunctions functions)
    {
        var first = cursor.Current;
        var reader = new ExpressionReader(cursor, session, functions);
        var arguments = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (!cursor.TryTake(")"))
        {
            if (arguments.Count > 0)
                cursor.Expect(",");
            var name = cursor.Next.Is("=>") ? cursor.Identifier() : Names[Math.Min(arguments.Count, 1)];
            cursor.TryTake("=>");
            if (!Names.Contains(name) || !arguments.TryAdd(name, reader.Read().Payload as string))
                throw Invalid(first, name);
        }

        _rows = Number(first, arguments, "ROWS") ?? throw Invalid(first, "ROWS");
        _partitionRows = (int?)Number(first, arguments, "PARTITION");
        if (_partitionRows == 0)
            throw Invalid(first, "PARTITION");
        Polls = (int)(Number(first, arguments, "POLLS") ?? 0);
        Duration = TimeSpan.FromSeconds(Number(first, arguments, "SECONDS") ?? 0);
        var shape = arguments.GetValueOrDefault("SHAPE", "mixed10") ?? "";
        _columns = GeneratedShapes.ByName.GetValueOrDefault(shape) ?? throw Invalid(first, "SHAPE");
    }

    public int Polls { get; }

    public TimeSpan Duration { get; }

    public IReadOnlyList<SnowflakeColumn> Columns => [.. _columns.Select(c => c.Column)];

    /// <param name="names">The columns wanted, or null for all.</param>
    /// <param name="limit">The most rows wanted, or null for all.</param>
    public RowSource Rows(List<(SqlToken Token, string Alias)>? names, long? limit)
    {
        var columns = names is null
            ? _columns
            : [.. names.Select(n => Renamed(_columns.First(c => c.Column.Name == n.Token.Text), n.Alias))];
        return new GeneratedRows(columns, Math.Min(_rows, limit ?? _rows)) { PartitionRows = _partitionRows };
    }

    private static GeneratedColumn Renamed(GeneratedColumn column, string alias) =>
        column with
        {
            Column = column.Column with { Name = alias },
        };

    private static long? Number(SqlToken at, Dictionary<string, string?> arguments, string name)
    {
        if (!arguments.TryGetValue(name, out var text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000_000
            ? number
            : throw Invalid(at, name);
    }

    private static SqlError Invalid(SqlToken at, string name) =>
        SqlError.CompilationAt(
            at,
            "001015",
            "22023",
            $"invalid argument {name} of EMULATOR_ROWS(rows => n, shape => 'mixed10' | 'types' | 'ints', seconds => n, "
                + "polls => n, partition => n)"
        );
}
