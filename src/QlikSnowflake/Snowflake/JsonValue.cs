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
        return Of(document.RootElement);
    }

    private static object? Of(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => ObjectOf(json),
            JsonValueKind.Array => json.EnumerateArray().Select(Of).ToArray(),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => NumberOf(json),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    // PowerShell's objects know no two names that differ in case only, and no empty one: a dictionary keeps them.
    private static object ObjectOf(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (json.EnumerateObject().Any(p => p.Name.Length == 0 || !names.Add(p.Name)))
            return DictionaryOf(json);
        var made = new PSObject();
        foreach (var property in json.EnumerateObject())
            made.Properties.Add(new PSNoteProperty(property.Name, Of(property.Value)));
        return made;
    }

    private static OrderedDictionary DictionaryOf(JsonElement json)
    {
        var made = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            made[property.Name] = Of(property.Value);
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
