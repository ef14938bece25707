using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Commands;

/// <summary>
/// Base of every cmdlet. Derived classes write <see cref="Process"/>; failures of Core become error records here, in one place:
/// one error an input where others may still succeed, a terminating one where nothing further can work.
/// </summary>
public abstract class QlikSnowflakeCmdlet : PSCmdlet, IDisposable
{
    // Whoever interrupts gets the prompt back within a second.
    private static readonly TimeSpan LongestUnwinding = TimeSpan.FromMilliseconds(900);

    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineLog _log = new();
    private readonly CallContext _context;

    private protected QlikSnowflakeCmdlet() => _context = new CallContext(_log, _stop.Token);

    /// <summary>Whether a failure ends the command rather than the one input.</summary>
    private protected virtual bool FailureEndsCommand => false;

    /// <summary>What the command works on, for error records.</summary>
    private protected virtual object? Target => null;

    /// <summary>Ends work under way; called on another thread.</summary>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Refuses what no cmdlet can use, and prepares the command.</summary>
    protected sealed override void BeginProcessing()
    {
        foreach (var given in MyInvocation.BoundParameters)
        {
            if (
                given.Value is string text
                    ? NameText.IsObjectText(text)
                    : given.Value is string[] texts && texts.Any(NameText.IsObjectText)
            )
                ThrowTerminatingError(Failures.ToErrorRecord(NameText.ObjectText(given.Key), null));
        }

        Begin();
    }

    /// <summary>Handles one input.</summary>
    protected sealed override void ProcessRecord() => ReportFailure(Process, null);

    /// <summary>Handles the end of the input.</summary>
    protected sealed override void EndProcessing() => ReportFailure(End, null);

    /// <summary>What there is to do before the first input.</summary>
    private protected virtual void Begin() { }

    /// <summary>The command's work on one input.</summary>
    private protected abstract void Process();

    /// <summary>What is left to do after the last input.</summary>
    private protected virtual void End() { }

    /// <summary>Waits for work on the pipeline thread, passing on what it reports while it goes on.</summary>
    /// <param name="work">The work.</param>
    /// <param name="waiting">Called on the pipeline thread a few times a second while the work goes on, to show progress.</param>
    private protected T WaitFor<T>(Func<CallContext, Task<T>> work, Action? waiting = null)
    {
        Task<T>? task = null;
        try
        {
            task = work(_context);
            _log.WriteUntil(task, WriteVerbose, WriteWarning, waiting);
            return task.GetAwaiter().GetResult();
        }
        catch (PipelineStoppedException) when (task is not null)
        {
            // A message found the pipeline stopped before the work did: it still has to undo what it began.
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne(LongestUnwinding);
            throw;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for work that has no result.</summary>
    /// <param name="work">The work.</param>
    /// <param name="waiting">As for work with a result.</param>
    private protected void WaitFor(Func<CallContext, Task> work, Action? waiting = null) =>
        WaitFor<bool>(
            async context =>
            {
                await work(context).ConfigureAwait(false);
                return true;
            },
            waiting
        );

    /// <summary>Asks whether to go on, but where -Force says not to ask; -WhatIf and an explicit -Confirm come first.</summary>
    /// <param name="target">What it is done to.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="force">Whether -Force is given.</param>
    private protected bool ShouldProcess(string target, string action, bool force)
    {
        var whatIf =
            MyInvocation.BoundParameters.ContainsKey("WhatIf")
            || LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));
        if (!force || whatIf || MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return ShouldProcess(target, action);

        WriteVerbose($"{action}: {target}");
        return true;
    }

    /// <summary>Asks for each change of a plan; all of them are made or none, since each builds on the one before.</summary>
    /// <param name="changes">What would be changed, as -WhatIf prints it.</param>
    /// <param name="target">What it is changed on.</param>
    private protected bool Approve(IEnumerable<string> changes, string target)
    {
        var approved = true;
        foreach (var change in changes)
            approved = ShouldProcess(target, change) && approved;
        return approved;
    }

    /// <summary>Asks for each change of a rotation.</summary>
    private protected bool Approve(RotationPlan plan, string target) => Approve(plan.Changes, target);

    /// <summary>Has work done on the pipeline thread while <see cref="WaitFor{T}"/> waits there.</summary>
    private protected Task<T> OnPipelineAsync<T>(Func<T> work) => _log.OnPipelineAsync(work);

    /// <summary>A path of PowerShell's as one of the file system's; it need not exist.</summary>
    private protected string ResolvePath(string path)
    {
        var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem"
            ? resolved
            : throw new InputException(
                ErrorIds.PathNotFileSystem,
                $"'{path}' is a path of the provider {provider.Name}.",
                "Give a path of a file."
            );
    }

    /// <summary>Releases what the command holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the command holds.</summary>
    /// <param name="disposing">Whether it was called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
            _log.Dispose();
        }
    }

    /// <summary>Does a part of the work, and reports its failure where that leaves the other parts possible.</summary>
    /// <param name="work">The part.</param>
    /// <param name="target">What it works on, for the error record; null takes <see cref="Target"/>.</param>
    private protected void ReportFailure(Action work, object? target)
    {
        try
        {
            work();
        }
        catch (QlikSnowflakeException e)
        {
            var record = Failures.ToErrorRecord(e, target ?? Target);
            if (FailureEndsCommand)
                ThrowTerminatingError(record);
            else
                WriteError(record);
        }
    }
}
