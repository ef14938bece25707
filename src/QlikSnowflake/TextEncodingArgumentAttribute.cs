using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace QlikSnowflake.Commands;

/// <summary>
/// Lets a parameter take a text encoding as PowerShell's own cmdlets do: by one of their names, a code page, a name of .NET, or as
/// the object itself.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextEncodingArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>The names that completion offers.</summary>
    public static readonly string[] Names =
    [
        "utf8",
        "utf8BOM",
        "utf8NoBOM",
        "unicode",
        "bigendianunicode",
        "utf32",
        "ascii",
        "ansi",
        "oem",
        "windows-1252",
    ];

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            int page => Find(page.ToString(CultureInfo.InvariantCulture)),
            string name => Find(name),
            var other => other,
        };

    private static Encoding Find(string name)
    {
        var culture = CultureInfo.CurrentCulture.TextInfo;
        try
        {
            return name.ToUpperInvariant() switch
            {
                "UTF8" or "UTF8BOM" or "UTF8NOBOM" => Encoding.UTF8,
                "UNICODE" => Encoding.Unicode,
                "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
                "ANSI" or "DEFAULT" => OfPage(culture.ANSICodePage),
                "OEM" => OfPage(culture.OEMCodePage),
                _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var page) => OfPage(page),
                _ => OfName(name),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(
                $"'{name}' is no text encoding. Give one of {string.Join(", ", Names)}, or the number of a code page.",
                e
            );
        }
    }

#if NETFRAMEWORK
    private static Encoding OfPage(int page) => Encoding.GetEncoding(page);

    private static Encoding OfName(string name) => Encoding.GetEncoding(name);
#else
    // .NET knows the code pages of Windows when it is told to; for this process, or, as here, for one question.
    private static Encoding OfPage(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);

    private static Encoding OfName(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
#endif
}
