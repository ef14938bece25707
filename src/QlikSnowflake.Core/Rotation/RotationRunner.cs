using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>
/// Goes through the steps of a rotation in order, passing over what is done and proving what it did. When one fails, those begun
/// in this run that can be taken back are, the last first.
/// </summary>
public sealed class RotationRunner
{
    private static readonly TimeSpan MostTimeToUndo = TimeSpan.FromMinutes(2);

    /// <summary>Called after each step; for tests that interrupt between steps.</summary>
    internal Action<IRotationStep>? AfterStep { get; init; }

    /// <summary>Runs the steps.</summary>
    /// <param name="steps">The steps in order.</param>
    /// <param name="goOn">What the user does to go on after a failure, as a sentence.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed or did not reach its aim. Those before it that cannot be taken back
    /// hold.</exception>
    public async Task RunAsync(IReadOnlyList<IRotationStep> steps, string goOn, CallContext context)
    {
        var begun = new Stack<IReversibleStep>();
        foreach (var step in steps)
        {
            try
            {
                await RunStepAsync(step, begun, goOn, context).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await UndoAsync(begun, context).ConfigureAwait(false);
                if (e is QlikSnowflakeException known and not RotationException)
                    throw new RotationException(
                        step.Name,
                        known.Message,
                        $"{known.RecommendedAction} {goOn}".Trim(),
                        known.Kind,
                        known
                    );
                throw;
            }

            AfterStep?.Invoke(step);
        }
    }

    private static async Task RunStepAsync(IRotationStep step, Stack<IReversibleStep> begun, string goOn, CallContext context)
    {
        if (await step.IsDoneAsync(context).ConfigureAwait(false))
        {
            context.Log.Verbose($"{step.Name}: is done already.");
            return;
        }

        if (step is IReversibleStep reversible)
            begun.Push(reversible);
        await step.DoAsync(context).ConfigureAwait(false);
        if (!await step.IsDoneAsync(context).ConfigureAwait(false))
            throw new RotationException(
                step.Name,
                "it reported success, and its aim is not reached.",
                goOn,
                FailureKind.Service,
                null
            );
        context.Log.Verbose($"{step.Name}: done.");
    }

    private static async Task UndoAsync(Stack<IReversibleStep> begun, CallContext context)
    {
        // Ctrl+C stops the rotation, not its being taken back; an unreachable service does after a while.
        using var timeout = new CancellationTokenSource(MostTimeToUndo);
        var outliving = context.With(timeout.Token);
        foreach (var step in begun)
        {
            try
            {
                await step.UndoAsync(outliving).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Whatever it is, it must hide neither the first failure nor the steps still to be taken back.
                context.Log.Warning($"The step '{step.Name}' could not be taken back: {e.Message}");
            }
        }
    }
}
