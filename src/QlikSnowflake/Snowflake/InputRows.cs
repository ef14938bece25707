using System.Collections;
using System.Data;
using System.Management.Automation;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>The rows that an input object is or holds: values by column name.</summary>
internal static class InputRows
{
    /// <summary>The one row that an object or a hashtable is, or the rows of a table, a view or a reader.</summary>
    public static IEnumerable<IReadOnlyList<KeyValuePair<string, object?>>> Of(PSObject input) =>
        input.BaseObject switch
        {
            DataTable table => table.Rows.Cast<DataRow>().Select(OfRow),
            DataView view => view.Cast<DataRowView>().Select(row => OfRow(row.Row)),
            IDataReader reader => OfReader(reader),
            DataRow row => [OfRow(row)],
            DataRowView row => [OfRow(row.Row)],
            IDictionary map =>
            [
                [.. PlainValue.EntriesOf(map).Select(e => Pair(e.Key.ToString()!, e.Value))],
            ],
            _ =>
            [
                [.. input.Properties.Where(p => p.IsGettable).Select(p => Pair(p.Name, p.Value))],
            ],
        };

    private static IReadOnlyList<KeyValuePair<string, object?>> OfRow(DataRow row) =>
        [.. row.Table.Columns.Cast<DataColumn>().Select(c => Pair(c.ColumnName, row[c]))];

    private static IEnumerable<IReadOnlyList<KeyValuePair<string, object?>>> OfReader(IDataReader reader)
    {
        while (reader.Read())
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Pair(reader.GetName(i), reader.GetValue(i)))];
    }

    private static KeyValuePair<string, object?> Pair(string name, object? value) => new(name, PlainValue.Of(value));
}
