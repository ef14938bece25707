namespace QlikSnowflake.Walkthrough;

/// <summary>One step of the walkthrough and how it went.</summary>
/// <param name="Title">What is done, in the words of the articles.</param>
/// <param name="Replaces">What users do today.</param>
/// <param name="Result">What came of it; for a failed step what failed.</param>
/// <param name="Passed">Whether it worked.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Step(string Title, string Replaces, string Result, bool Passed, long Milliseconds)
{
    /// <summary>Names of columns, where the step shows rows.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Rows as text, in the order of the columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];
}
