using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Diagnosis;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Checks everything that a login to Snowflake needs, and says what is wrong.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SnowflakeConnection", DefaultParameterSetName = KeySet)]
[OutputType(typeof(ConnectionCheck))]
public sealed class TestSnowflakeConnectionCommand : QlikSnowflakeCmdlet, ISnowflakeLogin
{
    private const string KeySet = "PrivateKeyPath";
    private const string TokenSet = "Token";
    private const string KeyTextSet = "PrivateKey";
    private const string NamedSet = "ConnectionName";
    private const string EnvironmentSet = "FromEnvironment";

    /// <summary>The account identifier.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeyTextSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>The user's login name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeyTextSet)]
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = NamedSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = KeySet, ValueFromPipelineByPropertyName = true)]
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
    [Parameter(ParameterSetName = KeySet)]
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

    /// <summary>The role to check.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>The warehouse to check.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>A certificate file (PEM or DER) to trust besides the system's, for these checks only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RootCertificatePath { get; set; }

    /// <summary>A proxy's address; without one the system's is used.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>How long one request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Ask Snowflake for the reason of a refused login and for the user's keys, through an administrator's session.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>The administrator's session for -Detailed; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [SnowflakeSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public SnowflakeSession? Session { get; set; }

    string? ISnowflakeLogin.Database => null;

    string? ISnowflakeLogin.Schema => null;

    private protected override object Target => Account ?? ConnectionName;

    private protected override void Process()
    {
        var settings = LoginParameters.Read(FromEnvironment, ParameterSetName == NamedSet ? ConnectionName : null, WriteWarning, ResolvePath);
        var trust = new ServerTrust { RootCertificatePath = RootCertificatePath is null ? null : ResolvePath(RootCertificatePath) };
        var options = LoginParameters.Join(this, settings, trust, TimeSpan.FromSeconds(TimeoutSec));
        var source = new LoginSource
        {
            Settings = settings,
            PrivateKeyPath = PrivateKeyPath is null ? null : ResolvePath(PrivateKeyPath),
            PrivateKey = PrivateKey,
            Passphrase = Passphrase,
            Token = Token,
            IsOAuth = OAuth,
        };
        var diagnosis = new SnowflakeDiagnosis(options, source.ToCredential, FindAdministrator());
        foreach (var check in Await(diagnosis.RunAsync))
            WriteObject(check);
    }

    private SnowflakeSession? FindAdministrator()
    {
        if (!Detailed)
            return null;
        return Session ?? RunspaceSessions.Current.Of<SnowflakeSession>().Default
            ?? throw new InputException("NoSession", "-Detailed needs a session of an administrator, and none is open.", "Run Connect-Snowflake first, or leave -Detailed out.", FailureKind.Session);
    }
}
