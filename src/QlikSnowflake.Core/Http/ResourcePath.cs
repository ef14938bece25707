namespace QlikSnowflake.Http;

/// <summary>Paths as users type them, below an address; refuses what would lead elsewhere or carry a query of its own.</summary>
internal static class ResourcePath
{
    /// <summary>Escapes the parts of a path.</summary>
    /// <param name="path">The path, without a leading slash.</param>
    /// <param name="invalid">Makes the error from what is wrong.</param>
    public static string Escape(string path, Func<string, Exception> invalid)
    {
        if (
            path.Length == 0
            || path.IndexOf("//", StringComparison.Ordinal) >= 0
            || path.StartsWith("/", StringComparison.Ordinal)
        )
            throw invalid("it is empty, or has an empty part");
        if (path.IndexOfAny(['?', '#', '\\', ':', '%']) >= 0 || path.Any(char.IsControl))
            throw invalid("it holds one of ? # \\ : % or a control character");

        var parts = path.Split('/');
        if (parts.Any(p => p is "." or ".."))
            throw invalid("it holds . or .. as a part");
        return string.Join("/", parts.Select(Uri.EscapeDataString));
    }
}
