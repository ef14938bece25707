using System.Collections.Concurrent;
using QlikSnowflake.Http;

namespace QlikSnowflake.Tests.Support;

/// <summary>Keeps what a call reports.</summary>
internal sealed class TestLog : IServiceLog
{
    public ConcurrentQueue<string> Messages { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void Verbose(string message) => Messages.Enqueue(message);

    public void Warning(string message) => Warnings.Enqueue(message);
}
