using System.Text;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Secrets;

/// <summary>Takes known secrets, and whatever looks like a token, out of a text that leaves the module.</summary>
public sealed class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Shown = "(secret)";

    // A quote that was cut short still starts with the secret.
    private const int ShortestCut = 12;
    private const int ShortestAnywhere = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // RFC 7519: a JSON object in base64url, which starts with {", and up to two further parts.
    private static readonly Regex Token = new(
        @"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,2}",
        RegexOptions.CultureInvariant,
        Longest
    );

    private static readonly Regex Named = new(
        """(?<name>"[A-Za-z_][A-Za-z0-9_.-]*"(?=\s*:)|[A-Za-z_][A-Za-z0-9_.-]*(?=\s*=))(?<between>\s*[:=]\s*)(?<value>"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^\s;,'"&{}\[\]]+)""",
        RegexOptions.CultureInvariant,
        Longest
    );

    private readonly string[] _short;
    private readonly Dictionary<string, string[]> _long;

    private SecretMask(IReadOnlyList<string> forms)
    {
        _short = [.. forms.Where(f => f.Length < ShortestCut + ShortestAnywhere)];
        _long = forms
            .Where(f => f.Length >= ShortestCut + ShortestAnywhere)
            .GroupBy(f => f.Substring(0, ShortestCut), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>A mask of secrets.</summary>
    /// <param name="secrets">The secrets; null and empty ones count for nothing.</param>
    public static SecretMask Of(IEnumerable<string?> secrets) =>
        new([
            .. secrets
                .Where(s => !string.IsNullOrEmpty(s))
                .Distinct(StringComparer.Ordinal)
                .SelectMany(s => SecretForms.Of(s!))
                .Where(f => f.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(f => f.Length),
        ]);

    /// <summary>The text without tokens, whoever they belong to.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutTokens(string text) =>
        text.IndexOf("eyJ", StringComparison.Ordinal) < 0 ? text : Token.Replace(text, Shown);

    /// <summary>The text without the values of fields whose names say that they are secret, in JSON or a connection string.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutNamedValues(string text) =>
        Named.Replace(
            text,
            m =>
                SecretNames.IsSecret(m.Groups["name"].Value)
                    ? m.Groups["name"].Value
                        + m.Groups["between"].Value
                        + (m.Groups["value"].Value[0] == '"' ? "\"" + Shown + "\"" : Shown)
                    : m.Value
        );

    /// <summary>The values of fields whose names say that they are secret, in a connection string or a statement.</summary>
    internal static IEnumerable<string> NamedValues(string text) =>
        Named
            .Matches(text)
            .Cast<Match>()
            .Where(m => SecretNames.IsSecret(m.Groups["name"].Value))
            .Select(m => m.Groups["value"].Value.Trim('"', '\''));

    /// <summary>The text without the mask's secrets and without tokens.</summary>
    /// <param name="text">The text.</param>
    public string Apply(string text)
    {
        foreach (var forms in _long)
            text = ReplaceRuns(text, forms.Key, forms.Value);
        foreach (var form in _short)
            text = Replace(text, form);
        return WithoutTokens(text);
    }

    /// <summary>The same for a body: as text, and as the texts of its JSON, whose own escapes may hide a secret.</summary>
    /// <param name="body">The body, taken as UTF-8.</param>
    internal ArraySegment<byte> Apply(ArraySegment<byte> body)
    {
        var text = Apply(Encoding.UTF8.GetString(body.Array!, body.Offset, body.Count));
        return MaskedJson.Apply(this, new ArraySegment<byte>(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether a text holds one of the secrets.</summary>
    /// <param name="text">The text.</param>
    public bool Finds(string text) => Apply(text) != text;

    // A secret of few characters can be part of any word: it counts where it stands alone.
    private static string Replace(string text, string form)
    {
        var at = text.IndexOf(form, StringComparison.Ordinal);
        if (at < 0)
            return text;

        var result = new StringBuilder(text.Length);
        var from = 0;
        for (; at >= 0; at = text.IndexOf(form, at + form.Length, StringComparison.Ordinal))
        {
            if (form.Length < ShortestAnywhere && !(IsEdge(text, at - 1) && IsEdge(text, at + form.Length)))
                continue;
            result.Append(text, from, at - from).Append(Shown);
            from = at + form.Length;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    // Forms can start alike: what is longest of them is taken.
    private static string ReplaceRuns(string text, string start, string[] forms)
    {
        var at = text.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
            return text;

        var result = new StringBuilder(text.Length);
        var from = 0;
        while (at >= 0)
        {
            result.Append(text, from, at - from).Append(Shown);
            from = at + forms.Max(form => RunLength(text, at, form));
            at = text.IndexOf(start, from, StringComparison.Ordinal);
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static int RunLength(string text, int at, string form)
    {
        var length = 0;
        while (length < form.Length && at + length < text.Length && text[at + length] == form[length])
            length++;
        return length;
    }

    private static bool IsEdge(string text, int index) => index < 0 || index >= text.Length || !char.IsLetterOrDigit(text[index]);
}
