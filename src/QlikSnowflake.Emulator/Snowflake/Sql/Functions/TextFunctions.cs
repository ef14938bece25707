using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Texts. From https://docs.snowflake.com/en/sql-reference/functions-string.</summary>
internal static class TextFunctions
{
    public static readonly Dictionary<string, ManagedFunction> Table = new(StringComparer.Ordinal)
    {
        ["SUBSTR"] = static (a, _, _) => Substring(a.Text(0), a.Long(1), a.Length > 2 ? a.Long(2) : null),
        ["SUBSTRING"] = static (a, _, _) => Substring(a.Text(0), a.Long(1), a.Length > 2 ? a.Long(2) : null),
        ["LEFT"] = static (a, _, _) => Substring(a.Text(0), 1, a.Long(1)),
        ["RIGHT"] = static (a, _, _) => Right(a.Text(0), a.Long(1)),
        ["LPAD"] = static (a, _, _) => Pad(a, left: true),
        ["RPAD"] = static (a, _, _) => Pad(a, left: false),
        ["TRIM"] = static (a, _, _) => a.Text(0).Trim(Characters(a)),
        ["LTRIM"] = static (a, _, _) => a.Text(0).TrimStart(Characters(a)),
        ["RTRIM"] = static (a, _, _) => a.Text(0).TrimEnd(Characters(a)),
        ["INSERT"] = static (a, _, _) =>
            Substring(a.Text(0), 1, a.Long(1) - 1) + a.Text(3) + Substring(a.Text(0), a.Long(1) + a.Long(2), null),
        ["INITCAP"] = static (a, _, _) => InitCap(a.Text(0), a.Length > 1 ? a.Text(1) : null),
        ["SPLIT_PART"] = static (a, _, _) => SplitPart(a.Text(0), a.Text(1), a.Long(2)),
        ["STRTOK"] = static (a, _, _) => Token(a.Text(0), a.Length > 1 ? a.Text(1) : " ", a.Length > 2 ? a.Long(2) : 1),
        ["SPACE"] = static (a, _, _) => new string(' ', (int)Math.Clamp(a.Long(0), 0, 1_000_000)),
        ["POSITION"] = static (a, _, _) =>
            Number(
                a.Long(2) < 1 || a.Long(2) > a.Text(1).Length + 1
                    ? 0
                    : a.Text(1).IndexOf(a.Text(0), (int)a.Long(2) - 1, StringComparison.Ordinal) + 1
            ),
        ["SHA1"] = static (a, _, _) => Sha1(a.Text(0)),
        ["SHA1_HEX"] = static (a, _, _) => Sha1(a.Text(0)),
        ["SHA2"] = static (a, _, _) => Sha2(a.Text(0), a.Length > 1 ? a.Int(1) : 256),
        ["SHA2_HEX"] = static (a, _, _) => Sha2(a.Text(0), a.Length > 1 ? a.Int(1) : 256),
        ["HEX_ENCODE"] = static (a, _, _) => Convert.ToHexString(Encoding.UTF8.GetBytes(a.Text(0))),
        ["HEX_DECODE_STRING"] = static (a, _, _) => Decoded(() => Convert.FromHexString(a.Text(0))),
        ["BASE64_ENCODE"] = static (a, _, _) => Convert.ToBase64String(Encoding.UTF8.GetBytes(a.Text(0))),
        ["BASE64_DECODE_STRING"] = static (a, _, _) => Decoded(() => Convert.FromBase64String(a.Text(0))),
    };

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Substring(string text, long start, long? length)
    {
        // Characters, not halves of surrogate pairs.
        var elements = text.EnumerateRunes().ToList();
        var from =
            start > 0 ? start - 1
            : start < 0 ? elements.Count + start
            : 0;
        var to = length is { } count ? Math.Min(elements.Count, from + count) : elements.Count;
        if (from < 0 || to <= from || from >= elements.Count)
            return "";
        return string.Concat(elements.GetRange((int)from, (int)(to - from)).Select(r => r.ToString()));
    }

    private static string Right(string text, long length)
    {
        var count = text.EnumerateRunes().Count();
        return length <= 0 ? ""
            : length >= count ? text
            : Substring(text, count - length + 1, null);
    }

    private static string Pad(SqlValue[] a, bool left)
    {
        var (text, length, pad) = (a.Text(0), (int)Math.Clamp(a.Long(1), 0, 1_000_000), a.Length > 2 ? a.Text(2) : " ");
        if (text.Length >= length || pad.Length == 0)
            return text[..Math.Min(text.Length, length)];
        var padding = string.Concat(Enumerable.Repeat(pad, (length - text.Length) / pad.Length + 1))[..(length - text.Length)];
        return left ? padding + text : text + padding;
    }

    private static char[] Characters(SqlValue[] a) => a.Length > 1 ? a.Text(1).ToCharArray() : [' '];

    private static string InitCap(string text, string? delimiters)
    {
        var separators = delimiters ?? " !?@\"^#$&~_,.:;+-*%/|\\[](){}<>\t\n\r\f\v";
        var result = new StringBuilder(text.Length);
        var first = true;
        foreach (var c in text)
        {
            result.Append(first ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            first = separators.Contains(c, StringComparison.Ordinal);
        }

        return result.ToString();
    }

    private static string SplitPart(string text, string delimiter, long part)
    {
        var parts = delimiter.Length == 0 ? [text] : text.Split(delimiter);
        var index =
            part > 0 ? part - 1
            : part == 0 ? 0
            : parts.Length + part;
        return index >= 0 && index < parts.Length ? parts[index] : "";
    }

    private static string? Token(string text, string delimiters, long part)
    {
        var tokens = text.Split(delimiters.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        return part >= 1 && part <= tokens.Length ? tokens[part - 1] : null;
    }

    // The functions that SQL calls by these names.
#pragma warning disable CA5350
    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    private static string Sha2(string text, int bits)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bits switch
        {
            0 or 256 => Convert.ToHexStringLower(SHA256.HashData(bytes)),
            384 => Convert.ToHexStringLower(SHA384.HashData(bytes)),
            512 => Convert.ToHexStringLower(SHA512.HashData(bytes)),
            _ => throw SqlError.Unknown($"SHA2 of {bits} bits"),
        };
    }

    private static string Decoded(Func<byte[]> decode)
    {
        try
        {
            return Encoding.UTF8.GetString(decode());
        }
        catch (FormatException)
        {
            throw new SqlError("100115", "22018", "The following string is not a legal encoded value");
        }
    }
}
