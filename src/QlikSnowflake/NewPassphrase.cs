using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands;

/// <summary>Asks for the passphrase of a new key, twice: nobody can open a key by a passphrase that was mistyped.</summary>
internal static class NewPassphrase
{
    private const int MostTries = 3;

    public static SecureString Ask(PSHost host, string path)
    {
        try
        {
            for (var i = 0; i < MostTries; i++)
            {
                using var first = Read(host, $"Passphrase for the new key {path}: ");
                using var second = Read(host, "The same once more: ");
                if (first.Length > 0 && SecretText.AreEqual(first, second))
                    return first.Copy();
                host.UI.WriteLine(first.Length == 0 ? "It is empty: a key without one takes -NoPassphrase." : "They differ.");
            }
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            throw Missing(e);
        }

        throw Missing(null);
    }

    private static SecureString Read(PSHost host, string prompt)
    {
        host.UI.Write(prompt);
        return host.UI.ReadLineAsSecureString() ?? new SecureString();
    }

    private static InputException Missing(Exception? inner) =>
        new(
            ErrorIds.PassphraseMissing,
            "No passphrase is given for the new key.",
            "Give -Passphrase, such as (Read-Host -AsSecureString), or -NoPassphrase where the cmdlet has it.",
            inner: inner
        );
}
