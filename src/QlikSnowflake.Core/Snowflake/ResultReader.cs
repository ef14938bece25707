using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// The rows of a finished statement, partition after partition, in order. The next partitions are fetched and decoded side by
/// side while the current one is read; at most <see cref="Ahead"/> wait at a time, so memory does not grow with the result
/// and a slow reader holds the download back.
/// </summary>
public sealed class ResultReader : IDisposable
{
    private const int BatchRows = 1000;

    private readonly StatementCalls _calls;
    private readonly ResultHeader _header;
    private readonly RowShape? _shape;
    private readonly DecodeState _state;
    private readonly Queue<Task<object[]>> _ahead = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly ServiceReply _reply;
    private PartitionDecoder? _first;
    private int _nextPartition = 1;

    private ResultReader(StatementCalls calls, ResultHeader header, ServiceReply reply, RowShape? shape, Func<string, object?>? parseJson)
    {
        _calls = calls;
        _header = header;
        _reply = reply;
        _shape = shape;
        _state = new DecodeState(parseJson);
        _stopped = _stop.Token;
        _first = shape is null || header.DataStart < 0 ? null : new PartitionDecoder(reply, header.DataStart, shape);
    }

    /// <summary>How many partitions are fetched ahead of the one being read: as many as can be decoded side by side.</summary>
    public static int Ahead { get; } = Math.Max(2, Math.Min(Environment.ProcessorCount, 4));

    /// <summary>The statement's handle (its query id).</summary>
    public string Handle => _header.Handle;

    /// <summary>The handles of the single statements where one text held several: each has a result of its own.</summary>
    public IReadOnlyList<string> StatementHandles => _header.Handles;

    /// <summary>How many rows there are in all.</summary>
    public long RowCount => _header.RowCount;

    /// <summary>How many rows the statement inserted, updated and deleted, or null where Snowflake did not say.</summary>
    public long? RowsChanged => _header.RowsChanged;

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns => _header.Columns;

    /// <summary>The names of a row's properties, in the columns' order: the columns' names where these differ from one another.</summary>
    public IReadOnlyList<string> PropertyNames => _shape?.Names ?? [];

    /// <summary>The type of the rows, with one property a column; null where there are no columns.</summary>
    public Type? RowType => _shape?.RowType;

    /// <summary>Whether a time so far held more than .NET's 100 nanoseconds can tell, and was cut.</summary>
    public bool LostNanoseconds => _state.LostNanoseconds;

    /// <summary>The values of a row's properties, in the columns' order.</summary>
    /// <param name="row">A row of this result.</param>
    public object?[] ReadValues(object row) => _shape!.ReadValues(row);

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
            CheckCount(_reply, 0, first.Count);
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

    internal static ResultReader Create(ServiceReply reply, StatementCalls calls, RowShapes shapes, Func<string, object?>? parseJson)
    {
        var header = ResultHeader.Read(reply);
        var shape = header.Columns.Count == 0 ? null : shapes.For(header.Columns, parseJson is not null);
        return new ResultReader(calls, header, reply, shape, parseJson);
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
        var reply = await _calls.GetPartitionAsync(Handle, partition, _header.PartitionSizes[partition], context.With(either.Token)).ConfigureAwait(false);
        try
        {
            var start = PartitionDecoder.FindRows(reply);
            var rows = start < 0 ? [] : new PartitionDecoder(reply, start, _shape!).Read(int.MaxValue, _state);
            CheckCount(reply, partition, rows.Length);
            return rows;
        }
        finally
        {
            reply.Release();
        }
    }

    // A body that ends early can still look whole; rows must not get lost in silence.
    private void CheckCount(ServiceReply reply, int partition, long count)
    {
        if (partition < _header.PartitionRows.Count && _header.PartitionRows[partition] is > 0 and var announced && announced != count)
            throw SnowflakeRefusals.NotUnderstood(reply, new FormatException($"Partition {partition} has {count} rows in place of {announced}."));
    }
}
