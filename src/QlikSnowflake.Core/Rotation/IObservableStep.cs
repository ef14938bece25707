using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>
/// A step whose aim can be seen in the world, by whoever looks and whoever reached it: it is passed over where that is so, and
/// looked at once more after it was done.
/// </summary>
public interface IObservableStep : IRotationStep
{
    /// <summary>Whether its aim is reached, by looking at the world and never at a memory of having tried.</summary>
    /// <param name="context">The operation.</param>
    Task<bool> IsDoneAsync(CallContext context);
}
