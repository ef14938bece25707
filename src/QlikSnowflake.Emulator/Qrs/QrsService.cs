using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;
using QlikSnowflake.Emulator.Hosting;
using QlikSnowflake.Emulator.Qrs.Selections;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// The repository service of Qlik Sense Enterprise on Windows, as its direct port (4242) serves it. (Qlik Sense
/// Repository Service API; shapes: its API description, version 38.22.0.)
/// </summary>
public sealed class QrsService : IEmulatedService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly EmulatorClock _clock;
    private readonly QlikSite _site;
    private readonly QrsStore _store;
    private readonly QrsEntityReader _reader;
    private readonly QrsEntityWriter _writer;
    private int _seeded;

    internal QrsService(QrsSettings settings, EmulatorClock clock, StateFiles files)
    {
        Settings = settings;
        _clock = clock;
        _site = QlikSite.Create(settings.HostName, clock.GetUtcNow());
        Export = new SiteExport(_site, files, settings.ClientKeyFormat);
        _store = new QrsStore(settings, clock) { Changed = OnChanged };
        _reader = new QrsEntityReader(_store, clock);
        _writer = new QrsEntityWriter(_store, settings);
        Administrator = AddUser("INTERNAL", "sa_repository", "RootAdmin");
        AddUser("INTERNAL", "sa_api", "RootAdmin");
    }

    /// <inheritdoc />
    public string Name => "qrs";

    /// <summary>How it behaves; changes take effect at once.</summary>
    public QrsSettings Settings { get; }

    /// <summary>The id of the user <c>INTERNAL\sa_repository</c>, who has all rights.</summary>
    public Guid Administrator { get; }

    internal Action<SecretChange>? SecretChanged { get; set; }

    internal QlikSite Site => _site;

    internal SiteExport Export { get; }

    internal JsonObject Seed(SeedRequest request)
    {
        var (count, snowflake, keyPair) = (
            request.Count("dataConnections"),
            request.Flag("snowflake", otherwise: true),
            request.Flag("keyPair", otherwise: true)
        );
        request.RequireAllRead();
        AddDataConnections(count, snowflake, keyPair);
        return new JsonObject { ["dataConnections"] = count };
    }

    /// <summary>The data connections in the full form, with their passwords.</summary>
    public IReadOnlyList<JsonObject> DataConnections
    {
        get
        {
            lock (_lock)
                return
                [
                    .. _store
                        .All(QrsEntityType.DataConnection)
                        .Select(entity => _writer.Inside(QrsEntityType.DataConnection, entity)),
                ];
        }
    }

    /// <summary>Adds a user.</summary>
    /// <param name="directory">The user directory.</param>
    /// <param name="id">The user id.</param>
    /// <param name="roles">Roles; <c>RootAdmin</c>, <c>ContentAdmin</c> and <c>SecurityAdmin</c> may do everything, other users
    /// see their own data connections only.</param>
    public Guid AddUser(string directory, string id, params IEnumerable<string> roles)
    {
        lock (_lock)
            return CreateUser(directory, id, roles);
    }

    /// <summary>Makes a user inactive, or active again.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="inactive">Whether he's inactive.</param>
    public void SetInactive(Guid id, bool inactive = true)
    {
        lock (_lock)
            (_store.Find(QrsEntityType.User, id) ?? throw new ArgumentException("No such user.", nameof(id)))["inactive"] =
                inactive;
    }

    /// <summary>Adds a tag.</summary>
    /// <param name="name">Its name.</param>
    public Guid AddTag(string name) => Add(QrsEntityType.Tag, new JsonObject { ["name"] = name });

    /// <summary>Adds a custom property definition.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="objectTypes">What it is for, such as <c>DataConnection</c>.</param>
    /// <param name="choiceValues">The values it may have; none: any.</param>
    public Guid AddCustomProperty(string name, IEnumerable<string> objectTypes, params IEnumerable<string> choiceValues) =>
        Add(
            QrsEntityType.CustomPropertyDefinition,
            new JsonObject
            {
                ["name"] = name,
                ["valueType"] = "Text",
                ["objectTypes"] = List(objectTypes),
                ["choiceValues"] = List(choiceValues),
            }
        );

    /// <summary>Adds a data connection, owned by <c>INTERNAL\sa_repository</c> unless it names an owner.</summary>
    /// <param name="content">Its properties, as the body of a POST.</param>
    public Guid AddDataConnection(JsonObject content) => Add(QrsEntityType.DataConnection, content);

    /// <summary>
    /// Adds many data connections at once, owned by <c>INTERNAL\sa_repository</c> and numbered on from those added
    /// before: <c>Snowflake 00001</c>, or <c>Connection 00001</c>.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="snowflake">Whether they are to Snowflake; otherwise folders, REST and PostgreSQL by turns.</param>
    /// <param name="keyPair">Whether those to Snowflake sign in with a key pair, or with a password.</param>
    public void AddDataConnections(int count, bool snowflake = true, bool keyPair = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_lock)
        {
            var last = _seeded + count;
            while (_seeded < last)
            {
                _seeded++;
                Add(
                    QrsEntityType.DataConnection,
                    snowflake ? SeededConnections.Snowflake(_seeded, keyPair) : SeededConnections.Other(_seeded)
                );
            }
        }
    }

    /// <inheritdoc />
    public void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(new QrsAccess(this, _site, _clock).InvokeAsync);
        MapCalls(app, "");
    }

    /// <summary>Adds the calls alone, without a door in front of them.</summary>
    /// <param name="app">Where they go.</param>
    /// <param name="bases">What stands before <c>/qrs</c>.</param>
    internal void MapCalls(IEndpointRouteBuilder app, params string[] bases)
    {
        var router = new QrsRouter(app, _lock, bases);
        QrsAboutRoutes.Map(router);
        new QrsCertificateRoutes(Export).Map(router);
        QrsDescription.Map(router);
        var connections = RoutesOf(QrsEntityType.DataConnection);
        connections.Map(router);
        foreach (var type in new[] { QrsEntityType.Tag, QrsEntityType.User, QrsEntityType.CustomPropertyDefinition })
            RoutesOf(type).Map(router);
        new SelectionRoutes(connections, RoutesOf(QrsEntityType.Selection), _store, _reader, Settings).Map(router);
    }

    /// <inheritdoc />
    public void Dispose() => _site.Dispose();

    private void OnChanged(QrsEntityType type, Guid id, JsonObject? content)
    {
        if (type == QrsEntityType.DataConnection)
            SecretChanged?.Invoke(new SecretChange(Name, id.ToString("D"), (string?)content?["password"]));
    }

    /// <summary>Whether the TLS handshake goes on with what the client sent.</summary>
    internal bool AcceptsInHandshake(X509Certificate2? certificate) =>
        Settings.ClientCertificateRefusal == ClientCertificateRefusal.Forbidden
        || (certificate is not null && _site.Issued(certificate, _clock.GetUtcNow()));

    /// <summary>The user of a name, who is active.</summary>
    /// <param name="name">Directory and id, in any letter case.</param>
    /// <param name="create">Whether an unknown one is created, without roles, or refused.</param>
    internal QrsUser KnownUser((string Directory, string Id) name, bool create)
    {
        lock (_lock)
        {
            var known = FindUser(name.Directory, name.Id);
            if (known is null && create)
                known = _store.Find(QrsEntityType.User, CreateUser(name.Directory, name.Id, []));
            return QrsAccess.RequireActive(known ?? throw QrsRefusal.Forbidden());
        }
    }

    private QrsEntityRoutes RoutesOf(QrsEntityType type) => new(type, _store, _reader, _writer, Settings);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private JsonObject? FindUser(string directory, string id) =>
        _store.Namesakes(QrsEntityType.User, new JsonObject { ["userDirectory"] = directory, ["userId"] = id }) is [var first, ..]
            ? first
            : null;

    private Guid CreateUser(string directory, string id, IEnumerable<string> roles)
    {
        var body = new JsonObject
        {
            ["userDirectory"] = directory,
            ["userId"] = id,
            ["name"] = id,
            ["roles"] = List(roles),
        };
        var user = _reader.Read(QrsEntityType.User, body, stored: null, body);
        user["deleteProhibited"] = directory == "INTERNAL";
        return QrsStore.IdOf(_store.Insert(QrsEntityType.User, user, Guid.Empty, @"INTERNAL\System"));
    }

    private Guid Add(QrsEntityType type, JsonObject body)
    {
        lock (_lock)
        {
            var administrator = new QrsUser(_store.Find(QrsEntityType.User, Administrator)!);
            var entity = _reader.Read(type, body, stored: null, administrator.Entity);
            return QrsStore.IdOf(_store.Insert(type, entity, Guid.Empty, administrator.Name));
        }
    }
}
