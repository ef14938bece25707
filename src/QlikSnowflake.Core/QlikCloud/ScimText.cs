using QlikSnowflake.Errors;

namespace QlikSnowflake.QlikCloud;

/// <summary>Parts of SCIM filters (RFC 7644 section 3.4.2.2), whose values are JSON strings.</summary>
public static class ScimText
{
    /// <summary>A term that holds where an attribute is equal to a value, whatever the value holds.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value, as it is.</param>
    public static string Equal(string attribute, string value) => $"{attribute} eq {Quote(value)}";

    /// <summary>A term that holds where an attribute contains a value.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value, as it is.</param>
    public static string Contains(string attribute, string value) => $"{attribute} co {Quote(value)}";

    internal static string AnyOf(string value, params string[] attributes) =>
        string.Join(" or ", attributes.Select(a => Equal(a, value)));

    private static string Quote(string value)
    {
        if (value.Any(char.IsControl))
            throw new Errors.InputException(
                ErrorIds.FilterValueInvalid,
                "A name to look for holds control characters, such as a line break.",
                "Correct the name."
            );
        return "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }
}
