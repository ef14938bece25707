using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Opens a session with a Qlik Sense repository by the site's client certificate.</summary>
[Cmdlet(VerbsCommunications.Connect, "Qrs", DefaultParameterSetName = FileSet)]
[OutputType(typeof(QrsSession))]
public sealed class ConnectQrsCommand : ConnectCmdlet<QrsSession>
{
    private const string FileSet = "CertificateFile";
    private const string StoreSet = "CertificateStore";
    private const string ObjectSet = "Certificate";

    /// <summary>The central node's host name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("ComputerName")]
    public string Server { get; set; } = string.Empty;

    /// <summary>The repository's port.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = QrsSessionOptions.DefaultPort;

    /// <summary>The client certificate's file: a PFX, or PEM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string CertificatePath { get; set; } = string.Empty;

    /// <summary>The file of its private key, for PEM.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateKeyPath { get; set; }

    /// <summary>The PFX's password, or the PEM key's passphrase.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The thumbprint of a client certificate in CurrentUser\My or LocalMachine\My.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string CertificateThumbprint { get; set; } = string.Empty;

    /// <summary>The client certificate.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public X509Certificate2 Certificate { get; set; } = null!;

    /// <summary>The name in the server's certificate, where it is not the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServerName { get; set; }

    /// <summary>The directory of the user to act as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string UserDirectory { get; set; } = "internal";

    /// <summary>The user to act as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = "sa_repository";

    private protected override object Target => Server;

    private protected override string? ExpectedServerName => ServerName;

    private protected override QrsSession Open(ServerTrust trust)
    {
        var options = new QrsSessionOptions
        {
            Server = Server,
            Port = Port,
            ClientCertificate = FindCertificate(),
            UserDirectory = UserDirectory,
            UserId = UserId,
            Trust = trust,
            Proxy = Proxy,
            RequestTimeout = RequestTimeout,
        };
        return Await(context => QrsSession.OpenAsync(Name ?? Server, options, context));
    }

    private X509Certificate2 FindCertificate() => ParameterSetName switch
    {
        FileSet => ClientCertificates.FromFile(ResolvePath(CertificatePath), CertificateKeyPath is null ? null : ResolvePath(CertificateKeyPath), CertificatePassword),
        StoreSet => ClientCertificates.FromStore(CertificateThumbprint),
        _ => ClientCertificates.CheckKey(Certificate, Certificate.Subject),
    };
}
