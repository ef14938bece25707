using System.Text.Json;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>How the secrets of exported connections are encrypted. Dispose it as soon as it has done its work.</summary>
public abstract class SecretProtection : IDisposable
{
    private protected SecretProtection() { }

    /// <summary>Its name in the file: certificate or passphrase.</summary>
    public abstract string Name { get; }

    /// <summary>Forgets keys.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets keys.</summary>
    /// <param name="disposing">Whether it was called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing) { }

    /// <summary>Writes what a reader needs besides the secret key, into the object that describes the protection.</summary>
    internal virtual void WriteParameters(Utf8JsonWriter json) { }

    /// <summary>Takes over the parameters of a file that is to be read.</summary>
    internal virtual void ReadParameters(JsonElement json) { }

    internal abstract byte[] Protect(byte[] plain);

    /// <summary>The caller zeroes the result.</summary>
    internal abstract byte[] Unprotect(byte[] encrypted);
}
