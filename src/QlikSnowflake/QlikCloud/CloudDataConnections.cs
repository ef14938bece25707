using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Finds the data connections that a text names: by id, or by name with or without wildcards.</summary>
internal static class CloudDataConnections
{
    /// <summary>The connections; a name without wildcards is that of exactly one.</summary>
    /// <exception cref="InputException">None has that name, or several.</exception>
    public static async Task<IReadOnlyList<QlikCloudDataConnection>> FindAsync(
        QlikCloudDataConnectionClient client,
        string text,
        CallContext context
    )
    {
        if (Guid.TryParse(text, out _))
            return [await client.GetAsync(text, context).ConfigureAwait(false)];

        var names = new NameFilter([text]);
        var found = new List<QlikCloudDataConnection>();
        var pages = client.Find(null);
        while (await pages.NextAsync(context).ConfigureAwait(false) is { } page)
            found.AddRange(page.Where(c => names.Takes(c.Name)));
        if (WildcardPattern.ContainsWildcardCharacters(text))
            return found;

        return found.Count switch
        {
            1 => found,
            0 => throw new InputException(
                "DataConnectionNotFound",
                $"No data connection '{text}' was found.",
                "Get-QlikCloudDataConnection lists them; wildcards are allowed.",
                FailureKind.NotFound
            ),
            _ => throw new InputException(
                "QlikCloudNameAmbiguous",
                $"'{text}' names {found.Count} data connections: {string.Join(", ", found.Take(5).Select(c => c.Id))}.",
                "Give the id, or pipe in the one of Get-QlikCloudDataConnection -Space."
            ),
        };
    }
}
