using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Rotation;

/// <summary>
/// Goes through the steps of a plan in order, passing over what is seen to be done and looking again at what it did. When one
/// fails, those begun in this run that can be taken back are, the last first.
/// </summary>
internal sealed class RotationRunner(RotationPlan plan, RotationJournal? journal)
{
    private static readonly TimeSpan MostTimeToUndo = TimeSpan.FromMinutes(2);

    private readonly Stack<IReversibleStep> _begun = new();

    public async Task RunAsync(CallContext context)
    {
        foreach (var step in plan.Steps)
        {
            try
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                await RunStepAsync(step, context).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await UndoAsync(context).ConfigureAwait(false);
                if (e is QlikSnowflakeException known and not RotationException)
                    throw new RotationException(
                        step.Name,
                        known.Message,
                        $"{known.RecommendedAction} {plan.Advice}".Trim(),
                        known.Kind,
                        known
                    );
                throw;
            }

            plan.AfterStep?.Invoke(step);
        }
    }

    private async Task RunStepAsync(IRotationStep step, CallContext context)
    {
        var observable = step as IObservableStep;
        if (observable is not null && await observable.IsDoneAsync(context).ConfigureAwait(false))
        {
            Note(step, "seen to be done", context);
            return;
        }

        if (step is IReversibleStep reversible)
            _begun.Push(reversible);
        await step.DoAsync(context).ConfigureAwait(false);
        if (observable is not null && !await observable.IsDoneAsync(context).ConfigureAwait(false))
            throw new RotationException(
                step.Name,
                "it reported success, and its aim is not reached.",
                plan.Advice,
                FailureKind.Service,
                null
            );
        Note(step, "done", context);
    }

    private void Note(IRotationStep step, string outcome, CallContext context)
    {
        context.Log.Verbose($"{step.Name}: {outcome}.");
        journal?.Append(step.Name, outcome, evidence: (step as IEvidentStep)?.Evidence);
    }

    private async Task UndoAsync(CallContext context)
    {
        // Ctrl+C stops the rotation, not its being taken back; an unreachable service does after a while.
        using var timeout = new CancellationTokenSource(MostTimeToUndo);
        var outliving = context.With(timeout.Token);
        foreach (var step in _begun)
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
