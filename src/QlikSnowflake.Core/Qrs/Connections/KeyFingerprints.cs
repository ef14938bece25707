using System.Text;
using QlikSnowflake.Compat;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// The fingerprints of the keys in the passwords of one list: thousands of connections share a few keys, and to read a key takes a
/// millisecond. Of what it has read it keeps hashes only.
/// </summary>
internal sealed class KeyFingerprints
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The fingerprint of the key in a framed password, or null where there is none or it cannot be read.</summary>
    /// <param name="password">The password.</param>
    public string? Of(string? password)
    {
        // A hash of a password that is no key would be worth guessing at.
        if (!KeyPairSecret.IsFramed(password))
            return null;

        var bytes = Encoding.UTF8.GetBytes(password!);
        var hash = Convert.ToBase64String(Hashes.Sha256(bytes));
        Array.Clear(bytes, 0, bytes.Length);
        if (!_known.TryGetValue(hash, out var fingerprint))
            _known[hash] = fingerprint = KeyPairSecret.FingerprintOf(password);
        return fingerprint;
    }
}
