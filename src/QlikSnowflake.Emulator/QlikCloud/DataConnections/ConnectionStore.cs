using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>
/// The tenant's data connections and spaces: who sees and changes what, and how they are shown. Not safe for several
/// threads: the service holds its lock around every use.
/// </summary>
internal sealed class ConnectionStore(CloudDirectory directory, QlikCloudSettings settings, TimeProvider clock)
{
    public const string Invalid = "DCERROR-0010";

    private static readonly string[] OwnPrivileges = ["list", "read", "update", "delete", "change_owner", "change_space"];
    private static readonly string[] OtherPrivileges = ["list", "read"];

    private readonly List<CloudConnection> _connections = [];

    public IReadOnlyList<CloudConnection> All => _connections;

    /// <summary>Called with a connection that was saved, or whose shared credentials were; one that was removed has no secrets.</summary>
    public Action<CloudConnection>? Saved { get; set; }

    public List<CloudSpace> Spaces { get; } = [];

    public IReadOnlyList<DataSource> Sources => DataSource.All(settings.PassphraseProperty);

    public DateTimeOffset Now => clock.GetUtcNow();

    public static CloudRefusal Bad(string pointer, string detail) => CloudRefusal.BadBody(Invalid, pointer, detail);

    public DataSource? Source(string id) =>
        Sources.FirstOrDefault(source => source.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The source of a connection, or one that stands for a provider that the tenant doesn't know.</summary>
    public DataSource SourceOf(CloudConnection connection) =>
        Source(connection.DataSourceId)
        ?? new DataSource(connection.DataSourceId, connection.DataSourceId, connection.DataSourceId, []);

    public CloudConnection? Find(Guid id)
    {
        var text = id.ToString("D");
        return _connections.Find(connection => connection.Id == text);
    }

    public CloudSpace? Space(string id) => Spaces.Find(space => space.Id == id);

    public bool MayRead(CloudUser user, CloudConnection connection) =>
        MayChange(user, connection) || connection.SpaceId.Length > 0 || directory.IsAdministrator(user);

    public bool MayChange(CloudUser user, CloudConnection connection) =>
        connection.OwnerId == user.Id
        || (directory.IsAdministrator(user) && (settings.AdministratorsChangePersonal || connection.SpaceId.Length > 0));

    public void RequireAdministrator(CloudUser user)
    {
        if (!directory.IsAdministrator(user))
            throw CloudRefusal.Forbidden();
    }

    public bool IsUser(string id) => directory.User(id) is not null;

    /// <summary>Adds a connection, or puts it in the place of the one with its id.</summary>
    public CloudConnection Save(CloudConnection connection)
    {
        if (connection.SpaceId.Length > 0 && Space(connection.SpaceId) is null)
            throw new CloudRefusal(404, "DCERROR-0004", "Space not found");
        var taken = _connections.Exists(other =>
            other.Id != connection.Id
            && string.Equals(other.Name, connection.Name, StringComparison.OrdinalIgnoreCase)
            && other.SpaceId == connection.SpaceId
            && (other.SpaceId.Length > 0 || other.OwnerId == connection.OwnerId)
        );
        if (taken)
            throw new CloudRefusal(409, "DCERROR-0009", "Connection exists", "A connection of this name exists in the space.");
        var at = _connections.FindIndex(other => other.Id == connection.Id);
        if (at < 0 || !JsonNode.DeepEquals(_connections[at].Secrets, connection.Secrets))
            connection = connection with { CredentialsUpdated = Now };
        if (at < 0)
            _connections.Add(connection);
        else
            _connections[at] = connection;
        Saved?.Invoke(connection);
        Share(connection);
        return connection;
    }

    /// <summary>Separate credentials are one thing, however many connections use them.</summary>
    private void Share(CloudConnection changed)
    {
        if (!changed.SeparateCredentials || changed.CredentialsId is null)
            return;
        for (var i = 0; i < _connections.Count; i++)
        {
            var other = _connections[i];
            if (other.Id == changed.Id || !other.SeparateCredentials || other.CredentialsId != changed.CredentialsId)
                continue;
            _connections[i] = other with
            {
                Secrets = changed.Secrets.DeepClone().AsObject(),
                CredentialsName = changed.CredentialsName ?? other.CredentialsName,
                CredentialsUpdated = changed.CredentialsUpdated,
            };
            Saved?.Invoke(_connections[i]);
        }
    }

    public void Remove(CloudConnection connection)
    {
        _connections.RemoveAll(other => other.Id == connection.Id);
        Saved?.Invoke(connection with { Secrets = [] });
    }

    /// <summary>As a client sees it.</summary>
    public JsonObject Write(CloudCall call, CloudConnection connection, bool withSecret)
    {
        var mine = MayChange(call.User, connection);
        var json = new JsonObject
        {
            ["id"] = connection.Id,
            ["qID"] = connection.Id,
            ["qEngineObjectID"] = connection.Id,
            ["qName"] = connection.Name,
            ["qType"] = connection.Type,
            ["datasourceID"] = connection.DataSourceId,
            ["qConnectStatement"] = connection.Statement,
            ["qLogOn"] = connection.LogOn,
            ["qArchitecture"] = connection.Architecture,
            ["qSeparateCredentials"] = connection.SeparateCredentials,
            ["user"] = connection.OwnerId,
            ["tenant"] = directory.TenantId,
            ["created"] = CloudDate.Write(connection.Created),
            ["updated"] = CloudDate.Write(connection.Updated),
            ["privileges"] = new JsonArray([.. (mine ? OwnPrivileges : OtherPrivileges).Select(name => JsonValue.Create(name))]),
            ["tags"] = new JsonArray([.. connection.Tags.Select(tag => JsonValue.Create(tag))]),
            ["qri"] = Qri(connection),
            ["version"] = "V1",
            ["links"] = new JsonObject
            {
                ["self"] = new JsonObject { ["href"] = $"{call.Origin}/api/v1/data-connections/{connection.Id}" },
            },
        };
        if (connection.CredentialsId is not null)
            json["qCredentialsID"] = connection.CredentialsId;
        if (connection.CredentialsName is not null)
            json["qCredentialsName"] = connection.CredentialsName;
        if (connection.SpaceId.Length > 0)
            json["space"] = connection.SpaceId;
        if (withSecret && mine && connection.Secrets.Count > 0)
            json["qConnectionSecret"] = Sealed(connection);
        if (call.Parameter("parseConnection") == "true")
        {
            json.Remove("qConnectStatement");
            json["connectionProperties"] = Parsed(connection);
        }

        return json;
    }

    private JsonObject Parsed(CloudConnection connection)
    {
        var parsed = new JsonObject();
        foreach (var (key, value) in ConnectionStatement.Parse(connection.Statement))
            parsed[key] = value;
        if (settings.ShowUserName && connection.Secrets["username"] is { } user)
            parsed["username"] = user.DeepClone();
        return parsed;
    }

    private static string Qri(CloudConnection connection)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(connection.Server ?? connection.Statement));
        return $"qri:db:{connection.DataSourceId}://{System.Buffers.Text.Base64Url.EncodeToString(hash)}";
    }

    /// <summary>Something that changes with the secrets and doesn't tell them.</summary>
    private static string Sealed(CloudConnection connection) =>
        Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(connection.Id + connection.Secrets.ToJsonString())));
}
