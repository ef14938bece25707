using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace QlikSnowflake.Secrets;

/// <summary>The forms in which a secret can come back in a text: as it is, escaped for a URL, for JSON or for HTML, in base64.</summary>
internal static class SecretForms
{
    private const int ShortestEncoded = 6;

    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        var url = Uri.EscapeDataString(secret);
        yield return url;
        yield return LowerHexadecimals(url);
        yield return WebUtility.UrlEncode(secret);
        yield return LowerHexadecimals(WebUtility.UrlEncode(secret));
        yield return WebUtility.HtmlEncode(secret);
        yield return JavaScriptEncoder.Default.Encode(secret);
        var json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return json;
        yield return json.Replace("/", "\\/");

        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length < ShortestEncoded)
            yield break;
        for (var before = 0; before < 3; before++)
        {
            var base64 = Base64(bytes, before);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    // Inside a longer text that was encoded, as name and password of a proxy are, a secret has one of three forms: by how many
    // bytes stand before it. Characters at both ends that also depend on its neighbours are left out.
    private static string Base64(byte[] bytes, int before)
    {
        var shifted = new byte[before + bytes.Length];
        bytes.CopyTo(shifted, before);
        var text = Convert.ToBase64String(shifted);
        var start = before == 0 ? 0 : before + 1;
        var end = (shifted.Length / 3 * 4) + (shifted.Length % 3);
        return text.Substring(start, end - start);
    }

    private static string LowerHexadecimals(string text)
    {
        var lower = new StringBuilder(text);
        for (var i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] != '%')
                continue;
            lower[i + 1] = char.ToLower(lower[i + 1], CultureInfo.InvariantCulture);
            lower[i + 2] = char.ToLower(lower[i + 2], CultureInfo.InvariantCulture);
        }

        return lower.ToString();
    }
}
