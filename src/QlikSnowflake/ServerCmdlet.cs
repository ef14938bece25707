using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Base of cmdlets that say themselves which server to trust, by which way to reach it, and how long to wait.</summary>
public abstract class ServerCmdlet : QlikSnowflakeCmdlet
{
    /// <summary>A certificate file (PEM or DER) to trust besides the system's, for this session only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RootCertificatePath { get; set; }

    /// <summary>Accept any certificate of the server, for this session only.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>A proxy's address; without one the system's is used.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>User and password for the proxy, in place of those in its address.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How long one request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 100;

    private protected virtual string? ExpectedServerName => null;

    private protected TimeSpan RequestTimeout => TimeSpan.FromSeconds(TimeoutSec);

    /// <summary>The proxy asked for; null takes the system's.</summary>
    private protected ServerProxy? ReadProxy()
    {
        if (Proxy is not null)
            return ServerProxy.Parse(Proxy.OriginalString, ProxyCredential?.GetNetworkCredential());
        return ProxyCredential is null
            ? null
            : throw new InputException(
                ErrorIds.ProxyMissing,
                "-ProxyCredential is given without -Proxy.",
                "Name the proxy that it is for with -Proxy."
            );
    }

    /// <summary>What is accepted as the server's certificate; warns where that is anything.</summary>
    private protected ServerTrust ReadTrust()
    {
        if (SkipCertificateCheck)
        {
            WriteWarning(
                "The server's certificate is not checked in this session: whoever answers in its place is believed and is "
                    + "sent the credentials. "
                    + "-RootCertificatePath trusts a site's own authority instead."
            );
        }

        return new ServerTrust
        {
            RootCertificatePath = RootCertificatePath is null ? null : ResolvePath(RootCertificatePath),
            ServerName = ExpectedServerName,
            SkipCertificateCheck = SkipCertificateCheck,
        };
    }
}
