using QlikSnowflake.Errors;

namespace QlikSnowflake.Rotation;

/// <summary>A rotation ended before its last step.</summary>
public sealed class RotationException : QlikSnowflakeException
{
    internal RotationException(string step, string reason, string recommendedAction, FailureKind kind, Exception? inner)
        : base(
            ErrorIds.RotationIncomplete,
            kind,
            $"The rotation stopped at the step '{step}': {reason}",
            recommendedAction,
            inner
        ) => Step = step;

    /// <summary>The step that failed.</summary>
    public string Step { get; }
}
