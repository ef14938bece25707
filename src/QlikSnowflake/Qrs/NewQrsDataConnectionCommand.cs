using System.Collections;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Makes a data connection: to Snowflake by key pair, of any type, or as a copy of another.</summary>
// Two sets take pipeline input; the engine settles on the default one before it sees any, so that must be the one that takes objects.
[Cmdlet(VerbsCommon.New, "QrsDataConnection", SupportsShouldProcess = true, DefaultParameterSetName = CopySet)]
[OutputType(typeof(DataConnection))]
public sealed class NewQrsDataConnectionCommand : QrsCmdlet
{
    private const string KeyPairSet = "SnowflakeKeyPair";
    private const string AnySet = "ConnectionString";
    private const string CopySet = "InputObject";

    /// <summary>The connection's name; with -InputObject it replaces the one there.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeyPairSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AnySet)]
    [Parameter(Position = 0, ParameterSetName = CopySet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The Snowflake account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string Account { get; set; } = string.Empty;

    /// <summary>The Snowflake user's login name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string User { get; set; } = string.Empty;

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>Its passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>The default database.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    /// <summary>The default schema.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>Further keys of the connection string, or other values for its defaults.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNull]
    public IDictionary? ConnectionProperty { get; set; }

    /// <summary>The connection string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnySet)]
    [ValidateNotNullOrEmpty]
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The type, such as folder or QvOdbcConnectorPackage.exe.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataConnectionTypeCompleter))]
    public string Type { get; set; } = string.Empty;

    /// <summary>The user name and password for the data source.</summary>
    [Parameter(ParameterSetName = AnySet)]
    [Parameter(ParameterSetName = CopySet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The password field as the connector wants it, for forms this module does not know.</summary>
    [Parameter(ParameterSetName = AnySet)]
    [Parameter(ParameterSetName = CopySet)]
    [ValidateNotNull]
    public SecureString? PasswordText { get; set; }

    /// <summary>A connection: one that was read, or its JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CopySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Names of tags to give it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Tag { get; set; }

    /// <summary>Make tags that are missing.</summary>
    [Parameter]
    public SwitchParameter CreateTag { get; set; }

    /// <summary>Custom properties to give it: names and a value or several.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? CustomProperty { get; set; }

    /// <summary>The owner, DIRECTORY\id; without it the user of the session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    private protected override object? Target => Name;

    private QrsReferences References => field ??= new QrsReferences(Current.Lookup);

    private protected override void Process()
    {
        var connection = ParameterSetName switch
        {
            KeyPairSet => FromKeyPair(),
            AnySet => new NewDataConnection { Name = Name!, ConnectionString = ConnectionString, Type = Type },
            _ => DataConnectionInput.Read(InputObject, hasSecret: Credential is not null || PasswordText is not null),
        };
        if (ParameterSetName == CopySet && Name is not null)
            connection = connection with { Name = Name };
        if (Credential is not null)
            connection = connection with { UserName = Credential.UserName, Password = Credential.Password };
        if (PasswordText is not null)
            connection = connection with { Password = PasswordText };

        connection.Check();
        connection = WithReferences(connection);
        if (ShouldProcess($"{connection.Name} ({connection.Type}) on {Current.Server}", "Create data connection"))
            WriteObject(Await(context => CreateAsync(connection, context)));
    }

    private NewDataConnection FromKeyPair()
    {
        var account = SnowflakeAccount.Parse(Account);
        if (account.Warning is not null)
            WriteWarning(account.Warning);

        var properties = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in new[] { ("database", Database), ("schema", Schema), ("warehouse", Warehouse), ("role", Role) })
        {
            if (value is not null)
                properties.Add(new(key, value));
        }

        if (ConnectionProperty is not null)
            properties.AddRange(PropertyTable.ToSetValues(ConnectionProperty));

        var connectionString = SnowflakeDataConnection.ConnectionString(account, properties).ToString();
        var password = SnowflakeDataConnection.Password(ResolvePath(PrivateKeyPath), Passphrase, out var decrypted);
        if (decrypted)
            WriteWarning(KeyPairWarnings.Decrypted(PrivateKeyPath));

        return new NewDataConnection
        {
            Name = Name!,
            ConnectionString = connectionString,
            Type = SnowflakeDataConnection.Provider,
            UserName = User,
            Password = password,
            LogOn = DataConnectionLogOn.CurrentUser,
        };
    }

    private NewDataConnection WithReferences(NewDataConnection connection)
    {
        if (Owner is not null)
        {
            var owner = QrsUserName.Parse(Owner);
            connection = connection with { OwnerId = Await(context => References.OwnerAsync(owner, context)) };
        }

        if (Tag is not null)
            Await(context => References.CheckTagsAsync(Tag, CreateTag, context));

        if (CustomProperty is null)
            return connection;

        var properties = PropertyTable.ToLists(CustomProperty).SelectMany(p =>
        {
            var definition = Await(context => References.CustomPropertyAsync(p.Key, p.Value, context));
            return p.Value.Select(value => (definition, value));
        });
        return connection with { CustomProperties = [.. properties] };
    }

    private async Task<DataConnection> CreateAsync(NewDataConnection connection, CallContext context)
    {
        if (Tag is not null)
        {
            await References.CreateMissingTagsAsync(Tag, context).ConfigureAwait(false);
            connection = connection with { TagIds = References.TagIds(Tag) };
        }

        return await Current.DataConnections.CreateAsync(connection, context).ConfigureAwait(false);
    }
}
