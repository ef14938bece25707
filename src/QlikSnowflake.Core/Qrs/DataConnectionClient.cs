using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs;

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
        _requests.GetAsync("dataconnection/" + id.ToString("D"), [], json => DataConnectionJson.Read(json, includeSecret), context);

    /// <summary>Connections that match a query, ordered by name.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="includeSecret">Whether passwords are kept.</param>
    /// <param name="context">The operation.</param>
    public Task<IReadOnlyList<DataConnection>> FindAsync(DataConnectionQuery query, bool includeSecret, CallContext context)
    {
        var filter = query.ToFilter();
        var parameters = new List<KeyValuePair<string, string>>();
        if (filter.Length > 0)
            parameters.Add(new("filter", filter));
        parameters.Add(new("orderby", "name"));
        return _requests.GetAsync("dataconnection/full", parameters, json => ReadAll(json, includeSecret), context);
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
            return await _requests.PostAsync("dataconnection", body, json => DataConnectionJson.Read(json, includeSecret: false), context).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(body, 0, body.Length);
        }
    }

    private static IReadOnlyList<DataConnection> ReadAll(JsonElement json, bool includeSecret) =>
        [.. json.EnumerateArray().Select(item => DataConnectionJson.Read(item, includeSecret))];
}
