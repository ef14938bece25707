using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Connections;

/// <summary>
/// Reads a tenant's connections page by page. Those with a credential of its own wait until the last page has told who shares it.
/// </summary>
internal sealed class QlikCloudConnectionReader(QlikCloudConnectionSite site) : IConnectionReader
{
    private readonly QlikCloudPages<QlikCloudDataConnection> _pages = site.Session.DataConnections.Find(null, isSilent: true);
    private readonly Dictionary<string, List<(SnowflakeConnection Row, bool MayUpdate)>> _sharing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _spaces;
    private int _told;
    private bool _atEnd;

    public async Task<ConnectionBatch?> ReadAsync(CallContext context)
    {
        if (_atEnd)
            return null;

        _spaces ??= await ReadSpacesAsync(context).ConfigureAwait(false);
        var findings = new List<ConnectionFinding>();
        if (await _pages.NextAsync(context).ConfigureAwait(false) is not { } page)
        {
            _atEnd = true;
            var shared = new List<SnowflakeConnection>();
            foreach (var sharing in _sharing)
                shared.Add(await MergeAsync(sharing.Key, sharing.Value, findings, context).ConfigureAwait(false));
            return new ConnectionBatch(shared, findings);
        }

        for (; _told < _pages.Errors.Count; _told++)
            findings.Add(Incomplete(_pages.Errors[_told]));

        var found = page.Select(c => (Connection: c, Row: site.ToRow(c))).Where(c => c.Row is not null).ToList();
        await ReadOwnersAsync([.. found.Select(c => c.Connection.OwnerId)], context).ConfigureAwait(false);
        var rows = new List<SnowflakeConnection>();
        foreach (var (connection, plain) in found)
        {
            var row = plain! with { Owner = OwnerOf(connection.OwnerId), Space = SpaceOf(connection.SpaceId) };
            if (connection is { HasSeparateCredential: true, CredentialId: { } credential })
            {
                if (!_sharing.TryGetValue(credential, out var sharing))
                    _sharing[credential] = sharing = [];
                sharing.Add((row, connection.MayUpdate));
                continue;
            }

            if (connection.HasSeparateCredential)
                findings.Add(
                    ConnectionFinding.Of(
                        ConnectionFindingKind.UsersOwnCredentials,
                        row,
                        "is used by each user with credentials of their own, which only they see and change.",
                        "Ask them to change their key or password themselves before the old one is removed."
                    )
                );
            if (!connection.MayUpdate)
                findings.Add(NotChangeable(row));
            rows.Add(row);
        }

        return new ConnectionBatch(rows, findings);
    }

    public void Dispose()
    {
        // It holds nothing but what it read.
    }

    private static ConnectionFinding NotChangeable(SnowflakeConnection row) =>
        ConnectionFinding.Of(
            ConnectionFindingKind.NotChangeable,
            row,
            row.Space is null
                ? $"is in the personal space of {row.Owner ?? "somebody else"}, and the session may not change it."
                : $"belongs to {row.Owner ?? "somebody else"} in the space '{row.Space}', and the session may not change it.",
            "Ask its owner, or connect as a user who may change it."
        );

    private static ConnectionFinding LoginsDiffer(SnowflakeConnection merged, IEnumerable<SnowflakeConnection> sharing) =>
        ConnectionFinding.Of(
            ConnectionFindingKind.SharedLoginsDiffer,
            merged,
            "is used by key in "
                + string.Join(", ", sharing.Where(r => r.Login == SnowflakeLoginKind.KeyPair).Select(r => r.Name))
                + ", and by password in others.",
            "Convert it to a key pair (ConvertTo-QlikSnowflakeKeyPair), so that all of them use its key."
        );

    private ConnectionFinding Incomplete(QlikCloudError error) =>
        new(
            ConnectionFindingKind.ListIncomplete,
            site.Service,
            site.Name,
            null,
            null,
            $"The tenant's list of connections is not complete: {error}",
            "Run it again; if it stays, look for the connection or space that the message names."
        );

    private async Task<SnowflakeConnection> MergeAsync(
        string credential,
        List<(SnowflakeConnection Row, bool MayUpdate)> sharing,
        List<ConnectionFinding> findings,
        CallContext context
    )
    {
        var first = sharing[0].Row;
        SnowflakeConnection merged;
        if (sharing.Count == 1)
            merged = first;
        else
        {
            var known = await site.TryGetCredentialAsync(credential, context).ConfigureAwait(false);
            merged = first with
            {
                Id = credential,
                Name = known?.Name is { Length: > 0 } name ? name : $"{first.Name} and {sharing.Count - 1} more",
                Owner = Common(r => r.Owner),
                Space = Common(r => r.Space),
                Account = Common(r => r.Account),
                User = Common(r => r.User),
                Role = Common(r => r.Role),
                Warehouse = Common(r => r.Warehouse),
                Database = Common(r => r.Database),

                // As long as one of them sends the password, it is one.
                Login = sharing.Exists(s => s.Row.Login == SnowflakeLoginKind.Password)
                    ? SnowflakeLoginKind.Password
                    : first.Login,
                ModifiedAt = known?.UpdatedAt,
                Connections = [.. sharing.Select(s => new SharedConnection(s.Row.Id, s.Row.Name, s.Row.Space))],
            };
            merged = merged with { Evidence = sharing.Find(s => s.Row.Login == merged.Login).Row.Evidence };
            if (merged.Login == SnowflakeLoginKind.Password && sharing.Exists(s => s.Row.Login == SnowflakeLoginKind.KeyPair))
                findings.Add(LoginsDiffer(merged, sharing.Select(s => s.Row)));
            if (sharing.Select(s => s.Row.Account).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
                findings.Add(
                    ConnectionFinding.Of(
                        ConnectionFindingKind.SharedAcrossAccounts,
                        merged,
                        $"is used by connections to more than one account: {string.Join(", ", sharing.Select(s => s.Row.Name))}.",
                        "A key can be changed for all of them at once only; give each account a credential of its own."
                    )
                );
        }

        if (!sharing.Exists(s => s.MayUpdate))
            findings.Add(NotChangeable(merged));
        return merged;

        string? Common(Func<SnowflakeConnection, string?> get) =>
            sharing.Select(s => get(s.Row)).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1 ? get(first) : null;
    }

    // Names are a comfort: a tenant that does not give them leaves the ids.
    private async Task<Dictionary<string, string>> ReadSpacesAsync(CallContext context)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var spaces = site.Session.DataConnections.FindSpaces();
            while (await spaces.NextAsync(context).ConfigureAwait(false) is { } page)
            {
                foreach (var space in page)
                    names[space.Id] = space.Name;
            }
        }
        catch (QlikCloudException e) when (e.StatusCode is 400 or 403 or 404)
        {
            context.Log.Verbose($"The spaces' names could not be read: {e.Message}");
        }

        return names;
    }

    private async Task ReadOwnersAsync(string[] ids, CallContext context)
    {
        var unknown = ids.Where(id => id.Length > 0 && !_owners.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToArray();
        if (unknown.Length == 0)
            return;
        foreach (var (id, name) in await site.Session.Directory.FindNamesAsync(unknown, context).ConfigureAwait(false))
            _owners[id] = name is { Length: > 0 } ? name : id;
    }

    private string? OwnerOf(string id) =>
        _owners.TryGetValue(id, out var name) ? name
        : id.Length > 0 ? id
        : null;

    private string? SpaceOf(string? id) =>
        id is null ? null
        : _spaces!.TryGetValue(id, out var name) && name.Length > 0 ? name
        : id;
}
