using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs;

/// <summary>The Qlik Sense repository refused a request.</summary>
public sealed class QrsException : ServiceException
{
    internal QrsException(ServiceFailure details)
        : base(details) { }

    /// <summary>Whether the proxy wants a login first: nothing was done.</summary>
    internal bool IsLoginRedirect => ErrorId == ErrorIds.QrsLoginRedirect;
}
