using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>A step that can be taken back when it or a later one fails.</summary>
public interface IReversibleStep : IRotationStep
{
    /// <summary>Takes back what the step did or may have done; does nothing where that is nothing.</summary>
    /// <param name="context">The operation, which a cancellation of the rotation does not end.</param>
    Task UndoAsync(CallContext context);
}
