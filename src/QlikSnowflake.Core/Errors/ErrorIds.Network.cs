namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The name of the server is not known.</summary>
    /// <remarks>Check the name for typing errors, and that this machine's DNS or VPN can see it.</remarks>
    public const string HostNotFound = nameof(HostNotFound);

    /// <summary>Nothing answers at the server's address.</summary>
    /// <remarks>Check host and port, that the service runs, and that no firewall is in between.</remarks>
    public const string ConnectionRefused = nameof(ConnectionRefused);

    /// <summary>The connection broke before the whole reply had come.</summary>
    /// <remarks>Try again; if it stays, look for a proxy or firewall that ends connections, and at the client
    /// certificate.</remarks>
    public const string ConnectionLost = nameof(ConnectionLost);

    /// <summary>The server did not answer in time.</summary>
    /// <remarks>Try again, or give the session more time with -TimeoutSec.</remarks>
    public const string RequestTimeout = nameof(RequestTimeout);

    /// <summary>No secure connection could be made with the server.</summary>
    /// <remarks>Check that the port speaks TLS, and that the client certificate is one of the server's own site.</remarks>
    public const string TlsHandshakeFailed = nameof(TlsHandshakeFailed);

    /// <summary>The server's certificate is outside its time.</summary>
    /// <remarks>Check this machine's clock, and renew the server's certificate.</remarks>
    public const string ServerCertificateExpired = nameof(ServerCertificateExpired);

    /// <summary>The server showed no certificate.</summary>
    /// <remarks>Check host and port.</remarks>
    public const string ServerCertificateMissing = nameof(ServerCertificateMissing);

    /// <summary>The server's certificate is for other names.</summary>
    /// <remarks>Connect by a name in the certificate, or name it with -ServerName where it is known to be right.</remarks>
    public const string ServerCertificateNameMismatch = nameof(ServerCertificateNameMismatch);

    /// <summary>The server's certificate is issued by an authority that this machine does not trust.</summary>
    /// <remarks>Give that authority's certificate with -RootCertificatePath; it is then trusted for this session only.</remarks>
    public const string ServerCertificateUntrusted = nameof(ServerCertificateUntrusted);

    /// <summary>The server's certificate is not for servers.</summary>
    /// <remarks>Check host and port, or give the server a certificate for server authentication.</remarks>
    public const string ServerCertificateWrongUse = nameof(ServerCertificateWrongUse);

    /// <summary>The name given with -ServerName is no host name.</summary>
    /// <remarks>Give the name as the server's certificate has it.</remarks>
    public const string ServerNameInvalid = nameof(ServerNameInvalid);

    /// <summary>The host given for Snowflake cannot be used.</summary>
    /// <remarks>Give the host alone, with a port if need be.</remarks>
    public const string HostNameInvalid = nameof(HostNameInvalid);

    /// <summary>The file of a certificate authority does not exist or cannot be read.</summary>
    /// <remarks>Correct -RootCertificatePath, or give this account the right to read the file.</remarks>
    public const string RootCertificateUnreadable = nameof(RootCertificateUnreadable);

    /// <summary>The file of a certificate authority holds no certificate.</summary>
    /// <remarks>Give the authority's certificate as PEM or DER, such as the root.pem of a Qlik site.</remarks>
    public const string RootCertificateInvalid = nameof(RootCertificateInvalid);

    /// <summary>The server redirects to another host, which must not get the session's key.</summary>
    /// <remarks>Connect to the host that serves the requests itself; a login page means that another kind of login is
    /// wanted.</remarks>
    public const string RedirectRefused = nameof(RedirectRefused);

    /// <summary>A reply is not what the service sends.</summary>
    /// <remarks>Check the server's address, and whether a proxy or firewall answers in the service's place.</remarks>
    public const string ReplyNotUnderstood = nameof(ReplyNotUnderstood);

    /// <summary>The proxy's address is none.</summary>
    /// <remarks>Give scheme, host and port, such as http://proxy.example.com:8080.</remarks>
    public const string ProxyInvalid = nameof(ProxyInvalid);

    /// <summary>A proxy's user and password are given without the proxy.</summary>
    /// <remarks>Name the proxy with -Proxy.</remarks>
    public const string ProxyMissing = nameof(ProxyMissing);

    /// <summary>The proxy cannot be reached, and nothing was sent to the service.</summary>
    /// <remarks>Check the proxy's address and that it runs.</remarks>
    public const string ProxyNotReached = nameof(ProxyNotReached);

    /// <summary>The proxy wants a user and a password, or does not accept those given.</summary>
    /// <remarks>Give them with -ProxyCredential.</remarks>
    public const string ProxyAuthenticationRequired = nameof(ProxyAuthenticationRequired);

    /// <summary>The proxy does not lead to the server, and nothing was sent to it.</summary>
    /// <remarks>Have the proxy's administrator allow this host and port, and check the host's name.</remarks>
    public const string ProxyRefused = nameof(ProxyRefused);
}
