using System.Collections.Concurrent;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>Data connections of a tenant (qlik.dev, REST reference, data-connections; "Manage data connections").</summary>
public sealed class QlikCloudDataConnectionClient
{
    private const string Base = "data-connections";

    private readonly QlikCloudSession _session;

    // Asked for once a data source: a tenant's answer is the same for every connection.
    private readonly ConcurrentDictionary<string, string> _passphraseProperties = new(StringComparer.OrdinalIgnoreCase);

    internal QlikCloudDataConnectionClient(QlikCloudSession session) => _session = session;

    /// <summary>Connections, without those of data files.</summary>
    /// <param name="spaceId">The id of a space; null for all that the user may see.</param>
    public QlikCloudPages<QlikCloudDataConnection> Find(string? spaceId) => Find(spaceId, isSilent: false);

    internal QlikCloudPages<QlikCloudDataConnection> Find(string? spaceId, bool isSilent)
    {
        var query = new List<KeyValuePair<string, string>>
        {
            new("limit", "100"),
            new("noDatafiles", "true"),
            new("parseConnection", "true"),
        };
        if (spaceId is not null)
            query.Add(new("spaceId", spaceId));
        return new QlikCloudPages<QlikCloudDataConnection>(_session, Base, query, QlikCloudDataConnection.Read)
        {
            IsSilent = isSilent,
        };
    }

    /// <summary>One connection.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task<QlikCloudDataConnection> GetAsync(string id, CallContext context) =>
        _session.SendAsync(
            new ServiceRequest(HttpMethod.Get, PathOf(id)) { Query = [new("parseConnection", "true")] },
            QlikCloudDataConnection.Read,
            context
        );

    /// <summary>What connections log in with, where it is kept apart from them.</summary>
    internal Task<QlikCloudCredential> GetCredentialAsync(string id, CallContext context) =>
        _session.SendAsync(
            new ServiceRequest(HttpMethod.Get, "data-credentials/" + Uri.EscapeDataString(id)),
            QlikCloudCredential.Read,
            context
        );

    /// <summary>All spaces that the user may see.</summary>
    internal QlikCloudPages<QlikCloudSpace> FindSpaces() => new(_session, "spaces", [new("limit", "100")], QlikCloudSpace.Read);

    /// <summary>The id of the space that a text names by id or name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">None or several are named so.</exception>
    public async Task<string> ResolveSpaceAsync(string text, CallContext context)
    {
        if (text.Length == 24 && text.All(Uri.IsHexDigit))
            return text;

        // The service's own search by name takes parts of names too.
        var pages = new QlikCloudPages<QlikCloudSpace>(
            _session,
            "spaces",
            [new("name", text), new("limit", "100")],
            QlikCloudSpace.Read
        );
        QlikCloudSpace[] found =
        [
            .. (await pages.AllAsync(context).ConfigureAwait(false)).Where(s =>
                string.Equals(s.Name, text, StringComparison.OrdinalIgnoreCase)
            ),
        ];
        return found.Length switch
        {
            1 => found[0].Id,
            0 => throw new InputException(
                ErrorIds.SpaceNotFound,
                $"No space is named '{text}'.",
                "Names are compared as a whole; only spaces that the user may see are found.",
                FailureKind.NotFound
            ),
            _ => throw new InputException(
                ErrorIds.QlikCloudNameAmbiguous,
                $"'{text}' names {found.Length} spaces: {string.Join(", ", found.Select(s => s.Id))}.",
                "Give the id."
            ),
        };
    }

    /// <summary>Makes a connection. It is sent once and never again by itself.</summary>
    /// <param name="connection">What to make.</param>
    /// <param name="context">The operation.</param>
    public async Task<QlikCloudDataConnection> CreateAsync(NewCloudDataConnection connection, CallContext context)
    {
        connection.Check();
        var properties = new ConnectionProperties(connection.Properties);
        var passphrase = await PassphrasePropertyAsync(
                connection.DataSource,
                connection.Login,
                connection.PassphraseProperty,
                context
            )
            .ConfigureAwait(false);
        var body = new Dictionary<string, object>
        {
            ["dataSourceId"] = connection.DataSource,
            ["qName"] = connection.Name,
            ["connectionProperties"] = properties.ToWire(connection.Login, passphrase),
        };
        if (connection.SpaceId is { } space)
            body["space"] = space;

        var bytes = SecretJson.Write(body);
        try
        {
            return await _session
                .SendAsync(new ServiceRequest(HttpMethod.Post, Base) { Body = bytes }, QlikCloudDataConnection.Read, context)
                .ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    /// <summary>Plans a change. A login is changed by PATCH, which alone reaches what a connection keeps inside itself.</summary>
    /// <param name="connection">The connection as it is.</param>
    /// <param name="change">What to change.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The change; null where everything is so already.</returns>
    public async Task<PlannedChange?> PlanAsync(
        QlikCloudDataConnection connection,
        CloudDataConnectionChange change,
        CallContext context
    )
    {
        change.Check();
        var patch = new List<PatchOperation>();
        if (change.Name is { } name && name != connection.Name)
        {
            patch.Add(new PatchOperation("replace", "/qName", name));
        }

        foreach (var pair in new ConnectionProperties(change.Properties).Values)
        {
            var known = connection.Properties.TryGetValue(pair.Key, out var old);
            if (!known || old != pair.Value)
                patch.Add(new PatchOperation(known ? "replace" : "add", PropertyPath(pair.Key), pair.Value));
        }

        if (change.Login is { } login)
        {
            if (connection.LoginKind is null or "OAuth" || (connection.LoginKind == "KeyPair" && !login.IsKeyPair))
            {
                throw new InputException(
                    ErrorIds.ConnectionLoginFixed,
                    $"The connection '{connection.Name}' ({connection.DataSource}, "
                        + $"{connection.LoginKind ?? "no login to Snowflake"}) cannot take this login.",
                    "A password connection can take a key pair, and either its own kind anew. Make a new connection for anything else."
                );
            }

            var passphrase = await PassphrasePropertyAsync(connection.DataSource, login, change.PassphraseProperty, context)
                .ConfigureAwait(false);
            patch.AddRange(LoginPatch(connection, login, passphrase));
        }

        return patch.Count == 0 ? null : new PlannedChange(_session, HttpMethods.Patch, PathOf(connection.Id), patch);
    }

    /// <summary>Deletes a connection.</summary>
    /// <param name="id">The id.</param>
    /// <param name="context">The operation.</param>
    public Task DeleteAsync(string id, CallContext context) =>
        _session.SendAsync(new ServiceRequest(HttpMethod.Delete, PathOf(id)), context);

    private static IEnumerable<PatchOperation> LoginPatch(
        QlikCloudDataConnection connection,
        SnowflakeLogin login,
        string passphraseProperty
    )
    {
        if (login.User.Length > 0)
            yield return new PatchOperation("replace", PropertyPath("username"), login.User);
        if (login.Key is not { } key)
        {
            yield return new PatchOperation("replace", PropertyPath("password"), login.Password);
            yield break;
        }

        if (connection.LoginKind == "KeyPair")
        {
            yield return new PatchOperation("replace", PropertyPath("PRIV_KEY_FILE") + "/0/name", key.FileName);
            yield return new PatchOperation("replace", PropertyPath("PRIV_KEY_FILE") + "/0/value", key.Content);
        }
        else
        {
            yield return new PatchOperation("add", PropertyPath("authenticator"), "snowflake_jwt");
            yield return new PatchOperation("add", PropertyPath("PRIV_KEY_FILE"), new[] { ConnectionProperties.KeyFile(key) });
        }

        if (key.Passphrase is { } passphrase)
            yield return new PatchOperation("add", PropertyPath(passphraseProperty), passphrase);
    }

    // The passphrase's property is in no public example: the tenant's own list of the data source's properties says.
    private async Task<string> PassphrasePropertyAsync(
        string dataSource,
        SnowflakeLogin? login,
        string? given,
        CallContext context
    )
    {
        if (login?.Key?.Passphrase is null || given is not null)
            return given ?? SnowflakeLogin.UsualPassphraseProperty;

        if (!_passphraseProperties.TryGetValue(dataSource, out var known))
            _passphraseProperties[dataSource] = known = await AskPassphrasePropertyAsync(dataSource, context)
                .ConfigureAwait(false);
        return known;
    }

    private async Task<string> AskPassphrasePropertyAsync(string dataSource, CallContext context)
    {
        try
        {
            return await _session
                    .SendAsync(
                        new ServiceRequest(HttpMethod.Get, $"data-sources/{Uri.EscapeDataString(dataSource)}/api-specs"),
                        PassphrasePropertyOf,
                        context
                    )
                    .ConfigureAwait(false)
                ?? SnowflakeLogin.UsualPassphraseProperty;
        }
        catch (QlikCloudException e) when (e.StatusCode is 403 or 404)
        {
            return SnowflakeLogin.UsualPassphraseProperty;
        }
    }

    private static string? PassphrasePropertyOf(JsonElement json)
    {
        if (
            !json.TryGetProperty("connectionProperties", out var schema)
            || !schema.TryGetProperty("properties", out var properties)
        )
            return null;

        var names = properties.EnumerateObject().Select(p => p.Name).ToArray();
        return names.FirstOrDefault(n =>
                string.Equals(n, SnowflakeLogin.UsualPassphraseProperty, StringComparison.OrdinalIgnoreCase)
            )
            ?? names.FirstOrDefault(n => n.IndexOf("passphrase", StringComparison.OrdinalIgnoreCase) >= 0)
            ?? names.FirstOrDefault(n =>
                n.StartsWith("PRIV_KEY_", StringComparison.OrdinalIgnoreCase)
                && n.EndsWith("PWD", StringComparison.OrdinalIgnoreCase)
            );
    }

    internal static void Check(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
            throw new InputException(
                ErrorIds.DataConnectionNameInvalid,
                "The connection's name is empty or holds a line break.",
                "Give a name."
            );
    }

    private static string PathOf(string id) => Base + "/" + Uri.EscapeDataString(id);

    // RFC 6901 section 3.
    private static string PropertyPath(string name) => "/connectionProperties/" + name.Replace("~", "~0").Replace("/", "~1");
}
