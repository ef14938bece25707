using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections;
using QlikSnowflake.QlikCloud.Connections;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Makes a data connection: to Snowflake by key pair or password, or of any data source by its properties.</summary>
[Cmdlet(VerbsCommon.New, "QlikCloudDataConnection", SupportsShouldProcess = true, DefaultParameterSetName = KeyPairSet)]
[OutputType(typeof(QlikCloudDataConnection))]
public sealed class NewQlikCloudDataConnectionCommand : CloudConnectionCmdlet
{
    private const string AnySet = "DataSource";

    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The Snowflake account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string Account { get; set; } = string.Empty;

    /// <summary>The Snowflake user's login name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string User { get; set; } = string.Empty;

    /// <summary>The private key's file, which goes to the tenant as it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>The Snowflake user and password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>The default database.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeDatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>The default schema.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeSchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeWarehouseCompleter))]
    public string? Warehouse { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [Parameter(ParameterSetName = PasswordSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeRoleCompleter))]
    public string? Role { get; set; }

    /// <summary>The data source, such as snowflake or DG_snowflake.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string DataSource { get; set; } = "snowflake";

    /// <summary>The space, by id or name; without it the personal one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QlikCloudSpaceCompleter))]
    public string? Space { get; set; }

    private protected override object Target => Name;

    private protected override void Process()
    {
        var properties = Properties();
        if (ParameterSetName != AnySet)
            AddSnowflake(properties);
        using var login = ParameterSetName switch
        {
            KeyPairSet => SnowflakeLogin.KeyPair(User, ResolvePath(PrivateKeyPath), Passphrase),
            PasswordSet => SnowflakeLogin.ByPassword(Credential.UserName, Credential.Password),
            _ => null,
        };
        if (ParameterSetName == PasswordSet)
            WriteWarning(
                "Snowflake ends logins by password alone for most users during 2026. A key pair goes on working: -User and -PrivateKeyPath."
            );

        var connection = new NewCloudDataConnection
        {
            Name = Name,
            DataSource = DataSource,
            Properties = properties,
            Login = login,
            PassphraseProperty = PassphraseProperty,
        };
        connection.Check();
        WarnOfUnknownKeys(DataSource);
        if (Space is not null)
            connection = connection with
            {
                SpaceId = WaitFor(context => Current.DataConnections.ResolveSpaceAsync(Space, context)),
            };
        if (ShouldProcess($"{Name} ({DataSource}) on {Current.Tenant}", "Create data connection"))
            WriteObject(WaitFor(context => Current.DataConnections.CreateAsync(connection, context)));
    }

    // What is given as a property comes before what the parameters say.
    private void AddSnowflake(List<KeyValuePair<string, string>> properties)
    {
        var account = SnowflakeAccount.Parse(Account);
        if (account.Warning is not null)
            WriteWarning(account.Warning);
        var target = new SnowflakeTarget
        {
            Account = account,
            Database = Database,
            Schema = Schema,
            Warehouse = Warehouse,
            Role = Role,
        };
        var (server, rest) = (target.ToProperties()[0], target.ToProperties().Skip(1));
        properties.AddRange(
            new[] { server, new("port", "443") }
                .Concat(rest)
                .Where(t => !properties.Exists(p => string.Equals(p.Key, t.Key, StringComparison.OrdinalIgnoreCase)))
                .ToList()
        );
    }
}
