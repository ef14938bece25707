using QlikSnowflake.Errors;

namespace QlikSnowflake.QlikCloud;

/// <summary>Qlik Cloud refused a request.</summary>
public sealed class QlikCloudException : ServiceException
{
    internal QlikCloudException(ServiceFailure details, IReadOnlyList<QlikCloudError> errors, string? traceId)
        : base(details)
    {
        Errors = errors;
        TraceId = traceId;
    }

    /// <summary>Every error the reply lists.</summary>
    public IReadOnlyList<QlikCloudError> Errors { get; }

    /// <summary>The id by which Qlik's support finds the request.</summary>
    public string? TraceId { get; }
}
