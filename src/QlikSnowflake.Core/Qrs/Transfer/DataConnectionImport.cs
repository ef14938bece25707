using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>What an import does with a connection.</summary>
public enum DataConnectionImportAction
{
    /// <summary>It is so already.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>It is changed.</summary>
    Update,
}

/// <summary>What an import does, or did, with one connection.</summary>
/// <param name="Name">The connection's name.</param>
/// <param name="Action">What is done.</param>
/// <param name="Done">Whether it was done, or nothing had to be.</param>
/// <param name="Id">Its id; null where it does not exist yet.</param>
/// <param name="Differences">Where the site's connection differs from the file's.</param>
public sealed record DataConnectionImportResult(
    string Name,
    DataConnectionImportAction Action,
    bool Done,
    Guid? Id,
    IReadOnlyList<DataConnectionDifference> Differences
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Name}";
}

/// <summary>
/// Brings connections of a file to a site: makes those that are missing, changes those that differ, leaves the others
/// alone.
/// </summary>
public sealed class DataConnectionImport
{
    /// <summary>How many connections one request makes (<c>POST dataconnection/many</c>, one transaction).</summary>
    public const int BatchSize = 100;

    private readonly QrsSession _session;
    private readonly QrsReferences _references;
    private readonly bool _createTags;
    private readonly QrsUserName? _defaultOwner;

    /// <summary>Prepares an import; nothing is sent.</summary>
    /// <param name="session">The site.</param>
    /// <param name="createTags">Whether missing tags are made.</param>
    /// <param name="defaultOwner">Who owns connections whose owner the site does not know; null makes that an error.</param>
    public DataConnectionImport(QrsSession session, bool createTags, QrsUserName? defaultOwner)
    {
        _session = session;
        _references = new QrsReferences(session.Lookup);
        _createTags = createTags;
        _defaultOwner = defaultOwner;
    }

    /// <summary>The site's connections that have one of the names, by one request.</summary>
    /// <param name="names">The names.</param>
    /// <param name="includeSecret">Whether passwords are to be compared.</param>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyDictionary<string, DataConnection>> FindExistingAsync(
        IEnumerable<string> names,
        bool includeSecret,
        CallContext context
    )
    {
        var wanted = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        var existing = new Dictionary<string, DataConnection>(StringComparer.OrdinalIgnoreCase);
        var query = new DataConnectionQuery
        {
            Name = wanted.Count == 1 ? System.Text.RegularExpressions.Regex.Replace(wanted.First(), "[`*?\\[\\]]", "`$0") : null,
        };
        using var reader = _session.DataConnections.Open(query, includeSecret);
        while (await reader.ReadAsync(context).ConfigureAwait(false) is { Count: > 0 } found)
        {
            foreach (var connection in found.Where(c => wanted.Contains(c.Name)))
                existing[connection.Name] = connection;
        }

        return existing;
    }

    /// <summary>What is to be done with a connection. Owners, tags and custom properties are checked; nothing is changed.</summary>
    /// <param name="wanted">The connection of the file.</param>
    /// <param name="existing">The site's of the same name, or null.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="Errors.InputException">The site lacks what it refers to, or a field cannot be used.</exception>
    public async Task<(DataConnectionState Wanted, DataConnectionImportResult Plan)> PlanAsync(
        DataConnectionState wanted,
        DataConnection? existing,
        CallContext context
    )
    {
        wanted = await WithOwnerAsync(wanted, context).ConfigureAwait(false);
        await _references.ResolveAsync(wanted, _createTags, context).ConfigureAwait(false);

        // Refuses now what would be refused when it is made, so that -WhatIf tells.
        ToNew(wanted, null, [], []).Check(isImport: true);
        if (existing is null)
            return (wanted, new DataConnectionImportResult(wanted.Name, DataConnectionImportAction.Create, false, null, []));

        var differences = DataConnectionComparison.Compare(existing, wanted);
        var action = differences.Count == 0 ? DataConnectionImportAction.None : DataConnectionImportAction.Update;
        return (
            wanted,
            new DataConnectionImportResult(
                existing.Name,
                action,
                action == DataConnectionImportAction.None,
                existing.Id,
                differences
            )
        );
    }

    /// <summary>Makes connections, up to <see cref="BatchSize"/> in one request: all of them or none.</summary>
    /// <param name="wanted">The connections, planned.</param>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyList<DataConnection>> CreateAsync(IReadOnlyList<DataConnectionState> wanted, CallContext context)
    {
        var connections = new List<NewDataConnection>();
        foreach (var connection in wanted)
        {
            var (owner, properties) = await _references.ResolveAsync(connection, _createTags, context).ConfigureAwait(false);
            var tags = await _references.TagIdsAsync(connection.Tags ?? [], context).ConfigureAwait(false);
            connections.Add(ToNew(connection, owner, tags, properties));
        }

        return await _session.DataConnections.CreateManyAsync(connections, isImport: true, context).ConfigureAwait(false);
    }

    /// <summary>Changes a connection to what the file says.</summary>
    /// <param name="wanted">The connection, planned.</param>
    /// <param name="existing">The site's.</param>
    /// <param name="context">The operation.</param>
    public async Task<DataConnection> UpdateAsync(DataConnectionState wanted, DataConnection existing, CallContext context)
    {
        var gone = existing.Properties.Where(p => !wanted.CustomProperties.Any(w => w.IsNamed(p.Name)));
        var all = wanted with
        {
            CustomProperties = [.. wanted.CustomProperties, .. gone.Select(p => new CustomPropertyValues(p.Name, []))],
        };
        var (ownerId, properties) = await _references.ResolveAsync(all, _createTags, context).ConfigureAwait(false);
        var change = new DataConnectionChange(wanted)
        {
            OwnerId = ownerId,
            TagIds = await _references.TagIdsAsync(wanted.Tags ?? [], context).ConfigureAwait(false),
            CustomProperties = properties,
        };
        return await _session.DataConnections.UpdateAsync(existing.Id, change, context).ConfigureAwait(false);
    }

    private static NewDataConnection ToNew(
        DataConnectionState wanted,
        Guid? owner,
        IReadOnlyList<Guid> tags,
        IReadOnlyList<CustomPropertyValues> properties
    ) =>
        new()
        {
            Name = wanted.Name,
            Fields = wanted.ToFields(),
            OwnerId = owner,
            TagIds = tags,
            CustomProperties = properties,
        };

    private async Task<DataConnectionState> WithOwnerAsync(DataConnectionState wanted, CallContext context)
    {
        if (wanted.Owner is not { } owner)
            return wanted with { Owner = _defaultOwner };
        try
        {
            await _references.OwnerAsync(owner, context).ConfigureAwait(false);
            return wanted;
        }
        catch (Errors.InputException) when (_defaultOwner is not null)
        {
            await _references.OwnerAsync(_defaultOwner, context).ConfigureAwait(false);
            return wanted with { Owner = _defaultOwner };
        }
    }
}
