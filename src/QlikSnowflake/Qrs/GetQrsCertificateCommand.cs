using System.Management.Automation;
using System.Security;
using QlikSnowflake.Qrs.Certificates;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Lists client certificates of Qlik sites on this machine, and what is wrong with each.</summary>
[Cmdlet(VerbsCommon.Get, "QrsCertificate")]
[OutputType(typeof(QrsCertificateCandidate))]
public sealed class GetQrsCertificateCommand : QlikSnowflakeCmdlet
{
    /// <summary>A folder of exported certificates, or one file, to look at instead of the stores.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("FullName", "PSPath")]
    public string? Path { get; set; }

    /// <summary>The password of PFX files, or the passphrase of keys.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Password { get; set; }

    private protected override object? Target => Path;

    private protected override void Process() =>
        WriteObject(
            Path is null ? CertificateCandidates.InStores() : CertificateCandidates.InFolder(ResolvePath(Path), Password),
            enumerateCollection: true
        );
}
