using System.Globalization;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// A session parameter that goes with one statement. Of those that the SQL API honours (SQL API reference, "Body of the POST request to
/// /api/v2/statements", <c>parameters</c>) it is one that no parameter of its own stands for and that leaves values in the form that
/// results are read in.
/// </summary>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">A <see cref="long"/> or a <see cref="bool"/>.</param>
internal sealed record SessionParameterValue(string Name, object Value)
{
    private const string UseCachedResult = "use_cached_result";
    private static readonly string[] Numbers = ["client_result_chunk_size", "rows_per_resultset"];

    /// <summary>The names that can be given.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Numbers, UseCachedResult];

    /// <summary>Checks a parameter as it was given.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="value">A number or a truth value, or a text of one.</param>
    /// <exception cref="InputException">It is none of the above.</exception>
    public static SessionParameterValue Of(string name, object? value)
    {
        var lower = name.ToLowerInvariant();
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        if (lower == UseCachedResult)
            return bool.TryParse(text, out var flag) ? new(lower, flag) : throw Invalid(lower, "$true or $false");
        if (Numbers.Contains(lower))
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new(lower, number)
                : throw Invalid(lower, "a whole number");
        throw Refused(name, lower);
    }

    private static InputException Invalid(string name, string wanted) =>
        new(
            ErrorIds.SessionParameterInvalid,
            $"The value of the session parameter '{name}' is not {wanted}.",
            $"Give it as @{{ {name} = {(name == UseCachedResult ? "$false" : "1000")} }}."
        );

    private static InputException Refused(string name, string lower) =>
        new(
            ErrorIds.SessionParameterInvalid,
            lower.EndsWith("_output_format", StringComparison.Ordinal)
                ? $"The session parameter '{name}' changes the form in which values arrive, and the rows could not be read."
                : $"The session parameter '{name}' cannot be given with a statement.",
            lower switch
            {
                "timezone" => "Use -TimeZone.",
                "query_tag" => "Use -QueryTag.",
                "multi_statement_count" => "Use -StatementCount.",
                "statement_timeout_in_seconds" => "Use -Timeout.",
                _ when lower.EndsWith("_output_format", StringComparison.Ordinal) =>
                    "TO_CHAR in the statement gives a value as text.",
                _ =>
                    $"The SQL API takes {string.Join(", ", Names)}; others are set by ALTER SESSION among several statements, with "
                        + "-StatementCount.",
            }
        );
}
