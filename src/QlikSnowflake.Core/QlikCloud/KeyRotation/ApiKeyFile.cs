using System.Text;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>How the key in a file is protected.</summary>
public enum ApiKeyFileForm
{
    /// <summary>
    /// By Windows' data protection (DPAPI), for the account that wrote it: hexadecimal digits, as
    /// ConvertFrom-SecureString writes.
    /// </summary>
    DataProtection,

    /// <summary>Encrypted to a certificate: a CMS message (RFC 5652), as Protect-CmsMessage writes.</summary>
    Certificate,

    /// <summary>Not at all but by the file's permissions.</summary>
    Plain,
}

/// <summary>
/// Reads and writes the files that hold an API key, as text of which the form can be told. The files are readable by
/// their owner only.
/// </summary>
public static class ApiKeyFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="form">How its content is protected.</param>
    /// <returns>The protected text without line breaks at its ends; null where there is no file.</returns>
    /// <exception cref="InputException">It cannot be read, or holds no key, or is plain and readable by others.</exception>
    public static string? Read(string path, out ApiKeyFileForm form)
    {
        form = ApiKeyFileForm.Plain;
        if (!File.Exists(path))
            return null;

        var text = InputFile.ReadText(path, InputFileKind.ApiKey).Trim();
        form =
            text.StartsWith(CertificateEncryption.TextStart, StringComparison.Ordinal) ? ApiKeyFileForm.Certificate
            : text.Length > 64 && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'))
                ? ApiKeyFileForm.DataProtection
            : ApiKeyFileForm.Plain;
        if (form == ApiKeyFileForm.Plain)
            CheckPlain(path, text);
        return text;
    }

    /// <summary>Refuses a path at which no file can be written, before anything is made that would go there.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="InputException">Its folder is not there, or it is a folder itself.</exception>
    public static void CheckPath(string path)
    {
        if (Directory.Exists(path))
            throw new InputException(ErrorIds.ApiKeyFileInvalid, $"'{path}' is a folder.", "Give the path of a file in it.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new InputException(
                ErrorIds.ApiKeyFolderNotFound,
                $"The folder '{folder}' does not exist.",
                "Make it, readable by the account that rotates alone, or give another -Path.",
                FailureKind.NotFound
            );
    }

    /// <summary>Writes a file whole or not at all, in place of the one there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="text">The protected text.</param>
    public static void Write(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        try
        {
            OutputFile.Write(path, content, overwrite: true, ownerOnly: true);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    private static void CheckPlain(string path, string text)
    {
        if (text.Length == 0 || text.Any(c => c is <= ' ' or > '~'))
            throw NoKey(path);
        if (FileAccessCheck.Of(path) != OthersCan.Nothing)
        {
            throw new InputException(
                ErrorIds.ApiKeyFileUnsafe,
                $"'{path}' holds an API key in plain text, and others than its owner can read or change it.",
                FileRights.Advice(path) + " Then treat the key as known: rotate it.",
                FailureKind.Security
            );
        }
    }

    private static InputException NoKey(string path) =>
        new(
            ErrorIds.ApiKeyFileInvalid,
            $"'{path}' holds no API key.",
            "Give a file that Update-QlikCloudApiKey wrote, or one that holds the key alone.",
            FailureKind.InvalidData
        );
}
