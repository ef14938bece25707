using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Finds the data connections that input means: an object, an id, or a name with or without wildcards.</summary>
internal static class CloudDataConnections
{
    /// <summary>The connections; of those that have exactly that name there must not be several.</summary>
    /// <exception cref="InputException">None has that name, or several.</exception>
    public static async Task<IReadOnlyList<QlikCloudDataConnection>> FindAsync(
        QlikCloudDataConnectionClient client,
        PipedObject input,
        CallContext context
    )
    {
        if (input.Value is QlikCloudDataConnection read)
            return [await client.GetAsync(read.Id, context).ConfigureAwait(false)];
        var text = input.Text ?? input.Property("Id") ?? input.Property("Name") ?? throw input.Unclear("Id", "Name");
        if (Guid.TryParse(text, out _))
            return [await client.GetAsync(text, context).ConfigureAwait(false)];

        var pattern = input.Text is null ? NameText.Literal(text) : NameText.Pattern(text);
        var names = new Names<QlikCloudDataConnection>([pattern], connection => [connection.Name]);
        var found = new List<QlikCloudDataConnection>();
        var pages = client.Find(null);
        while (await pages.NextAsync(context).ConfigureAwait(false) is { } page)
            found.AddRange(page.Where(names.Takes));
        found.AddRange(names.Rest());
        if (found.Count == 0)
            throw NotFound(text);
        if (found.Count > 1 && found.TrueForAll(connection => pattern.Is(connection.Name)))
            throw new InputException(
                ErrorIds.QlikCloudNameAmbiguous,
                $"{Quoted.Text(text)} names {found.Count} data connections: {string.Join(", ", found.Take(5).Select(c => c.Id))}.",
                "Give the id, or pipe in the one of Get-QlikCloudDataConnection -Space."
            );
        return found;
    }

    /// <summary>The error for a name that none has.</summary>
    public static InputException NotFound(string text) =>
        NameText.NotFound(
            text,
            ErrorIds.DataConnectionNotFound,
            $"No data connection {Quoted.Text(text)} was found.",
            "Get-QlikCloudDataConnection lists them; wildcards are allowed."
        );
}
