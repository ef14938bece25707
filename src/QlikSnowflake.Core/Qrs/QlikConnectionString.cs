using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>
/// The string of a connector's data connection: <c>CUSTOM CONNECT TO "provider=…;driver=…;key=value;"</c>
/// (Qlik support article 2522745). Keys keep their order and case; unknown ones are kept as they are.
/// </summary>
public sealed class QlikConnectionString
{
    private const string Prefix = "CUSTOM CONNECT TO \"";
    private const char Quote = '"';

    private static readonly char[] Forbidden = ['"', ';', '\r', '\n', '\0'];

    private readonly List<KeyValuePair<string, string>> _items;

    private QlikConnectionString(List<KeyValuePair<string, string>> items) => _items = items;

    /// <summary>Keys and values in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    /// <summary>The value of a key, compared without case, or null.</summary>
    /// <param name="key">The key.</param>
    public string? this[string key]
    {
        get
        {
            var index = _items.FindIndex(i => string.Equals(i.Key, key, StringComparison.OrdinalIgnoreCase));
            return index < 0 ? null : _items[index].Value;
        }
    }

    /// <summary>Builds a string from keys and values.</summary>
    /// <param name="items">Keys and values in order.</param>
    /// <exception cref="InputException">A key or value holds a character that the form cannot carry.</exception>
    public static QlikConnectionString Create(IEnumerable<KeyValuePair<string, string>> items)
    {
        var list = new List<KeyValuePair<string, string>>();
        foreach (var item in items)
        {
            if (item.Key.Length == 0 || item.Key.IndexOf('=') >= 0 || item.Key.IndexOfAny(Forbidden) >= 0)
                throw Invalid($"'{item.Key}' cannot be a key of a connection string");
            if (item.Value.IndexOfAny(Forbidden) >= 0)
                throw Invalid($"the value of '{item.Key}' holds a quote, a semicolon or a line break");
            if (list.Exists(i => string.Equals(i.Key, item.Key, StringComparison.OrdinalIgnoreCase)))
                throw Invalid($"'{item.Key}' is given twice");
            list.Add(item);
        }

        return new QlikConnectionString(list);
    }

    /// <summary>Parses a connector's connection string.</summary>
    /// <param name="text">The string.</param>
    /// <exception cref="InputException">It has another form; the message names what is wrong and where.</exception>
    public static QlikConnectionString Parse(string text)
    {
        CheckPaste(text);
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || text.Length <= Prefix.Length || text[text.Length - 1] != Quote)
            throw Invalid("it does not have the form CUSTOM CONNECT TO \"key=value;…\"");

        var items = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Substring(Prefix.Length, text.Length - Prefix.Length - 1).Split(';'))
        {
            if (part.Length == 0)
                continue;
            var equals = part.IndexOf('=');
            if (equals <= 0)
                throw Invalid($"'{part}' is not of the form key=value");
            items.Add(new(part.Substring(0, equals), part.Substring(equals + 1)));
        }

        return Create(items);
    }

    /// <summary>Names what copying from a console does to a connection string: line breaks inside it and a doubled quote.</summary>
    /// <param name="text">A connection string of any connector.</param>
    /// <exception cref="InputException">It is damaged so.</exception>
    public static void CheckPaste(string text)
    {
        var lineBreak = text.IndexOfAny(['\r', '\n']);
        if (lineBreak >= 0)
            throw Invalid($"it has a line break after '{Before(text, lineBreak)}' (position {lineBreak}), as text copied from a console window has");

        var doubled = text.IndexOf("\"\"", StringComparison.Ordinal);
        if (doubled >= 0 && text.TrimStart().TrimStart('"').StartsWith("CUSTOM CONNECT TO", StringComparison.OrdinalIgnoreCase) && text.Length > doubled + 2)
            throw Invalid($"it has a doubled quote at position {doubled}");

        if (text.TrimStart().StartsWith("\"CUSTOM", StringComparison.OrdinalIgnoreCase))
            throw Invalid("it starts with a quote that belongs to the JSON around it");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Prefix);
        foreach (var item in _items)
            text.Append(item.Key).Append('=').Append(item.Value).Append(';');
        return text.Append(Quote).ToString();
    }

    private static string Before(string text, int position)
    {
        var start = Math.Max(0, position - 20);
        return text.Substring(start, position - start);
    }

    private static InputException Invalid(string why) => new(
        "ConnectionStringInvalid", $"The connection string cannot be used: {why}.",
        "Give it on one line, as the QMC or Get-QrsDataConnection shows it. Values cannot hold quotes, semicolons or line breaks.");
}
