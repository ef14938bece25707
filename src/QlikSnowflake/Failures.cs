using System.Management.Automation;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands;

/// <summary>Turns Core's exceptions into error records: stable id, category, and the advice where the user sees it.</summary>
internal static class Failures
{
    public static ErrorRecord ToErrorRecord(QlikSnowflakeException exception, object? target)
    {
        var record = new ErrorRecord(exception, exception.ErrorId, Category(exception.Kind), target);
        if (exception.RecommendedAction is { } advice)
        {
            // No host shows RecommendedAction by itself, so the message carries it as well.
            record.ErrorDetails = new ErrorDetails($"{exception.Message} {advice}") { RecommendedAction = advice };
        }

        return record;
    }

    private static ErrorCategory Category(FailureKind kind) => kind switch
    {
        FailureKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FailureKind.InvalidData => ErrorCategory.InvalidData,
        FailureKind.NotFound => ErrorCategory.ObjectNotFound,
        FailureKind.AlreadyExists => ErrorCategory.ResourceExists,
        FailureKind.Authentication => ErrorCategory.AuthenticationError,
        FailureKind.Permission => ErrorCategory.PermissionDenied,
        FailureKind.Conflict => ErrorCategory.ResourceExists,
        FailureKind.Limit => ErrorCategory.LimitsExceeded,
        FailureKind.Timeout => ErrorCategory.OperationTimeout,
        FailureKind.Connection => ErrorCategory.ConnectionError,
        FailureKind.Security => ErrorCategory.SecurityError,
        FailureKind.Session => ErrorCategory.ConnectionError,
        _ => ErrorCategory.InvalidResult,
    };
}
