using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Net;
using System.Xml;
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
                EntriesOf(names).Select(e => new KeyValuePair<string, object?>(e.Key.ToString()!, e.Value))
            ),
            object?[] list => StatementParameters.InOrder(list),
            var single => StatementParameters.InOrder([single]),
        };

    /// <summary>The entries of a hashtable by name, in its order; none for null.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> ToNamedValues(IDictionary? table) =>
        table is null ? [] : [.. EntriesOf(table).Select(e => new KeyValuePair<string, object?>(e.Key.ToString()!, Of(e.Value)))];

    public static object? Of(object? value)
    {
        // What a command wrote that wrote nothing.
        if (ReferenceEquals(value, AutomationNull.Value))
            return null;
        if (value is PSObject wrapped)
        {
            if (wrapped.BaseObject is PSCustomObject)
                return Dictionary(wrapped.Properties.Select(p => new KeyValuePair<object, object?>(p.Name, p.Value)));
            value = wrapped.BaseObject;
        }

        return value switch
        {
            string or byte[] => value,
            SwitchParameter given => given.IsPresent,
            XmlNode node => node.OuterXml,
            IPAddress => value,
            IDictionary map => Dictionary(EntriesOf(map).Select(e => new KeyValuePair<object, object?>(e.Key, e.Value))),
            IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
            _ => value,
        };
    }

    /// <summary>The entries of a dictionary of any kind: those of generic ones are no DictionaryEntry when they are enumerated.</summary>
    public static IEnumerable<DictionaryEntry> EntriesOf(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return entry;
    }

    private static OrderedDictionary Dictionary(IEnumerable<KeyValuePair<object, object?>> pairs)
    {
        var made = new OrderedDictionary();
        foreach (var pair in pairs)
            made[pair.Key] = Of(pair.Value);
        return made;
    }
}
