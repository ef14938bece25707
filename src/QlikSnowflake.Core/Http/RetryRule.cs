namespace QlikSnowflake.Http;

/// <summary>What may be sent again when no answer, or a server's own failure, came back.</summary>
public enum RetryRule
{
    /// <summary>Nothing: the work may have been done. (429 is still retried: it says that nothing was done.)</summary>
    Never,

    /// <summary>The request changes nothing and can be repeated.</summary>
    Safe,

    /// <summary>A Snowflake statement: repeated with the same requestId and retry=true it runs once.</summary>
    SameRequestId,
}
