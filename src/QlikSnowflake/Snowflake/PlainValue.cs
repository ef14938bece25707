using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Takes PowerShell's wrapping off values: custom objects become dictionaries, lists arrays.</summary>
internal static class PlainValue
{
    /// <summary>The values for placeholders: by name from a hashtable or custom object, in order from a list, else the one value.</summary>
    public static StatementParameters ToParameters(object? value) =>
        Of(value) switch
        {
            IDictionary names => StatementParameters.ByName(
                names.Cast<DictionaryEntry>().Select(e => new KeyValuePair<string, object?>(e.Key.ToString()!, e.Value))
            ),
            object?[] list => StatementParameters.InOrder(list),
            var single => StatementParameters.InOrder([single]),
        };

    public static object? Of(object? value)
    {
        if (value is PSObject wrapped)
        {
            if (wrapped.BaseObject is PSCustomObject)
                return Dictionary(wrapped.Properties.Select(p => new KeyValuePair<object, object?>(p.Name, p.Value)));
            value = wrapped.BaseObject;
        }

        return value switch
        {
            string or byte[] => value,
            IDictionary map => Dictionary(
                map.Cast<DictionaryEntry>().Select(e => new KeyValuePair<object, object?>(e.Key, e.Value))
            ),
            IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
            _ => value,
        };
    }

    private static OrderedDictionary Dictionary(IEnumerable<KeyValuePair<object, object?>> pairs)
    {
        var made = new OrderedDictionary();
        foreach (var pair in pairs)
            made[pair.Key] = Of(pair.Value);
        return made;
    }
}
