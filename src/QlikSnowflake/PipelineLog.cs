using System.Collections.Concurrent;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>
/// Carries messages, and work that needs PowerShell, from whatever thread works to the pipeline thread, which alone may
/// do either.
/// </summary>
internal sealed class PipelineLog : IServiceLog, IDisposable
{
    private const int TickMilliseconds = 250;

    private readonly BlockingCollection<(Kind Kind, string Text, Action? Work)> _messages = [];

    private enum Kind
    {
        Wake,
        Verbose,
        Warning,
        Work,
    }

    public void Verbose(string message) => Add(Kind.Verbose, message);

    public void Warning(string message) => Add(Kind.Warning, message);

    /// <summary>Has work done on the pipeline thread, such as a script block of the user's.</summary>
    /// <returns>What the work returns, or how it fails.</returns>
    public Task<T> OnPipelineAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(
            Kind.Work,
            string.Empty,
            () =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            }
        );
        return done.Task;
    }

    /// <summary>Writes messages until the task has ended, and what is left then.</summary>
    /// <param name="task">The work.</param>
    /// <param name="verbose">Writes a verbose message.</param>
    /// <param name="warning">Writes a warning.</param>
    /// <param name="waiting">Called a few times a second while the task goes on.</param>
    public void WriteUntil(Task task, Action<string> verbose, Action<string> warning, Action? waiting)
    {
        if (!task.IsCompleted)
            task.ContinueWith(
                _ => Add(Kind.Wake, string.Empty),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        while (!task.IsCompleted)
        {
            if (_messages.TryTake(out var next, waiting is null ? Timeout.Infinite : TickMilliseconds))
                Write(next, verbose, warning);
            else
                waiting!();
        }

        while (_messages.TryTake(out var message))
            Write(message, verbose, warning);
    }

    public void Dispose() => _messages.Dispose();

    private void Add(Kind kind, string text, Action? work = null)
    {
        try
        {
            _messages.Add((kind, text, work));
        }
        catch (ObjectDisposedException)
        {
            // Work that outlives its command, such as cancelling a statement, has nobody left to tell.
        }
    }

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
