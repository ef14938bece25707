using System.Management.Automation;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Connections;

/// <summary>
/// Finds the connections that come in: objects of Get-QlikSnowflakeConnection, the same out of a CSV or JSON file, which have service,
/// site and id, or names.
/// </summary>
internal sealed class ConnectionInput(IReadOnlyList<IConnectionSite> sites)
{
    private ConnectionList? _all;
    private bool _isTold;

    /// <summary>The connections that an input stands for.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">It stands for none.</exception>
    public async Task<IReadOnlyList<SnowflakeConnection>> FindAsync(PSObject input, CallContext context)
    {
        if (input.BaseObject is SnowflakeConnection connection && connection.GetSite() is { } origin)
            return IsClosed(origin)
                ? throw new InputException(
                    ErrorIds.SessionClosed,
                    $"The session with {origin.Name}, from which '{connection.Name}' came, is closed.",
                    "Open it again, and read the connection anew with Get-QlikSnowflakeConnection.",
                    FailureKind.Session
                )
                : [connection];

        var piped = new PipedObject(input);
        var (name, id, site) = piped.Text is { } text
            ? (NameText.Pattern(text), null, null)
            : (Literal(piped.Property("Name")), piped.Property("Id"), piped.Property("Site"));
        if (name is null && id is null)
            throw new InputException(
                ErrorIds.ConnectionInputInvalid,
                "The input is no connection: it has neither Id nor Name.",
                "Pipe in what Get-QlikSnowflakeConnection emits, or names."
            );

        var all = await ReadAllAsync(context).ConfigureAwait(false);

        var candidates = all.Connections.Where(c =>
            site is null || string.Equals(c.Site, site, StringComparison.OrdinalIgnoreCase)
        );
        var found = candidates
            .Where(c => id is null ? IsNamed(c, name!.Is) : string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (found.Count == 0 && id is null)
            found = candidates.Where(c => name!.Matches(c.Name)).ToList();

        return found.Count > 0
            ? found
            : throw new InputException(
                ErrorIds.DataConnectionNotFound,
                $"No connection to Snowflake {Quoted.Text(name?.Text ?? id!)} was found on "
                    + $"{site ?? string.Join(", ", sites.Select(s => s.Name))}.",
                "Get-QlikSnowflakeConnection lists what there is, and says which sites it could not read.",
                FailureKind.NotFound
            );
    }

    /// <summary>Once the sites have been read for a name: what may be missing. It is handed out once.</summary>
    public IReadOnlyList<ConnectionFinding> TakeGaps()
    {
        if (_all is null || _isTold)
            return [];
        _isTold = true;
        return [.. _all.Findings.Where(f => f.IsIncomplete)];
    }

    private static bool IsClosed(IConnectionSite site) =>
        site is QrsConnectionSite { Session.IsClosed: true } or QlikCloudConnectionSite { Session.IsClosed: true };

    private static bool IsNamed(SnowflakeConnection connection, Func<string, bool> isName) =>
        isName(connection.Name) || connection.Connections.Any(c => isName(c.Name));

    private static NamePattern? Literal(string? name) => name is null ? null : NameText.Literal(name);

    private async Task<ConnectionList> ReadAllAsync(CallContext context)
    {
        if (_all is null)
        {
            using var inventory = new ConnectionInventory(sites);
            _all = await inventory.ReadAllAsync(context).ConfigureAwait(false);
        }

        return _all;
    }
}
