using System.Collections;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
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
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Name { get; set; }

    /// <summary>The Snowflake account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string Account { get; set; } = string.Empty;

    /// <summary>The Snowflake user's login name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyPairSet)]
    [Parameter(ParameterSetName = AnySet)]
    [Parameter(ParameterSetName = CopySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string? User { get; set; }

    /// <summary>The private key's file.</summary>
    // Nowhere mandatory: -PasswordText can stand for it, and an error of our own says so.
    [Parameter(ParameterSetName = KeyPairSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AnySet)]
    [Parameter(ParameterSetName = CopySet)]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary>Its passphrase, where it is encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The default database.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeDatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>The default schema.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeSchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeWarehouseCompleter))]
    public string? Warehouse { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeRoleCompleter))]
    public string? Role { get; set; }

    /// <summary>Further keys of the connection string, or other values for its defaults.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? ConnectionProperty { get; set; }

    /// <summary>The connection string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
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
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? PasswordText { get; set; }

    /// <summary>A connection: one that was read, or its JSON.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CopySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Names of tags to give it, in place of those of -InputObject.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Make tags that are missing.</summary>
    [Parameter]
    public SwitchParameter CreateTag { get; set; }

    /// <summary>Custom properties to give it, names and a value or several, in place of those of -InputObject.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? CustomProperty { get; set; }

    /// <summary>The owner, DIRECTORY\id; without it the one of -InputObject, else the user of the session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public string? Owner { get; set; }

    private protected override object? Target => Name;

    private QrsReferences References => field ??= new QrsReferences(Current.Lookup);

    // Of lines of a file none can be read: one error says so, not one a line.
    private protected override bool FailureEndsCommand => ParameterSetName == CopySet && DataConnectionInput.IsPiece(InputObject);

    private protected override void Process()
    {
        var login = ReadLogin();
        var names = new DataConnectionState();
        var connection = ParameterSetName switch
        {
            KeyPairSet => FromAccount(),
            AnySet => new NewDataConnection
            {
                Name = Name!,
                ConnectionString = ConnectionString,
                Type = Type,
            },
            _ => DataConnectionInput.Read(InputObject, login.HasSecret, out names),
        };
        if (ParameterSetName == CopySet && Name is not null)
            connection = connection with { Name = Name };
        connection.Check();
        connection = WithLogin(connection, login);
        connection.Check();
        if (connection.Warning is { } warning)
            WriteWarning(warning);
        if (ConnectionProperty is not null)
            WarnOfUnknownKeys(connection.ConnectionString, PropertyTable.ToValues(ConnectionProperty).Select(p => p.Key));
        connection = WithReferences(connection, names);
        if (
            ParameterSetName == CopySet
            && connection.Password is null
            && (connection.LacksPassword || (InputObject.BaseObject is DataConnection original && original.MayHavePassword()))
        )
            WriteWarning(
                $"The password of '{connection.Name}' is not in what it is made from: the copy is made without. -Credential or "
                    + "-PrivateKeyPath gives it one."
            );
        if (
            ShouldProcess(
                $"{connection.Name} ({connection.Type}) on {Current.Server}",
                "Create data connection" + References.DescribeMissing(Tag ?? names.Tags ?? [])
            )
        )
            WriteObject(WaitFor(context => CreateAsync(connection, Tag ?? names.Tags, context)));
    }

    private DataConnectionLogin ReadLogin()
    {
        var login = new DataConnectionLogin(Credential, User, PasswordText, PrivateKeyPath, Passphrase);
        login.Check();
        if (ParameterSetName != KeyPairSet || PrivateKeyPath is not null || PasswordText is not null)
            return login;
        throw new InputException(
            ErrorIds.PrivateKeyMissing,
            $"No private key is given by which {User} logs in to Snowflake.",
            "Give its file with -PrivateKeyPath (New-SnowflakeKeyPair makes one), or the whole password field with -PasswordText."
        );
    }

    private NewDataConnection FromAccount()
    {
        var account = SnowflakeAccount.Parse(Account);
        if (account.Warning is not null)
            WriteWarning(account.Warning);

        var target = new SnowflakeTarget
        {
            Database = Database,
            Schema = Schema,
            Warehouse = Warehouse,
            Role = Role,
        };
        var others = ConnectionProperty is null ? [] : PropertyTable.ToSetValues(ConnectionProperty);
        var text = SnowflakeDataConnection.ConnectionString(account, [.. target.ToProperties(), .. others]);

        return new NewDataConnection
        {
            Name = Name!,
            ConnectionString = text.ToString(),
            Type = SnowflakeDataConnection.Provider,
            LogOn = DataConnectionLogOn.CurrentUser,
        };
    }

    private NewDataConnection WithLogin(NewDataConnection connection, DataConnectionLogin login)
    {
        if (login.UserName is { } user)
            connection = connection with { UserName = user };
        if (login.ReadPassword(ResolvePath, path => WriteWarning(KeyPairWarnings.Decrypted(path))) is not { } password)
            return connection;

        // What -ConnectionProperty says of a new string is left as it is.
        return PrivateKeyPath is null || ParameterSetName == KeyPairSet
            ? connection with
            {
                Password = password,
            }
            : SnowflakeDataConnection.ToKeyPair(connection, password);
    }

    private NewDataConnection WithReferences(NewDataConnection connection, DataConnectionState input)
    {
        var names = input with
        {
            Owner = Owner is null ? input.Owner : QrsUserName.Parse(Owner),
            Tags = Tag ?? input.Tags,
            CustomProperties = CustomProperty is null ? input.CustomProperties : PropertyTable.ToLists(CustomProperty),
        };
        CheckOwner(input);
        var (owner, properties) = WaitFor(context => References.ResolveAsync(names, CreateTag, context));
        return connection with
        {
            OwnerId = owner ?? connection.OwnerId,
            CustomProperties = CustomProperty is null && properties.Count == 0 ? connection.CustomProperties : properties,
        };
    }

    // An owner that came with the input is nothing that the user wrote, so the error says where it is from.
    private void CheckOwner(DataConnectionState input)
    {
        if (Owner is not null || input.Owner is not { } owner)
            return;
        try
        {
            WaitFor(context => References.OwnerAsync(owner, context));
        }
        catch (InputException e) when (e.Kind == FailureKind.NotFound)
        {
            throw new InputException(
                ErrorIds.QrsUserNotFound,
                $"The connection's owner {owner} is no user of this site.",
                "Name an owner with -Owner; Get-QrsUser lists the site's users.",
                FailureKind.NotFound,
                e
            );
        }
    }

    private async Task<DataConnection> CreateAsync(NewDataConnection connection, IReadOnlyList<string>? tags, CallContext context)
    {
        if (tags is not null)
            connection = connection with { TagIds = await References.TagIdsAsync(tags, context).ConfigureAwait(false) };
        return await Current.DataConnections.CreateAsync(connection, context).ConfigureAwait(false);
    }
}
