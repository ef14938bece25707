using System.Security.Cryptography;
using System.Text;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>
/// What was executed and asked for, so that a test can prove that something happened exactly once. The newest are kept: a suite may
/// run for a day.
/// </summary>
internal sealed class ExecutionLog
{
    private const int MostStatements = 10_000;
    private const long MostCharacters = 64_000_000;
    private const int MostCounts = 50_000;

    private readonly Lock _gate = new();
    private readonly Queue<ExecutedStatement> _statements = new();
    private readonly RecentCounts<string> _byText = new(MostCounts);
    private readonly RecentCounts<(string Handle, long Partition)> _fetches = new(MostCounts);
    private long _characters;
    private int _total;
    private int _submissions;
    private int _cancels;
    private int _requests;

    public IReadOnlyList<ExecutedStatement> Statements
    {
        get
        {
            lock (_gate)
                return [.. _statements];
        }
    }

    /// <summary>How many were executed, those that are no longer kept among them.</summary>
    public int Total => _total;

    public int Submissions => _submissions;

    public int Cancels => _cancels;

    public int Requests => _requests;

    public void Started(string handle, SubmitRequest request, string loginName, string role)
    {
        Keep(
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

    public void Executed(string text) => _byText.Add(Key(text));

    public int ExecutionsOf(string text) => _byText.Of(Key(text));

    public void Submitted() => Interlocked.Increment(ref _submissions);

    public void Cancelled() => Interlocked.Increment(ref _cancels);

    public void Requested() => Interlocked.Increment(ref _requests);

    public void Fetched(string handle, long partition) => _fetches.Add((handle, partition));

    public int FetchesOf(string handle, long partition) => _fetches.Of((handle, partition));

    private void Keep(ExecutedStatement statement)
    {
        lock (_gate)
        {
            _total++;
            _statements.Enqueue(statement);
            _characters += statement.Text.Length;
            while (_statements.Count > MostStatements || _characters > MostCharacters && _statements.Count > 1)
                _characters -= _statements.Dequeue().Text.Length;
        }
    }

    /// <summary>The text; of a long one its hash.</summary>
    private static string Key(string text)
    {
        var trimmed = text.Trim().TrimEnd(';').TrimEnd();
        return trimmed.Length <= 1_000 ? trimmed : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(trimmed)));
    }
}
