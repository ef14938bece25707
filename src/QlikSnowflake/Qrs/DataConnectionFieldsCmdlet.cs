using System.Collections;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>The fields of a data connection that can be set and tested.</summary>
public abstract class DataConnectionFieldsCmdlet : DataConnectionTargetCmdlet
{
    /// <summary>The connection string as a whole.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ConnectionString { get; set; }

    /// <summary>Keys of the connection string with their values; $null for a key that shall not be there.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? ConnectionProperty { get; set; }

    /// <summary>The Snowflake account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string? Account { get; set; }

    /// <summary>The default database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeDatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>The default schema.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeSchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeWarehouseCompleter))]
    public string? Warehouse { get; set; }

    /// <summary>The role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeRoleCompleter))]
    public string? Role { get; set; }

    /// <summary>The type, such as folder or QvOdbcConnectorPackage.exe.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DataConnectionTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>The login name for the data source.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string? User { get; set; }

    /// <summary>The file of the private key by which it logs in to Snowflake.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary>The key's passphrase, where it is encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The user name and password for the data source.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The password field as the connector wants it.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? PasswordText { get; set; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    [Parameter]
    public DataConnectionLogOn? LogOn { get; set; }

    /// <summary>The connector's architecture.</summary>
    [Parameter]
    public DataConnectionArchitecture? Architecture { get; set; }

    /// <summary>The owner, DIRECTORY\id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QrsUserCompleter))]
    public string? Owner { get; set; }

    /// <summary>Names of all the tags it shall have.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(QrsTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Custom properties with all values of each; $null for a property that it shall not have.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? CustomProperty { get; set; }

    /// <summary>The fields as given, read once for the whole command.</summary>
    private protected DataConnectionState Wanted => _wanted ??= ReadFields();

    private DataConnectionState? _wanted;

    /// <summary>The fields given, as a state.</summary>
    private DataConnectionState ReadFields()
    {
        var login = new DataConnectionLogin(Credential, User, PasswordText, PrivateKeyPath, Passphrase);
        login.Check();

        return new DataConnectionState
        {
            ConnectionString = ConnectionString,
            ConnectionProperties = Properties(),
            Type = Type,
            UserName = login.UserName,
            Password = login.ReadPassword(ResolvePath, KeyWasDecrypted),
            LogOn = LogOn,
            Architecture = Architecture,
            Owner = Owner is null ? null : QrsUserName.Parse(Owner),
            Tags = Tag,
            CustomProperties = CustomProperty is null ? [] : PropertyTable.ToLists(CustomProperty),
        };
    }

    private List<KeyValuePair<string, string?>> Properties()
    {
        var account = Account is null ? null : SnowflakeAccount.Parse(Account);
        if (account?.Warning is { } warning)
            WriteWarning(warning);
        var target = new SnowflakeTarget
        {
            Account = account,
            Database = Database,
            Schema = Schema,
            Warehouse = Warehouse,
            Role = Role,
        };
        var properties = target.ToProperties().Select(p => new KeyValuePair<string, string?>(p.Key, p.Value)).ToList();
        if (ConnectionProperty is not null)
            properties.AddRange(PropertyTable.ToValues(ConnectionProperty));
        return properties;
    }

    /// <summary>Told where the key's file is encrypted and what was made of it is not.</summary>
    private protected virtual void KeyWasDecrypted(string path) { }

    private protected static InputException Conflicting(string why) =>
        new(ErrorIds.ParametersConflict, why + ".", "Give one of them.");
}
