using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>
/// One step of a rotation. It knows nothing of the others, can be done twice without harm, and can tell whether it is
/// done.
/// </summary>
public interface IRotationStep
{
    /// <summary>A short name, such as <c>Register new key</c>.</summary>
    string Name { get; }

    /// <summary>What it changes, as -WhatIf prints it; null for a step that only proves something.</summary>
    string? Change { get; }

    /// <summary>Whether its aim is reached, by looking at the world rather than at a memory of having tried.</summary>
    /// <param name="context">The operation.</param>
    Task<bool> IsDoneAsync(CallContext context);

    /// <summary>Does it.</summary>
    /// <param name="context">The operation.</param>
    Task DoAsync(CallContext context);
}
