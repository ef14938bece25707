using System.Collections.Specialized;
using System.Management.Automation;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Commands;

/// <summary>Lets a parameter that takes a hashtable take <c>name=value</c> too, as views and exports of the module show it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PropertyTableArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text => Table(TextList.Parse(text)),
            IEnumerable<string> texts => Table(texts),
            object[] { Length: > 0 } items when items.All(i => (i is PSObject o ? o.BaseObject : i) is string) => Table(
                items.Select(i => i.ToString()!)
            ),
            PSCustomObject => Table((PSObject)inputData!),
            _ => inputData,
        };

    private static OrderedDictionary Table(IEnumerable<string> texts)
    {
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
                throw new ArgumentTransformationMetadataException(
                    $"'{text}' is not of the form name=value: give @{{ name = 'value' }}, or 'name=value'."
                );
            var (name, value) = (text.Substring(0, equals).Trim(), text.Substring(equals + 1));
            if (table[name] is List<object> values)
                values.Add(value);
            else
                table[name] = table.Contains(name) ? new List<object> { table[name]!, value } : value;
        }

        return table;
    }

    private static OrderedDictionary Table(PSObject item)
    {
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var property in item.Properties)
            table[property.Name] = property.Value;
        return table;
    }
}
