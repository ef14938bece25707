using System.Text;

namespace QlikSnowflake.Report;

/// <summary>Writes HTML that is also well-formed XML. Whatever comes in as text goes out as text.</summary>
internal sealed class HtmlWriter(StringBuilder output)
{
    private readonly Stack<string> _open = new();

    /// <summary>Writes markup of our own, as it is.</summary>
    public HtmlWriter Raw(string markup)
    {
        output.Append(markup);
        return this;
    }

    public HtmlWriter Begin(string element, params (string Name, string? Value)[] attributes)
    {
        WriteTag(element, attributes);
        output.Append('>');
        _open.Push(element);
        return this;
    }

    public HtmlWriter End()
    {
        output.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element with nothing in it.</summary>
    public HtmlWriter Void(string element, params (string Name, string? Value)[] attributes)
    {
        WriteTag(element, attributes);
        output.Append(" />");
        return this;
    }

    /// <summary>An element with text in it.</summary>
    public HtmlWriter Element(string element, string text, params (string Name, string? Value)[] attributes) =>
        Begin(element, attributes).Text(text).End();

    public HtmlWriter Text(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&':
                    output.Append("&amp;");
                    break;
                case '<':
                    output.Append("&lt;");
                    break;
                case '>':
                    output.Append("&gt;");
                    break;
                case '"':
                    output.Append("&quot;");
                    break;
                case '\'':
                    output.Append("&#39;");
                    break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                        output.Append(c).Append(text[++i]);
                    else
                        output.Append(IsText(c) ? c : '\uFFFD');
                    break;
            }
        }

        return this;
    }

    // XML has no way to write the others.
    private static bool IsText(char c) => c is '\t' or '\n' or '\r' or (>= ' ' and <= '\uD7FF') or (>= '\uE000' and <= '\uFFFD');

    private void WriteTag(string element, (string Name, string? Value)[] attributes)
    {
        output.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is null)
                continue;
            output.Append(' ').Append(name).Append("=\"");
            Text(value);
            output.Append('"');
        }
    }
}
