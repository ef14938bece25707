namespace QlikSnowflake.Signing;

/// <summary>
/// Certificates in files as the field has them: DER, any number of PEM blocks (with a byte order mark, in UTF-16, among other text),
/// or base64 without armour.
/// </summary>
public static class CertificateFile
{
    /// <summary>Whether a file is PEM text, in any encoding that Windows writes.</summary>
    /// <param name="content">The file's bytes.</param>
    public static bool IsPem(byte[] content) => PemBlock.IsPem(content);

    /// <summary>All certificates of a file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <returns>Each as DER, in the file's order; none where it holds none.</returns>
    /// <exception cref="FormatException">A block says that it is a certificate, and is not base64.</exception>
    public static IReadOnlyList<byte[]> ReadAll(byte[] content)
    {
        if (content.Length > 0 && content[0] == 0x30)
            return [content];

        var blocks = PemBlock.FindAll(content);
        try
        {
            if (blocks.Count == 0)
                return PemBlock.DecodeBareBase64(content) is { Length: > 0 } der && der[0] == 0x30 ? [der] : [];
            return
            [
                .. blocks
                    .Where(b => b.Label is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE")
                    .Select(b => (byte[])(b.Body ?? throw new FormatException("A certificate is not base64.")).Clone()),
            ];
        }
        finally
        {
            // The file of a certificate may hold its private key as well.
            PemBlock.Clear(blocks);
        }
    }
}
