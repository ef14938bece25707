using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.QlikCloud.KeyRotation;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>
/// Protects the text of key files: by DPAPI, on Windows only, through ConvertFrom-SecureString, which is there in both editions; or
/// encrypted to a certificate.
/// </summary>
internal sealed class KeyFileProtection(CommandInvocationIntrinsics commands)
{
    /// <summary>Refuses what this system cannot do, before any request.</summary>
    public static void Check(ApiKeyFileForm form, X509Certificate2? certificate)
    {
        if (form == ApiKeyFileForm.DataProtection && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            throw new InputException(
                ErrorIds.DataProtectionAbsent,
                "Only Windows can protect a file for an account.",
                "Encrypt it to a certificate (-Certificate), use a vault (-SecretName), or give -AsPlainText for a file "
                    + "that its owner alone can read."
            );
        }

        if (certificate is null)
            return;
        CertificateEncryption.Check(certificate);
        if (!certificate.HasPrivateKey)
        {
            throw new InputException(
                ErrorIds.CertificateWithoutKey,
                $"The certificate {certificate.Thumbprint} comes without its private key, so what is stored could not be read back.",
                "Give one whose private key this account may use."
            );
        }
    }

    /// <summary>Reads a key file of whatever form; null where there is none.</summary>
    public SecureString? Read(string path, X509Certificate2? certificate)
    {
        if (ApiKeyFile.Read(path, out var form) is not { } text)
            return null;

        switch (form)
        {
            case ApiKeyFileForm.DataProtection:
                Check(form, null);
                return OfDataProtection(path, text);
            case ApiKeyFileForm.Certificate:
                return CertificateEncryption.DecryptText(text, certificate);
            default:
                return SecretText.FromPlainText(text);
        }
    }

    private SecureString OfDataProtection(string path, string text)
    {
        try
        {
            return (SecureString)Single("param($Text) ConvertTo-SecureString -String $Text -ErrorAction Stop", text);
        }
        catch (RuntimeException e)
        {
            throw new InputException(
                ErrorIds.ApiKeyFileOfAnother,
                $"'{path}' cannot be opened by this account on this computer: another account or computer protected it, or it is damaged.",
                "Run as the account that wrote it, on the same computer, or write it anew: Update-QlikCloudApiKey -Path with a "
                    + "session that has a key. A file that several accounts read is encrypted with -Certificate.",
                FailureKind.Unreadable,
                e
            );
        }
    }

    /// <summary>The text of a key file.</summary>
    public string Protect(SecureString apiKey, ApiKeyFileForm form, X509Certificate2? certificate) =>
        form switch
        {
            ApiKeyFileForm.DataProtection => (string)Single(
                "param($Key) ConvertFrom-SecureString -SecureString $Key -ErrorAction Stop",
                apiKey
            ),
            ApiKeyFileForm.Certificate => CertificateEncryption.EncryptText(apiKey, certificate!),
            _ => SecretText.ToPlainText(apiKey),
        };

    private object Single(string script, params object[] arguments) => commands.InvokeScript(script, arguments)[0].BaseObject;
}
