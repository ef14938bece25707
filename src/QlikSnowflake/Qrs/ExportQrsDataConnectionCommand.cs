using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Qrs.Connections;
using QlikSnowflake.Qrs.Transfer;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Writes data connections as JSON, to be moved to another site.</summary>
[Cmdlet(VerbsData.Export, "QrsDataConnection", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportQrsDataConnectionCommand : DataConnectionTargetCmdlet
{
    private readonly List<DataConnection> _connections = [];
    private string? _server;

    /// <summary>The file to write; without it the JSON is emitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replace a file that is in the way.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Put secrets in the file, encrypted by this passphrase.</summary>
    [Parameter]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>Put secrets in the file, encrypted to this certificate.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Put secrets in the file, encrypted to the certificate in this file (PEM or DER).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    private protected override bool NeedsSecret =>
        Passphrase is not null || Certificate is not null || CertificatePath is not null;

    private protected override void Prepare() => TransferProtection.CheckOne(Passphrase, Certificate, CertificatePath);

    private protected override void Work(DataConnection connection)
    {
        if (_server is not null && _server != Current.Server)
            throw new InputException(
                ErrorIds.SitesMixed,
                $"'{connection.Name}' is of {Current.Server}, the connections before it are of {_server}.",
                "Export each site into a file of its own."
            );
        _server = Current.Server;
        _connections.Add(connection);
        if (NeedsSecret && DataConnectionState.Of(connection).Password is null && connection.MayHavePassword())
            WriteWarning($"The repository does not show the password of '{connection.Name}'; it is not in the export.");
        if (EmbeddedPassword.IsIn(connection.ConnectionString))
            WriteWarning(
                $"The connection string of '{connection.Name}' seems to hold a password; the export has the string as it is."
            );
    }

    private protected override void End()
    {
        var path = Path is null ? null : ResolvePath(Path);
        if (_connections.Count == 0 || (path is not null && !ShouldProcess(path, $"Write {_connections.Count} data connections")))
            return;

        using var protection = TransferProtection.Of(
            Passphrase,
            Certificate,
            CertificatePath is null ? null : ResolvePath(CertificatePath),
            null
        );
        var content = DataConnectionFile.Write(_connections, _server!, protection);
        if (path is null)
        {
            WriteObject(Encoding.UTF8.GetString(content));
            return;
        }

        OutputFile.Write(path, content, Force, ownerOnly: protection is not null);
        WriteObject(new FileInfo(path));
    }
}
