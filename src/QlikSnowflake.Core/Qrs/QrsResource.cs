using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>A path below <c>/qrs/</c> as users type it; refuses what would lead elsewhere or carry a query of its own.</summary>
internal static class QrsResource
{
    public static string Parse(string text)
    {
        var path = text.Trim();
        path = path.StartsWith("/", StringComparison.Ordinal) ? path.Substring(1) : path;
        path = path.StartsWith("qrs/", StringComparison.OrdinalIgnoreCase) ? path.Substring(4) : path;
        if (path.Length == 0 || path.IndexOf("//", StringComparison.Ordinal) >= 0 || path.StartsWith("/", StringComparison.Ordinal))
            throw Invalid(text, "it is empty, or has an empty part");
        if (path.IndexOfAny(['?', '#', '\\', ':', '%']) >= 0 || path.Any(char.IsControl))
            throw Invalid(text, "it holds one of ? # \\ : % or a control character");

        var parts = path.Split('/');
        if (parts.Any(p => p is "." or ".."))
            throw Invalid(text, "it holds . or .. as a part");
        return string.Join("/", parts.Select(Uri.EscapeDataString));
    }

    private static InputException Invalid(string text, string why) => new(
        "QrsPathInvalid", $"'{text}' is no path of the repository: {why}.", "Give what follows /qrs/, such as dataconnection/full; a query goes to -Query.");
}
