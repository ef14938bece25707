using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text;

namespace QlikSnowflake.Lists;

/// <summary>
/// A list of texts whose text is its entries, so that a cell of Export-Csv shows them: <c>a; b</c>. An entry that could be read
/// otherwise is quoted; <see cref="Parse"/> reads it back.
/// </summary>
[CollectionBuilder(typeof(TextList), nameof(Create))]
public sealed class TextList : ReadOnlyCollection<string>
{
    private TextList(string[] entries)
        : base(entries) { }

    /// <summary>A list of some texts.</summary>
    public static TextList Create(ReadOnlySpan<string> entries) => new(entries.ToArray());

    /// <summary>Reads entries in one text, between semicolons; blank ones are left out.</summary>
    /// <param name="text">The text.</param>
    public static TextList Parse(string text)
    {
        var entries = new List<string>();
        var entry = new StringBuilder();
        var isQuoted = false;
        var wasQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                entry.Append(text[++i]);
            else if (c == '"' && isQuoted)
                isQuoted = false;
            else if (c == '"' && !wasQuoted && entry.ToString().Trim().Length == 0)
            {
                (isQuoted, wasQuoted) = (true, true);
                entry.Clear();
            }
            else if (c == ';' && !isQuoted)
                Add();
            else if (!wasQuoted || isQuoted || c != ' ')
                entry.Append(c);
        }

        Add();
        return [.. entries];

        void Add()
        {
            if (wasQuoted || entry.ToString().Trim().Length > 0)
                entries.Add(wasQuoted ? entry.ToString() : entry.ToString().Trim());
            entry.Clear();
            wasQuoted = false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", this.Select(e => IsPlain(e) ? e : "\"" + e.Replace("\"", "\"\"") + "\""));

    private static bool IsPlain(string entry) =>
        entry.Length > 0 && entry[0] != '"' && entry.IndexOf(';') < 0 && entry.Trim().Length == entry.Length;
}
