using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Configuration;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>
/// Base of cmdlets that log in: by key pair, token, named connection or the environment. What is typed comes first; where nothing is,
/// the default connection is taken, or the environment.
/// </summary>
public abstract class SnowflakeLoginCmdlet : ServerCmdlet
{
    private protected const string KeyFileSet = "PrivateKeyPath";
    private protected const string KeyTextSet = "PrivateKey";
    private protected const string TokenSet = "Token";
    private protected const string NamedSet = "ConnectionName";
    private protected const string EnvironmentSet = "FromEnvironment";

    /// <summary>The account identifier.</summary>
    [Parameter(Position = 0, ParameterSetName = KeyFileSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeyTextSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownAccountCompleter))]
    public string? Account { get; set; }

    /// <summary>The user's login name; a token names its user itself.</summary>
    [Parameter(Position = 1, ParameterSetName = KeyFileSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeyTextSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string? User { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(Position = 2, ParameterSetName = KeyFileSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    [Alias("FullName")]
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
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>A programmatic access token or, with -OAuth, an OAuth access token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Token { get; set; }

    /// <summary>The token is an OAuth access token.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    public SwitchParameter OAuth { get; set; }

    /// <summary>The name of a connection in connections.toml or config.toml; <c>default</c> is the default one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NamedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string ConnectionName { get; set; } = string.Empty;

    /// <summary>Take what is not given from the variables SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and so on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>A host, with a port if need be, in place of the account's own. It has no effect on the token's claims.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? HostName { get; set; }

    /// <summary>The role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeRoleCompleter))]
    public string? Role { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeWarehouseCompleter))]
    public string? Warehouse { get; set; }

    private protected override object Target => Account ?? ConnectionName;

    /// <summary>What a named connection or the environment says; null where neither is asked for.</summary>
    private protected ConnectionSettings? ReadSettings()
    {
        ConnectionSettings settings;
        if (FromEnvironment)
        {
            settings = ConnectionFiles.FromEnvironment(Environment.GetEnvironmentVariable);
        }
        else if (ParameterSetName == NamedSet || IsNothingGiven)
        {
            var files = ConnectionFiles.OfUser();
            settings = IsNothingGiven ? files.ReadDefault() : files.Read(ConnectionName);
            foreach (var warning in files.Warnings)
                WriteWarning(warning);
        }
        else
        {
            return null;
        }

        return settings with
        {
            PrivateKeyPath = ResolveRelative(settings.PrivateKeyPath),
            TokenPath = ResolveRelative(settings.TokenPath),
        };
    }

    private bool IsNothingGiven =>
        ParameterSetName == KeyFileSet && Account is null && User is null && PrivateKeyPath is null && Passphrase is null;

    /// <summary>Whom to connect as, and where.</summary>
    private protected SnowflakeSessionOptions ReadOptions(ConnectionSettings? settings, ServerTrust trust) =>
        new()
        {
            Account = SnowflakeAccount.Parse(Account ?? settings?.Account ?? throw AccountMissing(settings)),
            User = User ?? settings?.User,
            HostName = HostName ?? settings?.HostName,
            Role = Role ?? settings?.Role,
            Warehouse = Warehouse ?? settings?.Warehouse,
            Trust = trust,
            Proxy = ReadProxy(),
            RequestTimeout = RequestTimeout,
        };

    /// <summary>Where the key or token comes from.</summary>
    private protected LoginSource ReadSource(ConnectionSettings? settings) =>
        new()
        {
            Settings = settings,
            PrivateKeyPath = PrivateKeyPath is null ? null : ResolvePath(PrivateKeyPath),
            PrivateKey = PrivateKey,
            Passphrase = Passphrase,
            Token = Token,
            IsOAuth = OAuth,
        };

    // .NET Framework refuses to look at a path with characters that none can have; the reader of the file says so better.
    private string? ResolveRelative(string? path) =>
        path is null || path.IndexOfAny(Path.GetInvalidPathChars()) >= 0 || Path.IsPathRooted(path) ? path : ResolvePath(path);

    private static InputException AccountMissing(ConnectionSettings? settings) =>
        new(
            ErrorIds.AccountMissing,
            $"No account is given by {(settings is null ? "the parameters" : "the " + settings.Source)}.",
            settings is { IsEnvironment: true }
                ? "Set " + ConnectionSettings.Variables + ", or give -Account."
                : "Give -Account, or the key account in the connection."
        );
}
