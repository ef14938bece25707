using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// Hands batches of rows from the decoder to the reader, a few at most: rows that are handed over soon after they were made are
/// gone before the garbage collector looks at them, and a slow reader holds the decoder back.
/// </summary>
internal sealed class RowBatches : IDisposable
{
    private const int Most = 4;

    private readonly ConcurrentQueue<object[]> _batches = new();
    private readonly SemaphoreSlim _free = new(Most);
    private readonly SemaphoreSlim _filled = new(0);
    private volatile ExceptionDispatchInfo? _failure;

    public async Task AddAsync(object[] batch, CancellationToken cancellationToken)
    {
        if (!_free.Wait(0, cancellationToken))
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        _batches.Enqueue(batch);
        _filled.Release();
    }

    /// <summary>Says that no more will come, and why.</summary>
    public void Complete(Exception? failure)
    {
        _failure = failure is null ? null : ExceptionDispatchInfo.Capture(failure);
        _filled.Release();
    }

    /// <summary>The next batch, or null at the end.</summary>
    public async Task<object[]?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!_filled.Wait(0, cancellationToken))
            await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_batches.TryDequeue(out var batch))
        {
            _free.Release();
            return batch;
        }

        // The end stays the end, however often it is asked for.
        _filled.Release();
        _failure?.Throw();
        return null;
    }

    public void Dispose()
    {
        _free.Dispose();
        _filled.Dispose();
    }
}
