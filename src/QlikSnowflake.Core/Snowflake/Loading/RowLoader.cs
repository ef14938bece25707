using System.Diagnostics;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Results;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake.Loading;

/// <summary>
/// Inserts rows into a table by multi-row INSERT statements with bindings, in batches well inside the limits of 16,384
/// expressions a list and 1 MB a statement. Not safe for use by several threads at once.
/// </summary>
public sealed class RowLoader
{
    /// <summary>The most values of one statement: half of what Snowflake takes.</summary>
    public const int MostValues = 8192;

    // Of the values' text; names and punctuation of bindings come on top.
    private const int MostCharacters = 400_000;

    private readonly StatementClient _client;
    private readonly StatementRequest _template;
    private readonly string _table;
    private readonly int _batchRows;
    private readonly bool _emptyAsNull;
    private readonly IReadOnlyList<ResultColumn> _tableColumns;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<object?[]> _pending = [];
    private ResultColumn[] _columns = [];
    private int _pendingCharacters;
    private int _batches;

    private RowLoader(
        StatementClient client,
        string table,
        StatementRequest template,
        int batchRows,
        bool emptyAsNull,
        IReadOnlyList<ResultColumn> tableColumns
    )
    {
        _client = client;
        _table = table;
        _template = template;
        _batchRows = batchRows;
        _emptyAsNull = emptyAsNull;
        _tableColumns = tableColumns;
    }

    /// <summary>How many rows are in the table for certain.</summary>
    public long RowsInserted { get; private set; }

    /// <summary>Opens a table to add rows to.</summary>
    /// <param name="client">Where to.</param>
    /// <param name="table">The table's name, quoted where SQL wants quotes.</param>
    /// <param name="template">Timeout, role and the like for the statements; its own text is not used.</param>
    /// <param name="batchRows">The most rows of one statement.</param>
    /// <param name="emptyAsNull">Whether an empty text is NULL, as COPY's EMPTY_FIELD_AS_NULL has it.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">The name is no table's name.</exception>
    /// <exception cref="SnowflakeException">There is no such table.</exception>
    public static async Task<RowLoader> OpenAsync(
        StatementClient client,
        string table,
        StatementRequest template,
        int batchRows,
        bool emptyAsNull,
        CallContext context
    )
    {
        TableName.Check(table);
        using var result = await client
            .RunAsync(template with { Statement = $"SELECT * FROM {table} LIMIT 0" }, context)
            .ConfigureAwait(false);
        return new RowLoader(client, table, template, batchRows, emptyAsNull, result.Columns);
    }

    /// <summary>Adds a row; every so often that sends a batch.</summary>
    /// <param name="row">Values by column name. The names of the first row are the columns that are filled; in later ones a
    /// missing name is NULL.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">A name is no column's, or a value cannot be bound.</exception>
    /// <exception cref="RowLoadException">A batch was not inserted.</exception>
    public async Task AddAsync(IReadOnlyList<KeyValuePair<string, object?>> row, CallContext context)
    {
        if (_columns.Length == 0)
            _columns = row.Count == 0 ? throw NoValues() : [.. row.Select(p => FindColumn(p.Key))];

        var values = Arrange(row);
        var characters = values.Sum(LengthOf);
        if (
            _pending.Count > 0
            && (
                _pending.Count >= Math.Min(_batchRows, Math.Max(1, MostValues / _columns.Length))
                || _pendingCharacters + characters > MostCharacters
            )
        )
            await SendAsync(context).ConfigureAwait(false);
        _pending.Add(values);
        _pendingCharacters += characters;
    }

    /// <summary>Sends what is left.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RowLoadException">The batch was not inserted.</exception>
    public async Task<SnowflakeRowLoad> CompleteAsync(CallContext context)
    {
        if (_pending.Count > 0)
            await SendAsync(context).ConfigureAwait(false);
        return new SnowflakeRowLoad(_table, RowsInserted, _batches, _clock.Elapsed);
    }

    private static InputException NoValues() =>
        new(
            ErrorIds.RowEmpty,
            "An input object has no properties to insert.",
            "Pipe objects or hashtables whose property names are column names."
        );

    private static bool IsSemiStructured(ResultColumn column) => column.TypeName is "variant" or "object" or "array";

    private static string? ToJson(object? value, string name) =>
        value switch
        {
            null or DBNull => null,
            string text when IsJson(text) => text,
            _ => ValueJson.Write(value, name),
        };

    // Of what is not a text nearly enough: the limit is far below Snowflake's.
    private static int LengthOf(object? value) =>
        value switch
        {
            null => 0,
            string text => text.Length,
            byte[] bytes => 2 * bytes.Length,
            _ => 30,
        };

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private ResultColumn FindColumn(string name) =>
        _tableColumns.FirstOrDefault(c => c.Name == name)
        ?? _tableColumns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException(
            ErrorIds.ColumnNotFound,
            $"The table {_table} has no column '{name}'; it has {string.Join(", ", _tableColumns.Select(c => c.Name))}.",
            "Name the properties to insert with -Column, or rename them with Select-Object.",
            FailureKind.NotFound
        );

    private object?[] Arrange(IReadOnlyList<KeyValuePair<string, object?>> row)
    {
        var values = new object?[_columns.Length];
        foreach (var pair in row)
        {
            var column = FindColumn(pair.Key);
            var index = Array.IndexOf(_columns, column);
            if (index < 0)
                throw new InputException(
                    ErrorIds.ColumnNotInFirstRow,
                    $"An input object has a value for '{pair.Key}', which the first one has not.",
                    "Give the first object all properties, or name them with -Column."
                );

            var value = _emptyAsNull && pair.Value is string { Length: 0 } ? null : pair.Value;
            values[index] = IsSemiStructured(column) ? ToJson(value, column.Name) : value;
        }

        return values;
    }

    private StatementBinding[] Bind()
    {
        var bindings = new StatementBinding[_pending.Count * _columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            var column = ColumnBinding.OfAll([.. _pending.Select(row => row[i])], _columns[i], RowsInserted + 1);
            for (var row = 0; row < column.Length; row++)
                bindings[row * _columns.Length + i] = column[row];
        }

        return bindings;
    }

    private async Task SendAsync(CallContext context)
    {
        var rows = _pending.Count;
        try
        {
            var request = _template with { Statement = Statement(rows), Parameters = StatementParameters.Bound(Bind()) };
            using var result = await _client.RunAsync(request, context).ConfigureAwait(false);
        }
        catch (QlikSnowflakeException e)
        {
            throw new RowLoadException(e, RowsInserted, rows);
        }

        _pending.Clear();
        _pendingCharacters = 0;
        _batches++;
        RowsInserted += rows;
    }

    // PARSE_JSON is not allowed in VALUES itself.
    private string Statement(int rows)
    {
        var names = string.Join(", ", _columns.Select(c => TableName.Quote(c.Name)));
        var row = "(" + string.Join(", ", _columns.Select(_ => "?")) + ")";
        var values = "VALUES " + string.Join(", ", Enumerable.Repeat(row, rows));
        if (!_columns.Any(IsSemiStructured))
            return $"INSERT INTO {_table} ({names}) {values}";

        var selected = string.Join(
            ", ",
            _columns.Select((c, i) => IsSemiStructured(c) ? $"PARSE_JSON(column{i + 1})" : $"column{i + 1}")
        );
        return $"INSERT INTO {_table} ({names}) SELECT {selected} FROM {values}";
    }
}
