using System.Security;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Http;

/// <summary>Checks secrets that go into a header.</summary>
internal static class HeaderSecret
{
    /// <summary>
    /// Whether the secret is not empty and printable ASCII without blanks, so that it can neither end a header nor hide
    /// a copying mistake.
    /// </summary>
    public static bool IsClean(SecureString secret)
    {
        var characters = SecretText.ToChars(secret);
        try
        {
            return characters.Length > 0 && !characters.Any(c => c is <= ' ' or > '~');
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }
}
