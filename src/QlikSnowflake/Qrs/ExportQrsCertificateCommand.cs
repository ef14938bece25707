using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Qrs.Certificates;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Has a Qlik Sense site export its certificates for machines that are to connect to it.</summary>
[Cmdlet(VerbsData.Export, "QrsCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(QrsCertificateExport))]
public sealed class ExportQrsCertificateCommand : QrsCmdlet
{
    /// <summary>Host names of the machines that the certificates are for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] MachineName { get; set; } = [];

    /// <summary>The form: Windows (PFX) or Pem.</summary>
    [Parameter]
    public QrsCertificateFormat Format { get; set; }

    /// <summary>The password of the PFX files.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Password { get; set; }

    /// <summary>Export the private keys too: without one nobody can log in.</summary>
    [Parameter]
    public SwitchParameter IncludeSecretKey { get; set; }

    private protected override object Target => MachineName;

    private protected override void Process()
    {
        if (IncludeSecretKey && Password is null && Format == QrsCertificateFormat.Windows)
            WriteWarning(
                "The private keys are exported without a password: whoever can read the files can act as the repository itself."
            );
        if (
            ShouldProcess(
                $"{string.Join(", ", MachineName)} on {Current.Server}",
                IncludeSecretKey ? "Export certificates with their private keys" : "Export certificates"
            )
        )
            WriteObject(
                WaitFor(context =>
                    QrsCertificateExport.ExportAsync(Current, MachineName, Format, Password, IncludeSecretKey, context)
                )
            );
    }
}
