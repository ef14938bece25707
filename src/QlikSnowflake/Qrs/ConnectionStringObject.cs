using System.Collections;
using System.Management.Automation;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>
/// A connection string as an object with a property for each key. Underneath lies the string as it was, so that putting it
/// together again gives the same characters but for the properties that were changed.
/// </summary>
internal static class ConnectionStringObject
{
    public static PSObject Of(QlikConnectionString connectionString)
    {
        var result = new PSObject(connectionString);
        foreach (var item in connectionString.GetItems())
            result.Properties.Add(new PSNoteProperty(item.Key, item.Value));
        return result;
    }

    public static QlikConnectionString Read(PSObject input) =>
        input.BaseObject switch
        {
            QlikConnectionString original => Edited(original, input),
            IDictionary table => QlikConnectionString.Create(PropertyTable.ToSetValues(table)),
            _ => QlikConnectionString.Create(PropertyTable.ToSetValues(Notes(input))),
        };

    private static QlikConnectionString Edited(QlikConnectionString original, PSObject input)
    {
        var result = original;
        var now = PropertyTable.ToValues(Notes(input));
        foreach (var property in now)
        {
            if (property.Value is null)
                result = result.Without(property.Key);
            else if (!string.Equals(original[property.Key], property.Value, StringComparison.Ordinal))
                result = result.With(property.Key, property.Value);
        }

        // Without any note the object lost them on its way, as in a remote session: then nothing was taken out.
        foreach (
            var item in now.Count == 0
                ? []
                : original.GetItems().Where(i => !now.Any(n => string.Equals(n.Key, i.Key, StringComparison.OrdinalIgnoreCase)))
        )
            result = result.Without(item.Key);
        return result;
    }

    private static System.Collections.Specialized.OrderedDictionary Notes(PSObject input)
    {
        var notes = new System.Collections.Specialized.OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var property in input.Properties)
        {
            if (property is PSNoteProperty)
                notes[property.Name] = property.Value;
        }

        return notes;
    }
}
