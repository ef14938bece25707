using System.Collections.Immutable;
using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>What the compilation of one statement shares: its tokens, its session, and the names given out so far.</summary>
internal sealed class Compilation
{
    private readonly Dictionary<SqlToken, int> _ordinals = [];
    private readonly Compilation? _parent;
    private int _lastAlias;

    public Compilation(SqlCursor cursor, SnowflakeAccount account, Session session, Compilation? parent = null)
    {
        Cursor = cursor;
        Account = account;
        Session = session;
        _parent = parent;
        foreach (var token in cursor.Tokens)
            if (token is { Kind: SqlTokenKind.Binding, Text: "" })
                _ordinals[token] = _ordinals.Count + 1;
    }

    public SqlCursor Cursor { get; }

    public SnowflakeAccount Account { get; }

    public Session Session { get; }

    public int Depth { get; set; }

    /// <summary>How many views are around.</summary>
    public int Nesting => _parent is null ? 0 : _parent.Nesting + 1;

    /// <summary>The queries of the WITH clauses around, by name: DuckDB's name for each, and its columns.</summary>
    public ImmutableDictionary<string, CompiledQuery> CommonTables { get; set; } =
        ImmutableDictionary<string, CompiledQuery>.Empty;

    /// <summary>The number of the row that TABLE(GENERATOR(...)) gives, for SEQ4 and its like; null without one.</summary>
    public string? GeneratedRow { get; set; }

    /// <summary>Whether a table was read, which takes a warehouse.</summary>
    public bool ReadsTables { get; private set; }

    public string NextAlias(string prefix) =>
        _parent is null ? prefix + (++_lastAlias).ToString(CultureInfo.InvariantCulture) : _parent.NextAlias(prefix);

    public void ReadTable()
    {
        ReadsTables = true;
        _parent?.ReadTable();
    }

    public Typed Binding(SqlToken token) => Constant(Session.Bindings.Resolve(token, _ordinals.GetValueOrDefault(token)));

    public static Typed Constant(SqlValue value) => new(StoredValue.Literal(value), value.Type) { Constant = value };

    public static Typed Null() => Constant(SqlValue.Text(null));

    public Typed Managed(string name, SnowflakeColumn result, params IReadOnlyList<Typed> arguments) =>
        new(Functions.ManagedCall.Sql(name, result, Session.TimeZone, arguments), result);
}
