namespace QlikSnowflake.Errors;

/// <summary>A service answered, and the answer is a refusal or cannot be used.</summary>
public class ServiceException : QlikSnowflakeException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="details">The parts.</param>
    public ServiceException(ServiceFailure details)
        : base(details.ErrorId, details.Kind, details.Message, details.RecommendedAction, details.Inner)
    {
        Service = details.Service;
        StatusCode = details.StatusCode;
        Code = details.Code;
        RequestId = details.RequestId;
    }

    /// <summary>The service that answered: <c>Qlik Sense repository (QRS)</c>, <c>Qlik Cloud</c> or <c>Snowflake</c>.</summary>
    public string Service { get; }

    /// <summary>The HTTP status, or 0 where a reply was read but its status is not the point.</summary>
    public int StatusCode { get; }

    /// <summary>The service's own code, if it gave one.</summary>
    public string? Code { get; }

    /// <summary>The id under which the service or the client knows the request, if any.</summary>
    public string? RequestId { get; }

    /// <summary>Whether the reply does not tell what was done, so that it may have been done.</summary>
    internal bool IsUnreadable => ErrorId is ErrorIds.ReplyNotUnderstood or ErrorIds.ApiKeyWithoutToken;
}
