using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>What the three Connect- cmdlets share: trust, proxy, time, and where the session goes.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class ConnectCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>A name for the session; without one it has the server's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

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

    /// <summary>How long one request may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool FailureEndsCommand => true;

    private protected virtual string? ExpectedServerName => null;

    private protected TimeSpan RequestTimeout => TimeSpan.FromSeconds(TimeoutSec);

    /// <summary>Opens the session and checks it.</summary>
    private protected abstract TSession Open(ServerTrust trust);

    private protected sealed override void Process()
    {
        if (SkipCertificateCheck)
        {
            WriteWarning("The server's certificate is not checked in this session: whoever answers in its place is believed and is sent the credentials. "
                + "-RootCertificatePath trusts a site's own authority instead.");
        }

        var session = Open(new ServerTrust
        {
            RootCertificatePath = RootCertificatePath is null ? null : ResolvePath(RootCertificatePath),
            ServerName = ExpectedServerName,
            SkipCertificateCheck = SkipCertificateCheck,
        });
        RunspaceSessions.Current.Of<TSession>().Add(session);
        if (PassThru)
            WriteObject(session);
    }
}
