namespace QlikSnowflake.Http;

/// <summary>One request as it is meant, before a session adds who asks. It can be sent more than once.</summary>
public sealed class ServiceRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below the session's base address, without a leading slash; segments already escaped.</param>
    public ServiceRequest(HttpMethod method, string path)
    {
        Method = method;
        Path = path;
        Retry = method == HttpMethod.Get ? RetryRule.Safe : RetryRule.Never;
    }

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The path below the session's base address.</summary>
    public string Path { get; }

    /// <summary>The query's names and values, not yet escaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>A JSON body as UTF-8, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>
    /// About how many bytes the reply's body has when unpacked, or 0. Where it is set the body lies in a shared buffer, to be
    /// handed back by <see cref="ServiceReply.Release"/>.
    /// </summary>
    public long ExpectedBytes { get; init; }

    /// <summary>Whether the reply to a success holds a new secret, so that not even a damaged one may be quoted.</summary>
    public bool IsReplySecret { get; init; }

    /// <summary>What may be sent again.</summary>
    public RetryRule Retry { get; init; }

    /// <summary>What to send in its place once it may have arrived; null sends the same.</summary>
    public ServiceRequest? Resent { get; init; }
}
