using System.Collections.Concurrent;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Carries messages from whatever thread works to the pipeline thread, which alone may write them.</summary>
internal sealed class PipelineLog : IServiceLog, IDisposable
{
    private readonly BlockingCollection<(Kind Kind, string Text)> _messages = [];

    private enum Kind
    {
        Wake,
        Verbose,
        Warning,
    }

    public void Verbose(string message) => _messages.Add((Kind.Verbose, message));

    public void Warning(string message) => _messages.Add((Kind.Warning, message));

    /// <summary>Writes messages until the task has ended, and what is left then.</summary>
    public void WriteUntil(Task task, Action<string> verbose, Action<string> warning)
    {
        if (!task.IsCompleted)
            task.ContinueWith(_ => _messages.Add((Kind.Wake, string.Empty)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
            Write(_messages.Take(), verbose, warning);
        while (_messages.TryTake(out var message))
            Write(message, verbose, warning);
    }

    public void Dispose() => _messages.Dispose();

    private static void Write((Kind Kind, string Text) message, Action<string> verbose, Action<string> warning)
    {
        if (message.Kind == Kind.Verbose)
            verbose(message.Text);
        else if (message.Kind == Kind.Warning)
            warning(message.Text);
    }
}
