namespace QlikSnowflake.Http;

/// <summary>Adds to each request who asks. One per session; called from any thread.</summary>
public interface IRequestSigner
{
    /// <summary>The service's name, for errors.</summary>
    string Service { get; }

    /// <summary>Query parameters to add to this attempt, such as an xrfkey.</summary>
    /// <param name="message">The request, to which headers are added.</param>
    /// <returns>Names and values, not yet escaped.</returns>
    IEnumerable<KeyValuePair<string, string>> Sign(HttpRequestMessage message);

    /// <summary>Renews what the request was signed with after a 401 that its age can explain.</summary>
    /// <param name="reply">The 401.</param>
    /// <returns>Whether another attempt can turn out differently.</returns>
    bool TryRenew(ServiceReply reply);

    /// <summary>Makes the exception for a reply that is no success.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="request">The request it answers.</param>
    Exception Refusal(ServiceReply reply, ServiceRequest request);
}
