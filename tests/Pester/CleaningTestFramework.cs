using System.Collections.Concurrent;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("QlikSnowflake.Tests.Pester.CleaningTestFramework", "QlikSnowflake.Pester.Tests")]

namespace QlikSnowflake.Tests.Pester;

/// <summary>
/// Cleans up when all tests have run. The end of the process would be too late: what starts it does not wait for it.
/// </summary>
public sealed class CleaningTestFramework : XunitTestFramework
{
    private static readonly ConcurrentStack<Action> Actions = new();

    /// <summary>Is called by xunit.</summary>
    public CleaningTestFramework(IMessageSink messageSink)
        : base(messageSink) => DisposalTracker.Add(new Cleanup());

    /// <summary>Has something done when all tests have run, the newest first.</summary>
    internal static void AtEnd(Action action) => Actions.Push(action);

    private sealed class Cleanup : IDisposable
    {
        public void Dispose()
        {
            while (Actions.TryPop(out var action))
                action();
        }
    }
}
