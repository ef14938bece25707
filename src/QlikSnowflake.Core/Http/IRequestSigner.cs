namespace QlikSnowflake.Http;

/// <summary>
/// Adds to each request who asks, and knows what to do when that is refused. Called from any thread, for many requests at
/// once; the transport that it is given to disposes it.
/// </summary>
public interface IRequestSigner : IDisposable
{
    /// <summary>Signs one attempt of a request: by headers, or by <see cref="RequestQuery.Add"/>.</summary>
    /// <param name="message">The attempt.</param>
    /// <param name="context">The operation it belongs to: a token may have to be asked for first.</param>
    ValueTask SignAsync(HttpRequestMessage message, CallContext context);

    /// <summary>Renews what the request was signed with after a 401 that its age can explain.</summary>
    /// <param name="reply">The 401; its <see cref="ServiceReply.SentToken"/> tells which token was refused.</param>
    /// <param name="context">The operation it belongs to.</param>
    /// <returns>Whether another attempt can turn out differently.</returns>
    ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context);
}
