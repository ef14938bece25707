using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>Goes through the steps of a rotation in order, passing over what is done and proving what it did.</summary>
public sealed class RotationRunner
{
    /// <summary>Called after each step; for tests that interrupt between steps.</summary>
    internal Action<IRotationStep>? AfterStep { get; init; }

    /// <summary>Runs the steps.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="goOn">What the user does to go on after a failure, as a sentence.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed or did not reach its aim. Those before it hold.</exception>
    public async Task RunAsync(IReadOnlyList<IRotationStep> steps, string goOn, CallContext context)
    {
        foreach (var step in steps)
        {
            try
            {
                if (await step.IsDoneAsync(context).ConfigureAwait(false))
                {
                    context.Log.Verbose($"{step.Name}: is done already.");
                    continue;
                }

                await step.DoAsync(context).ConfigureAwait(false);
                if (!await step.IsDoneAsync(context).ConfigureAwait(false))
                    throw new RotationException(step.Name, "it reported success, and its aim is not reached.", goOn, FailureKind.Service, null);
                context.Log.Verbose($"{step.Name}: done.");
            }
            catch (QlikSnowflakeException e) when (e is not RotationException)
            {
                throw new RotationException(step.Name, e.Message, $"{e.RecommendedAction} {goOn}".Trim(), e.Kind, e);
            }

            AfterStep?.Invoke(step);
        }
    }
}
