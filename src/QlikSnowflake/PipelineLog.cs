using System.Collections.Concurrent;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Carries messages, and work that needs PowerShell, from whatever thread works to the pipeline thread, which alone may do either.</summary>
internal sealed class PipelineLog : IServiceLog, IDisposable
{
    private readonly BlockingCollection<(Kind Kind, string Text, Action? Work)> _messages = [];

    private enum Kind
    {
        Wake,
        Verbose,
        Warning,
        Work,
    }

    public void Verbose(string message) => _messages.Add((Kind.Verbose, message, null));

    public void Warning(string message) => _messages.Add((Kind.Warning, message, null));

    /// <summary>Has work done on the pipeline thread, such as a script block of the user's.</summary>
    /// <returns>What the work returns, or how it fails.</returns>
    public Task<T> OnPipelineAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages.Add((Kind.Work, string.Empty, () =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        return done.Task;
    }

    /// <summary>Writes messages until the task has ended, and what is left then.</summary>
    public void WriteUntil(Task task, Action<string> verbose, Action<string> warning)
    {
        if (!task.IsCompleted)
            task.ContinueWith(_ => _messages.Add((Kind.Wake, string.Empty, null)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
            Write(_messages.Take(), verbose, warning);
        while (_messages.TryTake(out var message))
            Write(message, verbose, warning);
    }

    public void Dispose() => _messages.Dispose();

    private static void Write((Kind Kind, string Text, Action? Work) message, Action<string> verbose, Action<string> warning)
    {
        if (message.Kind == Kind.Verbose)
            verbose(message.Text);
        else if (message.Kind == Kind.Warning)
            warning(message.Text);
        else
            message.Work?.Invoke();
    }
}
