namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>One line of the plan of a rotation, as -WhatIf emits it.</summary>
/// <param name="Step">The step, such as <c>Register new key</c> or <c>Switch connection</c>.</param>
/// <param name="Target">What it works on: a file, a user, or a connection and its site.</param>
/// <param name="Service"><c>Snowflake</c>, <c>Qrs</c> or <c>QlikCloud</c>; empty for what happens on this machine.</param>
/// <param name="Id">The connection's id, else empty.</param>
/// <param name="Change">What would be done; empty where nothing is.</param>
/// <param name="Outcome">For a connection what is known of it, else null.</param>
public sealed record PlannedKeyChange(
    string Step,
    string Target,
    string Service,
    string Id,
    string Change,
    ConnectionOutcome? Outcome
);
