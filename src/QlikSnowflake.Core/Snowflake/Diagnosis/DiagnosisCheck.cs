using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>Something that a login needs. It says how that is, and leaves what it found in the state for those after it.</summary>
internal abstract class DiagnosisCheck
{
    /// <summary>Whether no login can succeed where this is not as it should be.</summary>
    public virtual bool IsNeeded => true;

    /// <summary>Looks at it.</summary>
    /// <param name="state">What is known so far.</param>
    /// <param name="context">The operation.</param>
    /// <returns>What was looked at, in order; what a login by another way does not need is skipped.</returns>
    public abstract Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context);

    protected static ConnectionCheck Pass(string name, string detail, string? advice = null) =>
        new(name, ConnectionCheckStatus.Passed, detail, advice);

    protected static ConnectionCheck Skip(string name, string detail) => new(name, ConnectionCheckStatus.Skipped, detail, null);

    protected static ConnectionCheck Fail(string name, string detail, string? advice) =>
        new(name, ConnectionCheckStatus.Failed, detail, advice);

    protected static ConnectionCheck Fail(string name, QlikSnowflakeException e) => Fail(name, e.Message, e.RecommendedAction);
}
