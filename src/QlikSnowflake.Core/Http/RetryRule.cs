namespace QlikSnowflake.Http;

/// <summary>What may be sent again when no answer, or a server's own failure, came back.</summary>
public enum RetryRule
{
    /// <summary>Nothing: the work may have been done. (429 is still retried: it says that nothing was done.)</summary>
    Never,

    /// <summary>
    /// The request can be repeated, as it is or as <see cref="ServiceRequest.Resent"/>: it has no other effect than once.
    /// </summary>
    Safe,
}
