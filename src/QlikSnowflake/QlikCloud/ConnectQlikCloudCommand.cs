using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.QlikCloud.KeyStores;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.QlikCloud.Contexts;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Opens a session with a Qlik Cloud tenant by an API key, as an OAuth client, or by a context of qlik-cli.</summary>
[Cmdlet(VerbsCommunications.Connect, "QlikCloud", DefaultParameterSetName = KeySet)]
[OutputType(typeof(QlikCloudSession))]
public sealed class ConnectQlikCloudCommand : ConnectCmdlet<QlikCloudSession>
{
    private const string KeySet = "ApiKey";
    private const string FileSet = "ApiKeyPath";
    private const string ClientSet = "OAuthClient";
    private const string ContextSet = "Context";

    /// <summary>The tenant's host, such as mytenant.eu.qlikcloud.com.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ClientSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Tenant { get; set; } = string.Empty;

    /// <summary>The API key.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = KeySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString ApiKey { get; set; } = null!;

    /// <summary>A file that holds the API key, as Update-QlikCloudApiKey writes it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string ApiKeyPath { get; set; } = string.Empty;

    /// <summary>The certificate with private key that the file is encrypted to, where it is in no store.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The OAuth client's id.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The OAuth client's secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString ClientSecret { get; set; } = null!;

    /// <summary>The name of a context in qlik-cli's contexts.yml.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContextSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContextNameCompleter))]
    public string Context { get; set; } = string.Empty;

    private protected override object Target => ParameterSetName == ContextSet ? Context : Tenant;

    private protected override QlikCloudSession Open(ServerTrust trust)
    {
        var options = Login() with { Trust = trust, Proxy = ReadProxy(), RequestTimeout = RequestTimeout };
        return WaitFor(context => QlikCloudSession.OpenAsync(Name ?? options.Host, options, context));
    }

    private QlikCloudSessionOptions Login()
    {
        switch (ParameterSetName)
        {
            case FileSet:
                var path = ResolvePath(ApiKeyPath);
                var key =
                    new KeyFileProtection(InvokeCommand).Read(path, Certificate)
                    ?? throw new InputException(
                        ErrorIds.ApiKeyFileNotFound,
                        $"The key file '{path}' does not exist.",
                        "Update-QlikCloudApiKey -Path writes one.",
                        FailureKind.NotFound
                    );
                return new QlikCloudSessionOptions { Tenant = Tenant, ApiKey = key };
            case ClientSet:
                return new QlikCloudSessionOptions
                {
                    Tenant = Tenant,
                    ClientId = ClientId,
                    ClientSecret = ClientSecret.Copy(),
                };
            case ContextSet:
                var context = QlikCliContexts.OfUser().Read(Context);
                Name ??= Context;
                return new QlikCloudSessionOptions
                {
                    Tenant = context.Tenant,
                    ApiKey = context.ApiKey,
                    ClientId = context.ClientId,
                    ClientSecret = context.ClientSecret,
                };
            default:
                return new QlikCloudSessionOptions { Tenant = Tenant, ApiKey = ApiKey.Copy() };
        }
    }
}
