using System.Management.Automation;
using System.Security;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Opens a session with a Qlik Cloud tenant by an API key.</summary>
[Cmdlet(VerbsCommunications.Connect, "QlikCloud")]
[OutputType(typeof(QlikCloudSession))]
public sealed class ConnectQlikCloudCommand : ConnectCmdlet<QlikCloudSession>
{
    /// <summary>The tenant's host, such as mytenant.eu.qlikcloud.com.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Tenant { get; set; } = string.Empty;

    /// <summary>The API key.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SecureString ApiKey { get; set; } = null!;

    private protected override object Target => Tenant;

    private protected override QlikCloudSession Open(ServerTrust trust)
    {
        var options = new QlikCloudSessionOptions { Tenant = Tenant, ApiKey = ApiKey.Copy(), Trust = trust, Proxy = Proxy, RequestTimeout = RequestTimeout };
        return Await(context => QlikCloudSession.OpenAsync(Name ?? Tenant, options, context));
    }
}
