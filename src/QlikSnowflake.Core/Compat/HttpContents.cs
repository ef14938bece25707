namespace QlikSnowflake.Compat;

/// <summary>Reading response bodies so that cancellation is felt on every runtime.</summary>
internal static class HttpContents
{
    public static async Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken)
    {
#if NETFRAMEWORK
        cancellationToken.ThrowIfCancellationRequested();
        return await content.ReadAsStreamAsync().ConfigureAwait(false);
#else
        return await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#endif
    }
}
