using System.Management.Automation;
using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Opens a session with a Snowflake account: by key pair, token, named connection or the environment.</summary>
[Cmdlet(VerbsCommunications.Connect, "Snowflake", DefaultParameterSetName = KeyFileSet)]
[OutputType(typeof(SnowflakeSession))]
public sealed class ConnectSnowflakeCommand : ConnectCmdlet<SnowflakeSession>, ISnowflakeLogin
{
    private const string KeyFileSet = "PrivateKeyPath";
    private const string KeyTextSet = "PrivateKey";
    private const string TokenSet = "Token";
    private const string NamedSet = "ConnectionName";
    private const string EnvironmentSet = "FromEnvironment";

    /// <summary>The account identifier.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeyFileSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeyTextSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>The user's login name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeyFileSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeyTextSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = KeyFileSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    public string? PrivateKeyPath { get; set; }

    /// <summary>The private key: its text, or the bytes of its file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeyTextSet)]
    [ValidateNotNull]
    [PrivateKeyArgument]
    public SecureString? PrivateKey { get; set; }

    /// <summary>The private key's passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = KeyFileSet)]
    [Parameter(ParameterSetName = KeyTextSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A programmatic access token or, with -OAuth, an OAuth access token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>The token is an OAuth access token.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    public SwitchParameter OAuth { get; set; }

    /// <summary>The name of a connection in connections.toml or config.toml; default is the default one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NamedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string ConnectionName { get; set; } = string.Empty;

    /// <summary>Take what is not given from the variables SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and so on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>A host, with a port if need be, in place of the account's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>The role statements run in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    /// <summary>The schema.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    private protected override object Target => Account ?? ConnectionName;

    private protected override SnowflakeSession Open(ServerTrust trust)
    {
        var settings = LoginParameters.Read(FromEnvironment, ParameterSetName == NamedSet ? ConnectionName : null, WriteWarning, ResolvePath);
        var options = LoginParameters.Join(this, settings, trust, RequestTimeout);
        if (options.Account.Warning is not null)
            WriteWarning(options.Account.Warning);

        var credential = new LoginSource
        {
            Settings = settings,
            PrivateKeyPath = PrivateKeyPath is null ? null : ResolvePath(PrivateKeyPath),
            PrivateKey = PrivateKey,
            Passphrase = Passphrase,
            Token = Token,
            IsOAuth = OAuth,
        }.ToCredential();
        var name = Name ?? (ParameterSetName == NamedSet ? ConnectionName : options.Account.Identifier);
        return Await(context => SnowflakeSession.OpenAsync(name, options, credential, context));
    }
}
