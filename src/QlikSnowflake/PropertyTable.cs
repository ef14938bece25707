using System.Collections;
using System.Globalization;
using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands;

/// <summary>Reads what users give as @{ name = value } or @{ name = value, value }.</summary>
internal static class PropertyTable
{
    /// <summary>Names with all their values; $null and an empty list give none.</summary>
    public static IReadOnlyList<CustomPropertyValues> ToLists(IDictionary table)
    {
        var lists = new List<CustomPropertyValues>();
        foreach (DictionaryEntry entry in table)
        {
            var values = Unwrapped(entry.Value) is IEnumerable list and not string ? list.Cast<object?>() : [entry.Value];
            lists.Add(
                new(
                    LanguagePrimitives.ConvertTo<string>(entry.Key),
                    [.. values.Select(Text).Where(v => v is not null).Select(v => v!)]
                )
            );
        }

        return lists;
    }

    /// <summary>Names with one value each, or null for $null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> ToValues(IDictionary table)
    {
        var values = new List<KeyValuePair<string, string?>>();
        foreach (DictionaryEntry entry in table)
        {
            var key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (Unwrapped(entry.Value) is IEnumerable and not string)
                throw new InputException(
                    ErrorIds.ConnectionPropertyInvalid,
                    $"'{key}' has several values.",
                    "A key of a connection string has one value."
                );
            values.Add(new(key, Text(entry.Value)));
        }

        return values;
    }

    /// <summary>Names with one value each, none of them $null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ToSetValues(IDictionary table) =>
        [
            .. ToValues(table)
                .Select(p => new KeyValuePair<string, string>(
                    p.Key,
                    p.Value
                        ?? throw new InputException(
                            ErrorIds.ConnectionPropertyInvalid,
                            $"The value of '{p.Key}' is $null.",
                            "Leave the key out, or give it a value."
                        )
                )),
        ];

    // It is read by machines: true, 4096 and 1.5 in every culture.
    private static string? Text(object? value) =>
        Unwrapped(value) switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? string.Empty,
        };

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
