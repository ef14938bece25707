using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// The string of a connector's data connection: <c>CUSTOM CONNECT TO "provider=…;driver=…;key=value;"</c>
/// (Qlik support article 2522745). Whatever is parsed prints as the same characters; a change touches its own key only.
/// </summary>
public sealed class QlikConnectionString
{
    private const string Words = "CUSTOM CONNECT TO ";
    private const string Prefix = Words + "\"";

    private static readonly char[] Forbidden = ['"', ';', '\r', '\n', '\0'];

    private readonly string _prefix;

    // What lies between semicolons, as it was written: key=value, or nothing.
    private readonly IReadOnlyList<string> _parts;

    // Double quotes mostly; published scripts have single ones, too.
    private char Quote => _prefix[_prefix.Length - 1];

    private QlikConnectionString(string prefix, IReadOnlyList<string> parts)
    {
        _prefix = prefix;
        _parts = parts;
    }

    /// <summary>Keys and values in order. No property, so that an object with one for each key shows nothing else.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetItems() =>
        [.. _parts.Where(p => p.Length > 0).Select(p => new KeyValuePair<string, string>(KeyOf(p), ValueOf(p)))];

    /// <summary>The value of a key, compared without case, or null.</summary>
    /// <param name="key">The key.</param>
    public string? this[string key] => Find(_parts, key) is >= 0 and var index ? ValueOf(_parts[index]) : null;

    /// <summary>A string with other values of some keys; the other keys keep their characters and order.</summary>
    /// <param name="text">The string.</param>
    /// <param name="properties">The keys with their values; null takes the key out. None leaves any text as it is.</param>
    public static string Edit(string text, IReadOnlyList<KeyValuePair<string, string?>> properties)
    {
        if (properties.Count == 0)
            return text;
        var edited = Parse(text);
        foreach (var property in properties)
            edited = property.Value is null ? edited.Without(property.Key) : edited.With(property.Key, property.Value);
        return edited.ToString();
    }

    /// <summary>Builds a string from keys and values.</summary>
    /// <param name="items">Keys and values in order.</param>
    /// <exception cref="InputException">A key or value holds a character that the form cannot carry, or a key comes twice.</exception>
    public static QlikConnectionString Create(IEnumerable<KeyValuePair<string, string>> items)
    {
        var parts = new List<string>();
        foreach (var item in items)
        {
            var part = Part(item.Key, item.Value);
            if (Find(parts, item.Key) >= 0)
                throw Invalid($"'{item.Key}' is given twice");
            parts.Add(part);
        }

        return new QlikConnectionString(Prefix, [.. parts, string.Empty]);
    }

    /// <summary>Parses a connector's connection string.</summary>
    /// <param name="text">The string.</param>
    /// <exception cref="InputException">It has another form; the message names what is wrong and where.</exception>
    public static QlikConnectionString Parse(string text)
    {
        CheckPaste(text);
        if (!IsOfConnector(text) || text.Length <= Prefix.Length || text[text.Length - 1] != text[Words.Length])
            throw Invalid("it does not have the form CUSTOM CONNECT TO \"key=value;…\"");

        var parts = text.Substring(Prefix.Length, text.Length - Prefix.Length - 1).Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (part.Length == 0)
                continue;
            if (part.IndexOf('=') <= 0 || KeyOf(part).Trim().Length == 0)
                throw Invalid($"'{part}' is not of the form key=value");
            if (part.IndexOfAny(Forbidden) >= 0 || part.IndexOf(text[Words.Length]) >= 0)
                throw Invalid($"'{KeyOf(part)}' or its value holds a quote or a null character");
            if (Find(parts.Take(i), KeyOf(part)) >= 0)
                throw Invalid($"'{KeyOf(part)}' is given twice");
        }

        return new QlikConnectionString(text.Substring(0, Prefix.Length), parts);
    }

    /// <summary>Whether a text starts as the connection string of a connector does.</summary>
    /// <param name="text">A connection string of any kind.</param>
    public static bool IsOfConnector(string text) =>
        text.StartsWith(Words, StringComparison.OrdinalIgnoreCase)
        && text.Length > Words.Length
        && text[Words.Length] is ('"' or '\'');

    /// <summary>The string with one key's value replaced where it stands, or the key added at the end; all else stays as it is.</summary>
    /// <param name="key">The key, compared without case.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="InputException">The key or value holds a character that the form cannot carry.</exception>
    public QlikConnectionString With(string key, string value)
    {
        var part = Part(key, value);
        if (part.IndexOf(Quote) >= 0)
            throw Invalid($"the value of '{key}' holds the quote that the string ends with");
        var parts = _parts.ToList();
        var index = Find(parts, key);
        if (index >= 0)
            parts[index] = KeyOf(parts[index]) + "=" + value;
        else if (parts[parts.Count - 1].Length == 0)
            parts.Insert(parts.Count - 1, part);
        else
            parts.Add(part);
        return new QlikConnectionString(_prefix, parts);
    }

    /// <summary>The string without a key; all else stays as it is.</summary>
    /// <param name="key">The key, compared without case; it need not be there.</param>
    public QlikConnectionString Without(string key)
    {
        var parts = _parts.ToList();
        var index = Find(parts, key);
        if (index >= 0)
            parts.RemoveAt(index);
        return parts.Count == 0 ? new QlikConnectionString(_prefix, [string.Empty]) : new QlikConnectionString(_prefix, parts);
    }

    /// <summary>Names what copying from a console does to a connection string: line breaks inside it and a doubled quote.</summary>
    /// <param name="text">A connection string of any connector.</param>
    /// <exception cref="InputException">It is damaged so.</exception>
    public static void CheckPaste(string text)
    {
        var lineBreak = text.IndexOfAny(['\r', '\n']);
        if (lineBreak >= 0)
            throw Invalid(
                $"it has a line break after '{Before(text, lineBreak)}' (position {lineBreak}), as text copied from a console window has"
            );

        var doubled = text.IndexOf("\"\"", StringComparison.Ordinal);
        if (
            doubled >= 0
            && text.TrimStart().TrimStart('"').StartsWith("CUSTOM CONNECT TO", StringComparison.OrdinalIgnoreCase)
            && text.Length > doubled + 2
        )
            throw Invalid($"it has a doubled quote at position {doubled}");

        if (text.TrimStart().StartsWith("\"CUSTOM", StringComparison.OrdinalIgnoreCase))
            throw Invalid("it starts with a quote that belongs to the JSON around it");
    }

    /// <inheritdoc/>
    public override string ToString() => _prefix + string.Join(";", _parts) + Quote;

    private static string Part(string key, string value)
    {
        if (key.Trim().Length == 0 || key.IndexOf('=') >= 0 || key.IndexOfAny(Forbidden) >= 0)
            throw Invalid($"'{key}' cannot be a key of a connection string");
        if (value.IndexOfAny(Forbidden) >= 0)
            throw Invalid($"the value of '{key}' holds a quote, a semicolon or a line break");
        return key + "=" + value;
    }

    private static string KeyOf(string part) => part.Substring(0, part.IndexOf('='));

    private static string ValueOf(string part) => part.Substring(part.IndexOf('=') + 1);

    // Blanks around a key are kept, and do not make it another one.
    private static int Find(IEnumerable<string> parts, string key)
    {
        var wanted = key.Trim();
        var index = -1;
        foreach (var part in parts)
        {
            index++;
            if (part.Length > 0 && string.Equals(KeyOf(part).Trim(), wanted, StringComparison.OrdinalIgnoreCase))
                return index;
        }

        return -1;
    }

    private static string Before(string text, int position)
    {
        var start = Math.Max(0, position - 20);
        return text.Substring(start, position - start);
    }

    private static InputException Invalid(string why) =>
        new(
            ErrorIds.ConnectionStringInvalid,
            $"The connection string cannot be used: {why}.",
            "Give it on one line, as the QMC or Get-QrsDataConnection shows it. Values cannot hold quotes, semicolons or line breaks."
        );
}
