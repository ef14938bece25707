using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>Data connections of a site (repository API, <c>/qrs/dataconnection</c>). Reads are always of complete objects.</summary>
public sealed class DataConnectionClient
{
    private readonly QrsRequests _requests;

    internal DataConnectionClient(QrsRequests requests) => _requests = requests;

    /// <summary>One connection by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="includeSecret">Whether the password is kept.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="QrsException">There is none (ErrorId QrsObjectNotFound), or it was refused.</exception>
    public Task<DataConnection> GetAsync(Guid id, bool includeSecret, CallContext context) =>
        _requests.GetAsync(PathOf(id), [], json => DataConnectionJson.Read(json, includeSecret), context);

    /// <summary>Connections that match a query, ordered by name, as they arrive.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="includeSecret">Whether passwords are kept.</param>
    /// <returns>A reader, which sends the request when it is first read.</returns>
    public DataConnectionReader Open(DataConnectionQuery query, bool includeSecret)
    {
        const string Path = "dataconnection/full";
        var filter = query.ToFilter();
        var parameters = new List<KeyValuePair<string, string>>();
        if (filter.Length > 0)
            parameters.Add(new("filter", filter));
        parameters.Add(new("orderby", "name"));
        return new DataConnectionReader(context => _requests.OpenAsync(Path, parameters, context), Path, includeSecret);
    }

    /// <summary>All connections that match a query, ordered by name.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="includeSecret">Whether passwords are kept.</param>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyList<DataConnection>> FindAsync(DataConnectionQuery query, bool includeSecret, CallContext context)
    {
        using var reader = Open(query, includeSecret);
        var all = new List<DataConnection>();
        while (await reader.ReadAsync(context).ConfigureAwait(false) is { Count: > 0 } found)
            all.AddRange(found);
        return all;
    }

    /// <summary>Makes a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="context">The operation.</param>
    /// <returns>It as the repository keeps it, without its password.</returns>
    /// <exception cref="Errors.InputException">A field cannot be used; nothing was sent.</exception>
    /// <exception cref="QrsException">The repository refused, for example because the name exists.</exception>
    public async Task<DataConnection> CreateAsync(NewDataConnection connection, CallContext context)
    {
        connection.Check();
        var body = DataConnectionJson.WriteNew(connection);
        try
        {
            return await _requests
                .PostAsync("dataconnection", body, json => DataConnectionJson.Read(json, includeSecret: false), context)
                .ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(body, 0, body.Length);
        }
    }

    /// <summary>Makes connections by one request: all of them or none.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="isImport">Whether they come from a site, where a connection may lack a type.</param>
    /// <param name="context">The operation.</param>
    /// <returns>They as the repository keeps them, without their passwords.</returns>
    /// <exception cref="Errors.InputException">A field cannot be used; nothing was sent.</exception>
    /// <exception cref="QrsException">The repository refused, and made none.</exception>
    public async Task<IReadOnlyList<DataConnection>> CreateManyAsync(
        IReadOnlyList<NewDataConnection> connections,
        bool isImport,
        CallContext context
    )
    {
        foreach (var connection in connections)
            connection.Check(isImport);
        var bodies = connections.Select(DataConnectionJson.WriteNew).ToList();
        var body = JsonSplice.Array(bodies);
        try
        {
            return await _requests
                .PostAsync<IReadOnlyList<DataConnection>>(
                    "dataconnection/many",
                    body,
                    json => [.. json.EnumerateArray().Select(c => DataConnectionJson.Read(c, includeSecret: false))],
                    context
                )
                .ConfigureAwait(false);
        }
        finally
        {
            bodies.ForEach(b => Array.Clear(b, 0, b.Length));
            Array.Clear(body, 0, body.Length);
        }
    }

    /// <summary>
    /// Changes a connection: reads it whole, replaces what is to be changed, and sends it back with the modified date as received.
    /// Where someone else changed it in between, it is read again and the change applied anew, once.
    /// </summary>
    /// <param name="id">The connection's id.</param>
    /// <param name="change">What to change.</param>
    /// <param name="context">The operation.</param>
    /// <returns>It as it is now. Nothing is sent where it was so already.</returns>
    /// <exception cref="Errors.InputException">The change cannot be made to this connection; nothing was changed.</exception>
    /// <exception cref="QrsException">The repository refused; ErrorId QrsChangedMeanwhile where others changed it twice in
    /// between.</exception>
    public async Task<DataConnection> UpdateAsync(Guid id, DataConnectionChange change, CallContext context)
    {
        change.Check();
        string? seen = null;
        while (true)
        {
            var (current, received) = await _requests
                .GetWithBodyAsync(PathOf(id), json => DataConnectionJson.Read(json, includeSecret: false), context)
                .ConfigureAwait(false);
            byte[]? body = null;
            try
            {
                body = DataConnectionEdit.Apply(received, change);
                if (body is null)
                {
                    context.Log.Verbose($"'{current.Name}' is so already; nothing was sent.");
                    return current;
                }

                return await _requests
                    .PutAsync(PathOf(id), body, json => DataConnectionJson.Read(json, includeSecret: false), context)
                    .ConfigureAwait(false);
            }
            catch (QrsException e) when (e.StatusCode == 409)
            {
                // The same date at both readings says that nobody changed it: the conflict is another, such as a name that is taken.
                if (seen is not null)
                    throw seen == current.ModifiedDateText ? e : QrsRefusals.ChangedMeanwhile(e, current.Name);
                seen = current.ModifiedDateText;
                context.Log.Verbose($"'{current.Name}' was changed by someone else in the meantime; reading it again.");
            }
            finally
            {
                Array.Clear(received.Array!, received.Offset, received.Count);
                if (body is not null)
                    Array.Clear(body, 0, body.Length);
            }
        }
    }

    /// <summary>Removes a connection.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="QrsException">There is none, or the repository refused.</exception>
    public Task RemoveAsync(Guid id, CallContext context) => _requests.DeleteAsync(PathOf(id), context);

    private static string PathOf(Guid id) => "dataconnection/" + id.ToString("D");
}
