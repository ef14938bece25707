using System.Data;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>Collects a result's rows in a <see cref="DataTable"/>: typed columns, DBNull for NULL.</summary>
public sealed class ResultTable
{
    private readonly ResultReader _result;
    private readonly int _width;

    /// <summary>Makes an empty table with the result's columns.</summary>
    /// <param name="result">The result.</param>
    public ResultTable(ResultReader result)
    {
        _result = result;
        _width = result.PropertyNames.Count;
        Table = new DataTable("Result") { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var name in result.PropertyNames)
        {
            var type = result.RowType!.GetProperty(name)!.PropertyType;
            Table.Columns.Add(name, Nullable.GetUnderlyingType(type) ?? type);
        }
    }

    /// <summary>The table.</summary>
    public DataTable Table { get; }

    /// <summary>Adds rows.</summary>
    /// <param name="rows">Rows of the result.</param>
    public void Add(IReadOnlyList<object> rows)
    {
        Table.BeginLoadData();
        foreach (var row in rows)
        {
            var values = _result.ReadValues(row);
            for (var i = 0; i < _width; i++)
                values[i] ??= DBNull.Value;
            Table.LoadDataRow(values!, fAcceptChanges: true);
        }

        Table.EndLoadData();
    }
}
