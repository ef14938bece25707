using QlikSnowflake.Http;

namespace QlikSnowflake.Connections;

/// <summary>Reads a site's connections as they arrive, so that however many there are only some are held at a time.</summary>
public interface IConnectionReader : IDisposable
{
    /// <summary>Reads on. One call at a time.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>What arrived next, which may be nothing yet; null at the end.</returns>
    /// <exception cref="Errors.QlikSnowflakeException">The site refuses, cannot be reached, or answered with something else than a
    /// list. What was read until then is good; nothing more will come.</exception>
    Task<ConnectionBatch?> ReadAsync(CallContext context);
}
