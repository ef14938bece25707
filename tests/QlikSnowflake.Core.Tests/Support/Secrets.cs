using System.Security;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Tests.Support;

/// <summary>Short ways to and from SecureString.</summary>
internal static class Secrets
{
    public static SecureString Secret(this string text) => SecretText.FromPlainText(text);

    public static string Reveal(this SecureString secret) => SecretText.ToPlainText(secret);
}
