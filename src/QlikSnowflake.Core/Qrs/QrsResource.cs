using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

/// <summary>A path below <c>/qrs/</c> as users type it.</summary>
internal static class QrsResource
{
    public static string Parse(string text)
    {
        var path = text.Trim();
        path = path.StartsWith("/", StringComparison.Ordinal) ? path.Substring(1) : path;
        path = path.StartsWith("qrs/", StringComparison.OrdinalIgnoreCase) ? path.Substring(4) : path;
        return ResourcePath.Escape(path, why => Invalid(text, why));
    }

    private static InputException Invalid(string text, string why) =>
        new(
            ErrorIds.QrsPathInvalid,
            $"'{text}' is no path of the repository: {why}.",
            "Give what follows /qrs/, such as dataconnection/full; a query goes to -Query."
        );
}
