using System.Data.Common;
using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Functions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Duck;

/// <summary>
/// The DuckDB that holds the tables, in memory. It is loaded by the first statement that needs a table. Used under the account's
/// gate.
/// </summary>
internal sealed class DuckDatabase : IDisposable
{
    private readonly NewestEntries<string, ManagedCall> _calls = new();
    private DuckDBConnection? _connection;
    private SqlError? _error;

    public bool IsOpen => _connection is not null;

    /// <summary>A connection of its own, for a transaction.</summary>
    public DbConnection Connect()
    {
        var connection = Main.Duplicate();
        connection.Open();
        return connection;
    }

    /// <exception cref="SqlError">DuckDB refuses the statement, or a function its arguments.</exception>
    public long Execute(string sql, DbConnection? connection = null) =>
        Run(sql, connection, static command => (long)command.ExecuteNonQuery());

    /// <summary>The rows of a query all of whose columns are text in the form of <see cref="StoredValue"/>.</summary>
    public List<SqlValue[]> Query(string sql, IReadOnlyList<SnowflakeColumn> columns, DbConnection? connection = null) =>
        Run(
            sql,
            connection,
            command =>
            {
                using var reader = command.ExecuteReader();
                var rows = new List<SqlValue[]>();
                while (reader.Read())
                {
                    var row = new SqlValue[columns.Count];
                    for (var i = 0; i < row.Length; i++)
                        row[i] = StoredValue.Read(reader.IsDBNull(i) ? null : reader.GetString(i), columns[i]);
                    rows.Add(row);
                }

                return rows;
            }
        );

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private DuckDBConnection Main => _connection ??= Open();

    private DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        // What the emulator computes itself: the first argument is the text of a ManagedCall, the others are that call's.
        connection.RegisterScalarFunction<string, string>(
            ManagedCall.FunctionName,
            Compute,
            new ScalarFunctionOptions { IsPureFunction = true, HandlesNulls = true },
            true
        );
        // No file and no network is to be reached from a statement, and two cores are shared with the caller.
        foreach (var setting in new[] { "threads=2", "enable_external_access=false", "lock_configuration=true" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SET " + setting;
            command.ExecuteNonQuery();
        }

        return connection;
    }

    private void Compute(IReadOnlyList<IDuckDBDataReader> readers, IDuckDBDataWriter writer, ulong rows)
    {
        try
        {
            for (ulong row = 0; row < rows; row++)
            {
                var call = _calls.GetOrAdd(readers[0].GetValue<string>(row), ManagedCall.Parse);
                var texts = new string?[readers.Count - 1];
                for (var i = 0; i < texts.Length; i++)
                    texts[i] = readers[i + 1].IsValid(row) ? readers[i + 1].GetValue<string>(row) : null;
                if (call.Compute(texts) is { } text)
                    writer.WriteValue(text, row);
                else
                    writer.WriteNull(row);
            }
        }
        catch (SqlError e)
        {
            _error = e;
            throw;
        }
    }

    private T Run<T>(string sql, DbConnection? connection, Func<DbCommand, T> work)
    {
        using var command = (connection ?? Main).CreateCommand();
        command.CommandText = sql;
        _error = null;
        try
        {
            return work(command);
        }
        catch (DuckDBException e)
        {
            throw _error ?? DuckErrors.Translate(e.Message);
        }
    }
}
