namespace QlikSnowflake.Emulator.Faults;

/// <summary>Something that shall go wrong: with which requests, how often, and how.</summary>
public sealed record Fault
{
    /// <summary>The service it is for (<c>qrs</c>, <c>qrsProxy</c>, <c>qlikCloud</c>, <c>snowflake</c>); absent for all.</summary>
    public string? Service { get; init; }

    /// <summary>The HTTP method it is for; absent for all.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The path it is for, where <c>*</c> stands for any text; absent for all. Letter case doesn't matter; the query
    /// isn't looked at.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>
    /// The status answered by <see cref="FaultKind.Status"/> and <see cref="FaultKind.Echo"/> (default 500), and by
    /// <see cref="FaultKind.Html"/> (default 200).
    /// </summary>
    public int? Status { get; init; }

    /// <summary>Seconds for the <c>Retry-After</c> header; absent: no such header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The body answered by <see cref="FaultKind.Status"/> and <see cref="FaultKind.Html"/>.</summary>
    public string? Body { get; init; }

    /// <summary>The body's content type; absent: JSON for a body that begins with <c>{</c> or <c>[</c>, otherwise plain text.</summary>
    public string? ContentType { get; init; }

    /// <summary>Milliseconds that <see cref="FaultKind.Slow"/> waits before it sends the headers.</summary>
    public int DelayMs { get; init; }

    /// <summary>Milliseconds that <see cref="FaultKind.Slow"/> waits between two pieces of the body.</summary>
    public int ChunkDelayMs { get; init; }

    /// <summary>Bytes in a piece, with <see cref="ChunkDelayMs"/>.</summary>
    public int ChunkBytes { get; init; } = 1024;

    /// <summary>Bytes of the body that <see cref="FaultKind.Truncate"/> lets through.</summary>
    public int AfterBytes { get; init; }

    /// <summary>Whether a truncated body is chunked and lacks its end, instead of falling short of its Content-Length.</summary>
    public bool Chunked { get; init; }

    /// <summary>How many matching requests pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it strikes; -1: all, until it is cleared.</summary>
    public int Times { get; init; } = 1;
}
