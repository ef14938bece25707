using System.Management.Automation;
using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Opens a session with a Snowflake account by key pair.</summary>
[Cmdlet(VerbsCommunications.Connect, "Snowflake")]
[OutputType(typeof(SnowflakeSession))]
public sealed class ConnectSnowflakeCommand : ConnectCmdlet<SnowflakeSession>
{
    /// <summary>The account identifier.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Account { get; set; } = string.Empty;

    /// <summary>The user's login name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string User { get; set; } = string.Empty;

    /// <summary>The private key's file.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>Its passphrase, where it is encrypted.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

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

    private protected override object Target => Account;

    private protected override SnowflakeSession Open(ServerTrust trust)
    {
        var account = SnowflakeAccount.Parse(Account);
        if (account.Warning is not null)
            WriteWarning(account.Warning);

        var options = new SnowflakeSessionOptions
        {
            Account = account,
            User = User,
            HostName = HostName,
            Role = Role,
            Warehouse = Warehouse,
            Database = Database,
            Schema = Schema,
            Trust = trust,
            Proxy = Proxy,
            RequestTimeout = RequestTimeout,
        };
        var key = SigningKey.ReadFile(ResolvePath(PrivateKeyPath), Passphrase);
        return Await(context => SnowflakeSession.OpenAsync(Name ?? account.Identifier, options, key, context));
    }
}
