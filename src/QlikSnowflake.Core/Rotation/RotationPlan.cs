using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>The steps of a rotation in order, and what the user does when one of them fails. Making it changes nothing.</summary>
public sealed class RotationPlan
{
    private readonly Func<string> _advice;

    /// <summary>Creates the plan.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="advice">What holds after a failure and how to go on, in a sentence or two.</param>
    public RotationPlan(IReadOnlyList<IRotationStep> steps, string advice)
        : this(steps, () => advice) { }

    /// <summary>Creates a plan of which only the failure tells what holds after it.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="advice">Asked once what was begun is taken back.</param>
    internal RotationPlan(IReadOnlyList<IRotationStep> steps, Func<string> advice)
    {
        Steps = steps;
        _advice = advice;
    }

    /// <summary>What will be done, in order.</summary>
    public IReadOnlyList<IRotationStep> Steps { get; }

    /// <summary>What holds after a failure and how to go on.</summary>
    public string Advice => _advice();

    /// <summary>What the steps change, as -WhatIf prints it.</summary>
    public IEnumerable<string> Changes => Steps.Where(s => s.Change is not null).Select(s => s.Change!);

    /// <summary>Called after each step; for tests that interrupt between steps.</summary>
    internal Action<IRotationStep>? AfterStep { get; set; }

    /// <summary>Does what is planned.</summary>
    /// <param name="journal">Where each step is noted once it is done; null notes nothing.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed or did not reach its aim. Those before it that cannot be taken back
    /// hold.</exception>
    public Task RunAsync(RotationJournal? journal, CallContext context) => new RotationRunner(this, journal).RunAsync(context);
}
