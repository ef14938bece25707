using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Snowflake's name.</param>
/// <param name="Type">Snowflake's type, with the name and whether NULL may stand in it.</param>
/// <param name="Sql">DuckDB's name, which stays when the column is renamed.</param>
/// <param name="Default">The text of the default, or null.</param>
internal sealed record TableColumn(string Name, SnowflakeColumn Type, string Sql, string? Default = null)
{
    /// <summary>The sequence that numbers the rows of an AUTOINCREMENT column; null for other columns.</summary>
    public string? Sequence { get; init; }

    /// <summary>What that sequence starts with and goes on by, as DuckDB writes it.</summary>
    public string? SequenceOptions { get; init; }

    public bool IsPrimaryKey { get; init; }

    public QueryColumn AsQueryColumn() => new(Name, Type with { Name = "" }, Sql);
}

/// <summary>What is known of a table beside its rows, which DuckDB has.</summary>
/// <param name="Sql">DuckDB's name.</param>
/// <param name="Owner">The role that made it.</param>
internal sealed record Table(string Sql, string Owner)
{
    public List<TableColumn> Columns { get; init; } = [];

    public DateTimeOffset CreatedOn { get; init; }

    public int LastColumn { get; set; }

    /// <summary>The privileges that were granted, as ROLE.PRIVILEGE.</summary>
    public HashSet<string> Grants { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A view: its text, and the names that it was made with.</summary>
internal sealed record View(string Text, IReadOnlyList<string>? Names, string Database, string Schema, string Owner)
{
    public DateTimeOffset CreatedOn { get; init; }

    public HashSet<string> Grants { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>The tables and views by DATABASE.SCHEMA.NAME, and the DuckDB that holds their rows. Used under the account's gate.</summary>
internal sealed class TableStore(SnowflakeAccount account) : IDisposable
{
    private readonly SortedDictionary<string, Table> _tables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, View> _views = new(StringComparer.Ordinal);
    private int _lastName;

    public DuckDatabase Database { get; } = new();

    /// <summary>What makes the tables that are there from the start, when the first of them is looked for.</summary>
    public Action? Seed { get; set; }

    public IEnumerable<KeyValuePair<string, Table>> Tables => Seeded(_tables);

    public IEnumerable<KeyValuePair<string, View>> Views => Seeded(_views);

    /// <summary>The full name, with what is missing taken from the session.</summary>
    public static string Resolve(List<string> name, Session session)
    {
        var database = name.Count == 3 ? name[0] : session.Database;
        var schema = name.Count >= 2 ? name[^2] : session.Schema;
        if (database is null || schema is null)
        {
            var missing = database is null ? "database" : "schema";
            throw new SqlError(
                database is null ? "090105" : "090106",
                "22000",
                $"Cannot perform operation. This session does not have a current {missing}. Call 'USE "
                    + $"{missing.ToUpperInvariant()}', or use a qualified name."
            );
        }

        return $"{database}.{schema}.{name[^1]}";
    }

    public Table? Find(string fullName) => Seeded(_tables).GetValueOrDefault(fullName);

    public View? FindView(string fullName) => Seeded(_views).GetValueOrDefault(fullName);

    /// <summary>A table that the role may use in such a way.</summary>
    /// <exception cref="SqlError">There is no such table, or it is another role's.</exception>
    public Table Require(string fullName, string privilege, Session session)
    {
        if (Find(fullName) is not { } table || !Sees(table.Owner, table.Grants, session))
            throw SqlError.NotFound("Table", fullName);
        return Holds(table.Owner, table.Grants, privilege, session)
            ? table
            : throw SqlError.Privileges("table", fullName[(fullName.LastIndexOf('.') + 1)..]);
    }

    /// <summary>Whether a role may make things in a schema: every role but PUBLIC, which owns nothing.</summary>
    public static void RequireCreate(string fullName, Session session)
    {
        if (session.Role == "PUBLIC")
            throw SqlError.Privileges("schema", fullName.Split('.')[1]);
    }

    public string NextName(string prefix) => prefix + (++_lastName).ToString(CultureInfo.InvariantCulture);

    public void Add(string fullName, Table table) => _tables[fullName] = table;

    public void Add(string fullName, View view) => _views[fullName] = view;

    public bool RemoveView(string fullName) => _views.Remove(fullName);

    /// <returns>False when there was no such table.</returns>
    public bool Drop(string fullName)
    {
        if (!_tables.Remove(fullName, out var table))
            return false;
        Database.Execute($"DROP TABLE {table.Sql}");
        return true;
    }

    public void DropWhere(Predicate<string> named)
    {
        foreach (var name in _views.Keys.Where(n => named(n)).ToList())
            _views.Remove(name);
        foreach (var name in _tables.Keys.Where(n => named(n)).ToList())
            Drop(name);
    }

    public void Rename(string from, string to)
    {
        if (_tables.Remove(from, out var table))
            _tables[to] = table;
    }

    /// <summary>A table or view for a FROM clause.</summary>
    public (string Sql, IReadOnlyList<QueryColumn> Columns, IReadOnlyList<string> Names) Read(
        List<string> name,
        Compilation compilation
    )
    {
        if (name.Count >= 2 && name[^2] == "INFORMATION_SCHEMA")
            throw SqlError.Unknown("INFORMATION_SCHEMA");
        var fullName = Resolve(name, compilation.Session);
        var names = fullName.Split('.', 3);
        if (FindView(fullName) is not { } view)
        {
            var table = Require(fullName, "SELECT", compilation.Session);
            return (table.Sql, [.. table.Columns.Select(c => c.AsQueryColumn())], names);
        }

        if (!Sees(view.Owner, view.Grants, compilation.Session))
            throw SqlError.NotFound("View", fullName);
        var query = Compile(view, compilation);
        return ($"({query.Sql})", query.Columns, names);
    }

    /// <summary>The view's query, in the database and schema, and with the rights, that the view was made with.</summary>
    public CompiledQuery Compile(View view, Compilation compilation)
    {
        if (compilation.Nesting > 20)
            throw SqlError.Compilation("002042", "42601", "views are nested too deeply");
        var session = compilation.Session.AsSeenBy(view.Database, view.Schema, view.Owner);
        var cursor = new SqlCursor(view.Text, SqlTokenizer.Split(view.Text));
        var inner = new Compilation(cursor, account, session, compilation);
        var query = new QueryCompiler(inner, null).Read();
        while (cursor.TryTake(";")) { }

        cursor.ExpectEnd();
        if (view.Names is null)
            return query;
        if (view.Names.Count != query.Columns.Count)
            throw SqlError.Compilation("002020", "21S01", "the view's column list does not match its query");
        return query with { Columns = [.. query.Columns.Select((c, i) => c with { Name = view.Names[i] })] };
    }

    /// <summary>The rows in the order in which they were inserted.</summary>
    public ValueRows Rows(Table table)
    {
        var columns = table.Columns.Select(c => c.Type).ToList();
        var list = string.Join(", ", table.Columns.Select(c => StoredValue.ToText(c.Sql, c.Type)));
        var rows = Database.Query($"SELECT {list} FROM {table.Sql} ORDER BY rowid", columns);
        return new(columns, rows, rows.Count);
    }

    public void Dispose() => Database.Dispose();

    private T Seeded<T>(T all)
    {
        if (Seed is { } seed)
        {
            Seed = null;
            seed();
        }

        return all;
    }

    private bool Sees(string owner, HashSet<string> grants, Session session) =>
        IsOwner(owner, session)
        || grants.Any(g =>
            g.StartsWith(session.Role + ".", StringComparison.Ordinal) || g.StartsWith("PUBLIC.", StringComparison.Ordinal)
        );

    private bool Holds(string owner, HashSet<string> grants, string privilege, Session session) =>
        IsOwner(owner, session)
        || grants.Contains($"{session.Role}.{privilege}")
        || grants.Contains($"PUBLIC.{privilege}")
        || grants.Contains($"{session.Role}.ALL")
        || grants.Contains("PUBLIC.ALL");

    /// <summary>
    /// Roles inherit downwards: the administrators' and SYSADMIN own what the others own. PUBLIC, which everybody has, owns what it
    /// made.
    /// </summary>
    private bool IsOwner(string owner, Session session) =>
        owner == session.Role
        || account.Settings.AdminRoles.Contains(session.Role)
        || session.Role == "SYSADMIN"
        || owner == "PUBLIC";
}
