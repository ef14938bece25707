namespace QlikSnowflake.Tests.Support;

/// <summary>Private keys made by OpenSSL at test time, and what OpenSSL says of them.</summary>
public sealed class SampleKeys : IDisposable
{
    /// <summary>A passphrase whose UTF-8 form differs from every one-byte encoding of it.</summary>
    public const string Passphrase = "Zürich ключ 密码 €";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, byte[]> _made = [];
    private readonly object _gate = new();
    private readonly Lazy<string> _plain;
    private readonly Lazy<string> _fingerprint;

    public SampleKeys()
    {
        _plain = new(() => Make("plain.p8", "genrsa", "2048"));
        _fingerprint = new(() => FingerprintOf(_plain.Value));
    }

    /// <summary>The path of a plain PKCS#8 PEM key of 2048 bits.</summary>
    public string PlainPath => _plain.Value;

    /// <summary>That key's fingerprint, by OpenSSL's own pipeline.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>A file with the passphrase in UTF-8, in the form of openssl's -passin and -passout.</summary>
    public string PassphraseArgument
    {
        get
        {
            lock (_gate)
                return "file:"
                    + (
                        File.Exists(_folder.File("passphrase"))
                            ? _folder.File("passphrase")
                            : _folder.Write("passphrase", Passphrase + "\n")
                    );
        }
    }

    /// <summary>
    /// What an openssl command writes to its -out file, run once. <c>{key}</c> stands for the plain key's path,
    /// <c>{pass}</c> for the passphrase.
    /// </summary>
    public byte[] Output(string command)
    {
        lock (_gate)
        {
            if (!_made.TryGetValue(command, out var content))
            {
                var words = command
                    .Split(' ')
                    .Select(w => w.Replace("{key}", PlainPath).Replace("{pass}", PassphraseArgument))
                    .ToArray();
                _made[command] = content = File.ReadAllBytes(Make("form" + _made.Count, words));
            }

            return content;
        }
    }

    /// <summary>The fingerprint by: openssl rsa -pubout -outform DER | openssl dgst -sha256 -binary | openssl base64.</summary>
    public string FingerprintOf(string path, params string[] passIn)
    {
        var der = Make("der" + Guid.NewGuid().ToString("N"), ["rsa", "-in", path, .. passIn, "-pubout", "-outform", "DER"]);
        var digest = Make("digest" + Guid.NewGuid().ToString("N"), "dgst", "-sha256", "-binary", der);
        return "SHA256:" + OpenSsl.Run("base64", "-A", "-in", digest).Trim();
    }

    public void Dispose() => _folder.Dispose();

    // The -out option comes right after the command's name: genrsa takes the size last.
    private string Make(string name, params string[] command)
    {
        var path = _folder.File(name);
        OpenSsl.Run([command[0], "-out", path, .. command.Skip(1)]);
        return path;
    }
}
