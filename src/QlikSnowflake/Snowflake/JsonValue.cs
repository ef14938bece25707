using System.Collections.Specialized;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Makes PowerShell objects of semi-structured values. Called from several threads at once.</summary>
internal static class JsonValue
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    private static readonly JsonTree Tree = new(NumberOf, ObjectOf);

    // SQL NULL inside an ARRAY is printed as undefined, which is no JSON. Strings are matched first, so that their content stays.
    private static readonly Regex Undefined = new(
        @"""(?:[^""\\]|\\.)*""|\bundefined\b",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5)
    );

    /// <summary>The value; the text itself where it is no JSON.</summary>
    public static object? Parse(string text)
    {
        try
        {
            return Read(
                text.Contains("undefined") ? Undefined.Replace(text, m => m.Value == "undefined" ? "null" : m.Value) : text
            );
        }
        catch (Exception e)
            when (e is JsonException or RegexMatchTimeoutException or ExtendedTypeSystemException or InvalidOperationException)
        {
            return text;
        }
    }

    private static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        return Tree.Read(document.RootElement);
    }

    // PowerShell's objects know no two names that differ in case only, and no empty one: a dictionary keeps them.
    private static object ObjectOf(JsonElement json, JsonTree tree)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (json.EnumerateObject().Any(p => p.Name.Length == 0 || !names.Add(p.Name)))
            return DictionaryOf(json, tree);
        var made = new PSObject();
        foreach (var property in json.EnumerateObject())
            made.Properties.Add(new PSNoteProperty(property.Name, tree.Read(property.Value)));
        return made;
    }

    private static OrderedDictionary DictionaryOf(JsonElement json, JsonTree tree)
    {
        var made = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            made[property.Name] = tree.Read(property.Value);
        return made;
    }

    private static object NumberOf(JsonElement json)
    {
        if (json.TryGetInt64(out var integer))
            return integer;

        var text = json.GetRawText();
        if (
            BigInteger.TryParse(
                text,
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out var big
            )
        )
            return big;
        return text.Length <= 29 && text.IndexOfAny(['e', 'E']) < 0 && json.TryGetDecimal(out var number)
            ? number
            : json.GetDouble();
    }
}
