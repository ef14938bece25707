using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Certificates;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Opens a session with a Qlik Sense repository: by the site's client certificate, or through a virtual proxy.</summary>
[Cmdlet(VerbsCommunications.Connect, "Qrs", DefaultParameterSetName = StoreSet)]
[OutputType(typeof(QrsSession))]
public sealed class ConnectQrsCommand : ConnectCmdlet<QrsSession>
{
    private const string FileSet = "CertificateFile";
    private const string StoreSet = "CertificateStore";
    private const string ObjectSet = "Certificate";
    private const string FoundSet = "FoundCertificate";
    private const string WindowsSet = "ProxyDefaultCredentials";
    private const string CredentialSet = "ProxyCredential";
    private const string JwtSet = "ProxyJwt";
    private const string HeaderSet = "ProxyHeader";
    private const string TicketSet = "ProxyTicket";
    private const string CookieSet = "ProxySessionCookie";

    /// <summary>The host name: the central node's, or that of a node with a proxy.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Alias("ComputerName")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Server { get; set; } = string.Empty;

    /// <summary>The port; without it 4242 with a certificate, 443 through a proxy.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

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
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The thumbprint of a client certificate in CurrentUser\My or LocalMachine\My; without it the only one there.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? CertificateThumbprint { get; set; }

    /// <summary>The client certificate.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public X509Certificate2 Certificate { get; set; } = null!;

    /// <summary>A client certificate that Get-QrsCertificate has found.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FoundSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public QrsCertificateCandidate InputObject { get; set; } = null!;

    /// <summary>The name in the server's certificate, where it is not the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ServerName { get; set; }

    /// <summary>The directory of the user to act as.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string UserDirectory { get; set; } = "internal";

    /// <summary>The user to act as.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = FoundSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string UserId { get; set; } = "sa_repository";

    /// <summary>The virtual proxy's prefix; '' for the default one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WindowsSet)]
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Parameter(Mandatory = true, ParameterSetName = JwtSet)]
    [Parameter(Mandatory = true, ParameterSetName = HeaderSet)]
    [Parameter(Mandatory = true, ParameterSetName = TicketSet)]
    [Parameter(Mandatory = true, ParameterSetName = CookieSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string VirtualProxy { get; set; } = string.Empty;

    /// <summary>Log in by Windows authentication as the user of this process.</summary>
    // Not mandatory, so that a prefix alone ends in an error that says what is missing, not in one on parameter sets.
    [Parameter(ParameterSetName = WindowsSet)]
    public SwitchParameter UseDefaultCredentials { get; set; }

    /// <summary>Log in by Windows authentication as this user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Log in by this JSON web token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JwtSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString Jwt { get; set; } = null!;

    /// <summary>Log in by a header of this name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HeaderSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string HeaderName { get; set; } = string.Empty;

    /// <summary>The header's value: the user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HeaderSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string HeaderValue { get; set; } = string.Empty;

    /// <summary>Log in by this ticket.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TicketSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString Ticket { get; set; } = null!;

    /// <summary>Go on with the session of this cookie's value.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CookieSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString SessionCookie { get; set; } = null!;

    /// <summary>The cookie's name; without it X-Qlik-Session, with the prefix behind it where there is one.</summary>
    [Parameter(ParameterSetName = CookieSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? SessionCookieName { get; set; }

    private protected override object Target => Server;

    // What Get-QrsCertificate could not open without a password may open with the one given here.
    private protected override InputException? Unusable =>
        ParameterSetName == FoundSet && (InputObject.Thumbprint is not null || CertificatePassword is null)
            ? InputObject.WhyUnusable()
            : null;

    private protected override string? ExpectedServerName => ServerName;

    private protected override QrsSession Open(ServerTrust trust)
    {
        var user = ActingUser();
        var options = new QrsSessionOptions
        {
            Server = Server,
            Port = Port,
            ClientCertificate = FindCertificate(),
            ProxyLogin = Login(),
            VirtualProxy = VirtualProxy,
            UserDirectory = user.UserDirectory,
            UserId = user.UserId,
            Trust = trust,
            Proxy = ReadProxy(),
            RequestTimeout = RequestTimeout,
        };
        return WaitFor(context =>
            QrsSession.OpenAsync(
                Name ?? (options.ProxyLogin is null || VirtualProxy.Length == 0 ? Server : Server + "/" + VirtualProxy),
                options,
                context
            )
        );
    }

    private QrsUserName ActingUser()
    {
        if (UserId.IndexOf('\\') < 0)
            return new QrsUserName(UserDirectory, UserId);
        var whole = QrsUserName.Parse(UserId);
        return
            !MyInvocation.BoundParameters.ContainsKey(nameof(UserDirectory))
            || string.Equals(whole.UserDirectory, UserDirectory, StringComparison.OrdinalIgnoreCase)
            ? whole
            : throw new InputException(
                ErrorIds.ParametersConflict,
                $"-UserId '{UserId}' and -UserDirectory '{UserDirectory}' name two directories.",
                $"Give -UserDirectory {whole.UserDirectory} -UserId {whole.UserId}."
            );
    }

    private X509Certificate2? FindCertificate() =>
        ParameterSetName switch
        {
            FileSet => ClientCertificates.FromFile(
                ResolvePath(CertificatePath),
                CertificateKeyPath is null ? null : ResolvePath(CertificateKeyPath),
                CertificatePassword
            ),
            StoreSet => CertificateThumbprint is null
                ? CertificateCandidates.OnlyOneInStores()
                : ClientCertificates.FromStore(CertificateThumbprint),
            ObjectSet => ClientCertificates.CheckKey(Certificate, Certificate.Subject),
            FoundSet when InputObject.Path is { } file => ClientCertificates.FromFile(
                file,
                InputObject.KeyPath,
                CertificatePassword
            ),
            FoundSet => ClientCertificates.FromStore(InputObject.Thumbprint!),
            _ => null,
        };

    private QrsProxyLogin? Login() =>
        ParameterSetName switch
        {
            WindowsSet => UseDefaultCredentials ? QrsProxyLogin.Windows(null) : throw NoLogin(),
            CredentialSet => QrsProxyLogin.Windows(Credential.GetNetworkCredential()),
            JwtSet => QrsProxyLogin.Jwt(Jwt),
            HeaderSet => QrsProxyLogin.Header(HeaderName, HeaderValue),
            TicketSet => QrsProxyLogin.Ticket(Ticket),
            CookieSet => QrsProxyLogin.SessionCookie(SessionCookieName, SessionCookie),
            _ => null,
        };

    private static InputException NoLogin() =>
        new(
            ErrorIds.LoginMissing,
            "A virtual proxy is given, but nothing to log in there with.",
            "Give one of -UseDefaultCredentials, -Credential, -Jwt, -HeaderName with -HeaderValue, -Ticket and "
                + "-SessionCookie: whatever this virtual proxy takes."
        );
}
