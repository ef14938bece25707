using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// The rows of a finished statement, partition after partition, in order. The next partitions are fetched and decoded while
/// the current one is read; at most <see cref="Ahead"/> wait at a time, so memory does not grow with the result.
/// </summary>
public sealed class ResultReader : IDisposable
{
    /// <summary>How many partitions are fetched ahead of the one being read.</summary>
    public const int Ahead = 2;

    private const int BatchRows = 1000;

    private readonly StatementClient _client;
    private readonly ResultHeader _header;
    private readonly RowShape? _shape;
    private readonly DecodeState _state = new();
    private readonly Queue<Task<object[]>> _ahead = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private PartitionDecoder? _first;
    private int _nextPartition = 1;

    private ResultReader(StatementClient client, ResultHeader header, RowShape? shape, PartitionDecoder? first)
    {
        _client = client;
        _header = header;
        _shape = shape;
        _first = first;
        _stopped = _stop.Token;
    }

    /// <summary>The statement's handle (its query id).</summary>
    public string Handle => _header.Handle;

    /// <summary>How many rows there are in all.</summary>
    public long RowCount => _header.RowCount;

    /// <summary>How many rows the statement inserted, updated and deleted, or null where Snowflake did not say.</summary>
    public long? RowsChanged => _header.RowsChanged;

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns => _header.Columns;

    /// <summary>The type of the rows, with one property a column; null where there are no columns.</summary>
    public Type? RowType => _shape?.RowType;

    /// <summary>Whether a time so far held more than .NET's 100 nanoseconds can tell, and was cut.</summary>
    public bool LostNanoseconds => _state.LostNanoseconds;

    /// <summary>The next rows, or null at the end.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">A partition could not be fetched or read.</exception>
    public async Task<object[]?> ReadAsync(CallContext context)
    {
        FetchAhead(context);
        if (_first is { } first)
        {
            var batch = first.Read(BatchRows, _state);
            if (batch.Length > 0)
                return batch;
            _first = null;
        }

        if (_ahead.Count == 0)
            return null;

        var rows = await _ahead.Dequeue().ConfigureAwait(false);
        FetchAhead(context);
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var task in _ahead)
            task.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _stop.Dispose();
    }

    internal static ResultReader Create(ServiceReply reply, StatementClient client, RowShapes shapes)
    {
        var header = ResultHeader.Read(reply);
        if (header.Columns.Count == 0)
            return new ResultReader(client, header, null, null);

        var shape = shapes.For(header.Columns);
        var first = header.DataStart < 0 ? null : new PartitionDecoder(reply, header.DataStart, shape);
        return new ResultReader(client, header, shape, first);
    }

    private void FetchAhead(CallContext context)
    {
        while (_shape is not null && _ahead.Count < Ahead && _nextPartition < _header.PartitionRows.Count)
        {
            var partition = _nextPartition++;
            _ahead.Enqueue(Task.Run(() => FetchAsync(partition, context)));
        }
    }

    private async Task<object[]> FetchAsync(int partition, CallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stopped);
        var reply = await _client.GetPartitionAsync(Handle, partition, context.With(either.Token)).ConfigureAwait(false);
        var decoder = new PartitionDecoder(reply, PartitionDecoder.FindRows(reply), _shape!);
        return decoder.Read(int.MaxValue, _state);
    }
}
