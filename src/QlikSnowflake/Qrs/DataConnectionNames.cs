using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>The errors for names of data connections that match nothing, or too much.</summary>
internal static class DataConnectionNames
{
    /// <summary>The id, else the name, by which an object points at a connection; neither where the object is a text.</summary>
    /// <exception cref="InputException">It does not point at one.</exception>
    public static (Guid? Id, string? Name) Read(PipedObject input)
    {
        if (input.Value is DataConnection connection)
            return (connection.Id, null);
        if (input.Value is Guid own)
            return (own, null);
        if (input.Text is not null)
            return (null, null);
        if (input.Property("Id") is { } text)
            return Guid.TryParse(text, out var id)
                ? (id, null)
                : throw new InputException(
                    ErrorIds.DataConnectionIdInvalid,
                    $"{Quoted.Text(text)} is no id of a data connection: those are GUIDs.",
                    "Give the id that Get-QrsDataConnection shows, or leave it out and give the name."
                );
        return (null, input.Property("Name") ?? throw input.Unclear("Id", "Name"));
    }

    public static InputException NotFound(string name) =>
        NameText.NotFound(
            name,
            ErrorIds.DataConnectionNotFound,
            $"No data connection {Quoted.Text(name)} was found.",
            "Get-QrsDataConnection lists them; names made in the hub end in ' (directory_user)'."
        );

    public static InputException Ambiguous(string name, IEnumerable<DataConnection> found) =>
        new(
            ErrorIds.DataConnectionAmbiguous,
            $"Several data connections are named {Quoted.Text(name)}: {string.Join(", ", found.Select(c => c.Id.ToString("D")))}.",
            "Choose one by -Id."
        );
}
