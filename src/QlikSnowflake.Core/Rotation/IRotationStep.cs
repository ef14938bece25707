using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>One step of a rotation. It knows nothing of the others, and can be done twice without harm.</summary>
public interface IRotationStep
{
    /// <summary>A short name, such as <c>Register new key</c>.</summary>
    string Name { get; }

    /// <summary>What it changes, as -WhatIf prints it; null for a step that only proves something.</summary>
    string? Change { get; }

    /// <summary>Does it. It returns when its aim is reached, as far as the step itself can tell.</summary>
    /// <param name="context">The operation.</param>
    Task DoAsync(CallContext context);
}
