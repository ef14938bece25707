using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>The errors for names of data connections that match nothing, or too much.</summary>
internal static class DataConnectionNames
{
    public static InputException NotFound(string name) =>
        new(
            "DataConnectionNotFound",
            $"No data connection '{name}' was found.",
            "Get-QrsDataConnection lists them; names made in the hub end in ' (directory_user)'.",
            FailureKind.NotFound
        );

    public static InputException Ambiguous(string name, IEnumerable<DataConnection> found) =>
        new(
            "DataConnectionAmbiguous",
            $"Several data connections are named '{name}': {string.Join(", ", found.Select(c => c.Id.ToString("D")))}.",
            "Choose one by -Id."
        );
}
