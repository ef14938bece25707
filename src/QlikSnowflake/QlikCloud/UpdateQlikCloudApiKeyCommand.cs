using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.QlikCloud.KeyStores;
using QlikSnowflake.QlikCloud.KeyRotation;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Rotates an API key: makes a new one, proves it, stores it, reads it back, and retires the old one.</summary>
[Cmdlet(VerbsData.Update, "QlikCloudApiKey", SupportsShouldProcess = true, DefaultParameterSetName = VaultSet)]
[OutputType(typeof(QlikCloudApiKeyRotation))]
public sealed class UpdateQlikCloudApiKeyCommand : QlikCloudCmdlet
{
    private const string VaultSet = "Vault";
    private const string FileSet = "File";
    private const string CertificateSet = "CertificateFile";
    private const string ThumbprintSet = "ThumbprintFile";
    private const string PlainSet = "PlainFile";
    private const string ScriptSet = "Script";

    /// <summary>The secret that holds the key, in a vault of SecretManagement.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string SecretName { get; set; } = string.Empty;

    /// <summary>The vault; without it the default one.</summary>
    [Parameter(ParameterSetName = VaultSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Vault { get; set; }

    /// <summary>The file that holds the key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [Parameter(Mandatory = true, ParameterSetName = PlainSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A certificate with private key to encrypt the file to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The thumbprint of such a certificate in the personal stores.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Leave the key in the file as plain text, readable by its owner only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlainSet)]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>A script that stores the key, which it gets as a SecureString.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptSet)]
    [ValidateNotNull]
    public ScriptBlock StoreScript { get; set; } = null!;

    /// <summary>A script that returns the stored key as a SecureString.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [ValidateNotNull]
    public ScriptBlock? ReadScript { get; set; }

    /// <summary>How long the new key lives; without it as long as the old one was made for.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? ExpiresIn { get; set; }

    /// <summary>Rotate only when the key lives no longer than this.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? MinRemaining { get; set; }

    /// <summary>How long the old key stays good; the first run after that deletes it. Without it, it is deleted at once.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan? GracePeriod { get; set; }

    private protected override object Target =>
        ParameterSetName switch
        {
            VaultSet => SecretName,
            ScriptSet => StoreScript,
            _ => Path,
        };

    private protected override void Process()
    {
        var options = new ApiKeyRotationOptions
        {
            Store = Store(),
            ExpiresIn = ExpiresIn,
            MinRemaining = MinRemaining,
            GracePeriod = GracePeriod,
        };
        using var rotation = WaitFor(context => ApiKeyRotation.PlanAsync(Current, options, context));
        if (Approve(rotation.Plan, $"{Current.Tenant}, user {Current.User.Name}"))
            WriteObject(WaitFor(rotation.RunAsync));
    }

    private PipelineKeyStore Store()
    {
        var traces = new ErrorTraces(SessionState);
        Task<SecureString?> OnPipeline(Func<SecureString?> work) => OnPipelineAsync(() => traces.Without(work));
        if (ParameterSetName == VaultSet)
            return new VaultKeyStore(InvokeCommand, SecretName, Vault, OnPipeline);
        if (ParameterSetName == ScriptSet)
            return new ScriptKeyStore(StoreScript, ReadScript, OnPipeline);

        var certificate = Certificate ?? (CertificateThumbprint is null ? null : KeyCertificates.Find(CertificateThumbprint));
        var form =
            AsPlainText ? ApiKeyFileForm.Plain
            : certificate is not null ? ApiKeyFileForm.Certificate
            : ApiKeyFileForm.DataProtection;
        KeyFileProtection.Check(form, certificate);
        var path = ResolvePath(Path);
        ApiKeyFile.CheckPath(path);
        return new FileKeyStore(InvokeCommand, path, form, certificate, OnPipeline);
    }
}
