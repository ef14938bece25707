using System.Collections.Concurrent;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>What was executed and asked for, so that a test can prove that something happened exactly once.</summary>
internal sealed class ExecutionLog
{
    private readonly ConcurrentQueue<ExecutedStatement> _statements = new();
    private readonly ConcurrentDictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Handle, long Partition), int> _fetches = new();
    private int _submissions;
    private int _cancels;
    private int _requests;

    public IReadOnlyList<ExecutedStatement> Statements => [.. _statements];

    public int Submissions => _submissions;

    public int Cancels => _cancels;

    public int Requests => _requests;

    public void Started(string handle, SubmitRequest request, string loginName, string role)
    {
        _statements.Enqueue(
            new(
                handle,
                request.RequestId,
                request.Statement,
                loginName,
                role,
                request.Warehouse,
                request.Database,
                request.Schema,
                request.Timeout,
                request.Parameters
            )
        );
        Executed(request.Statement);
    }

    public void Executed(string text) => _byText.AddOrUpdate(Trimmed(text), 1, static (_, count) => count + 1);

    public int ExecutionsOf(string text) => _byText.GetValueOrDefault(Trimmed(text));

    public void Submitted() => Interlocked.Increment(ref _submissions);

    public void Cancelled() => Interlocked.Increment(ref _cancels);

    public void Requested() => Interlocked.Increment(ref _requests);

    public void Fetched(string handle, long partition) =>
        _fetches.AddOrUpdate((handle, partition), 1, static (_, count) => count + 1);

    public int FetchesOf(string handle, long partition) => _fetches.GetValueOrDefault((handle, partition));

    private static string Trimmed(string text) => text.Trim().TrimEnd(';').TrimEnd();
}
