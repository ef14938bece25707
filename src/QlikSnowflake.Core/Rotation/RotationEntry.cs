namespace QlikSnowflake.Rotation;

/// <summary>One line of a rotation's journal after the first.</summary>
/// <param name="At">When, by this machine's clock, in UTC.</param>
/// <param name="Step">The step's name, such as <c>Switch connection</c>.</param>
/// <param name="Outcome">What came of it: <c>done</c>, <c>seen to be done</c>, or a word of the step's own such as <c>failed</c>.</param>
/// <param name="Target">What it worked on, where a step has several; else null.</param>
/// <param name="Evidence">What shows it, by name, such as a fingerprint and the time a service gave; never a secret.</param>
public sealed record RotationEntry(
    DateTimeOffset At,
    string Step,
    string Outcome,
    string? Target,
    IReadOnlyDictionary<string, string> Evidence
);
