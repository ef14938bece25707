using QlikSnowflake.Secrets;

namespace QlikSnowflake.Http;

/// <summary>What accompanies one operation through all its requests: how to stop it, and whom to tell.</summary>
public sealed class CallContext
{
    /// <summary>Creates the context.</summary>
    /// <param name="log">Whom to tell; null tells nobody.</param>
    /// <param name="cancellationToken">Stops the operation.</param>
    public CallContext(IServiceLog? log = null, CancellationToken cancellationToken = default)
    {
        CancellationToken = cancellationToken;
        Log = log is null or Silence or Masked ? log ?? Silence.Instance : new Masked(log);
    }

    /// <summary>Stops the operation.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whom to tell.</summary>
    public IServiceLog Log { get; }

    /// <summary>The same operation's context with another token, as for work that must outlive a cancellation.</summary>
    /// <param name="cancellationToken">The other token.</param>
    public CallContext With(CancellationToken cancellationToken) => new(Log, cancellationToken);

    private sealed class Masked(IServiceLog log) : IServiceLog
    {
        public void Verbose(string message) => log.Verbose(SecretMask.WithoutTokens(message));

        public void Warning(string message) => log.Warning(SecretMask.WithoutTokens(message));
    }

    private sealed class Silence : IServiceLog
    {
        public static readonly Silence Instance = new();

        public void Verbose(string message) { }

        public void Warning(string message) { }
    }
}
