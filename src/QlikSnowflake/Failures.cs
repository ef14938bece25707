using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Secrets;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands;

/// <summary>Turns Core's exceptions into error records: stable id, category, and the advice where the user sees it.</summary>
internal static class Failures
{
    // PowerShell's default error view shows RecommendedAction from 7.5 on.
    private static readonly bool EngineShowsAdvice = typeof(PSCmdlet).Assembly.GetName().Version >= new Version(7, 5);

    public static ErrorRecord ToErrorRecord(QlikSnowflakeException exception, object? target)
    {
        var record = new ErrorRecord(exception, exception.ErrorId, Category(exception.Kind), Shown(target));
        if (exception.RecommendedAction is { } advice)
        {
            var words = exception is SnowflakeException { Excerpt: { } excerpt }
                ? $"{exception.Message}\n{excerpt}\n"
                : exception.Message;
            var message = EngineShowsAdvice ? words : $"{words} {advice}";
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = advice };
        }

        return record;
    }

    // An object that has become text holds whatever the object held; what was typed can hold a secret, as a connection string.
    private static object? Shown(object? target) =>
        target is not string text ? target
        : NameText.IsObjectText(text) ? null
        : Quoted.Cut(SecretMask.WithoutTokens(SecretMask.WithoutNamedValues(text)));

    private static ErrorCategory Category(FailureKind kind) =>
        kind switch
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
            FailureKind.Busy => ErrorCategory.ResourceBusy,
            FailureKind.Unreadable => ErrorCategory.ReadError,
            FailureKind.Unwritable => ErrorCategory.WriteError,
            _ => ErrorCategory.InvalidResult,
        };
}
