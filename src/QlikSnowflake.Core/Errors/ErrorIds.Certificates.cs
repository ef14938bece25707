namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>No client certificate of a Qlik site is in the stores that this account sees, or none with the thumbprint
    /// given.</summary>
    /// <remarks>Give the site's exported client.pfx or client.pem with -CertificatePath.</remarks>
    public const string ClientCertificateNotFound = nameof(ClientCertificateNotFound);

    /// <summary>There are several client certificates of Qlik sites that could be used.</summary>
    /// <remarks>Choose one by -CertificateThumbprint, or give the site's exported file with -CertificatePath.</remarks>
    public const string ClientCertificateAmbiguous = nameof(ClientCertificateAmbiguous);

    /// <summary>The client certificate has expired.</summary>
    /// <remarks>Renew the site's certificates and export the client's again; check this machine's clock.</remarks>
    public const string ClientCertificateExpired = nameof(ClientCertificateExpired);

    /// <summary>The client certificate's file cannot be opened, or the certificate cannot be used as the message says.</summary>
    /// <remarks>Check -CertificatePassword, and that the file is the client certificate that the site exported.</remarks>
    public const string ClientCertificateUnusable = nameof(ClientCertificateUnusable);

    /// <summary>The file of a client certificate does not exist or cannot be read.</summary>
    /// <remarks>Give the file that the site exported with -CertificatePath.</remarks>
    public const string ClientCertificateUnreadable = nameof(ClientCertificateUnreadable);

    /// <summary>The client certificate has no private key, or this account cannot see it.</summary>
    /// <remarks>Export it with its private key, or name the key's file with -CertificateKeyPath.</remarks>
    public const string ClientCertificateWithoutKey = nameof(ClientCertificateWithoutKey);

    /// <summary>This account cannot use the client certificate's private key.</summary>
    /// <remarks>Give this account the right to read the key (certlm.msc), or use the exported file.</remarks>
    public const string ClientCertificateKeyUnusable = nameof(ClientCertificateKeyUnusable);

    /// <summary>The folder in which to look for certificates cannot be read.</summary>
    /// <remarks>Correct the path given with -Path.</remarks>
    public const string CertificateFolderUnreadable = nameof(CertificateFolderUnreadable);

    /// <summary>No certificate with the thumbprint given is in the personal stores.</summary>
    /// <remarks>Get-ChildItem Cert:\CurrentUser\My lists those that are there.</remarks>
    public const string CertificateNotFound = nameof(CertificateNotFound);

    /// <summary>The certificate that is to protect a key's file comes without its private key.</summary>
    /// <remarks>Give one whose private key this account may use.</remarks>
    public const string CertificateWithoutKey = nameof(CertificateWithoutKey);

    /// <summary>The certificate that a secret is encrypted to is not in this account's stores, or has no private key
    /// there.</summary>
    /// <remarks>Put it there with its private key, or name it.</remarks>
    public const string EncryptionCertificateNotFound = nameof(EncryptionCertificateNotFound);

    /// <summary>The file of a certificate to encrypt to cannot be read or holds no certificate.</summary>
    /// <remarks>Give a certificate as PEM or DER, or a PFX with its private key.</remarks>
    public const string EncryptionCertificateUnreadable = nameof(EncryptionCertificateUnreadable);

    /// <summary>The certificate to encrypt to has no RSA key.</summary>
    /// <remarks>Give a certificate with an RSA key, such as one for document encryption.</remarks>
    public const string EncryptionCertificateInvalid = nameof(EncryptionCertificateInvalid);

    /// <summary>The certificate to decrypt by has no private key that this account can use.</summary>
    /// <remarks>Give the certificate with its private key.</remarks>
    public const string EncryptionCertificateWithoutKey = nameof(EncryptionCertificateWithoutKey);

    /// <summary>An encrypted secret cannot be read by this certificate, or is damaged.</summary>
    /// <remarks>Give the certificate, with its private key, that it was encrypted to.</remarks>
    public const string EncryptedSecretUnreadable = nameof(EncryptedSecretUnreadable);

    /// <summary>The machine for which certificates are to be exported has no valid host name.</summary>
    /// <remarks>Give the name by which the machine is known.</remarks>
    public const string MachineNameInvalid = nameof(MachineNameInvalid);
}
