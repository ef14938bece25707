using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Results.Files;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// The rows of a finished statement, partition after partition, in order. The next partitions are fetched side by side, at most
/// <see cref="Ahead"/> of them, and decoded beside whoever reads, a few batches ahead: memory does not grow with the result,
/// and a slow reader holds the download back.
/// </summary>
public sealed class ResultReader : IDisposable
{
    private const int BatchRows = 1000;

    private readonly StatementCalls _calls;
    private readonly ResultHeader _header;

    // Made by the first row that becomes an object: a result that goes to a file as it lies needs none.
    private readonly Lazy<RowShape> _shape;
    private readonly DecodeState _state;
    private readonly Queue<Task<ServiceReply>> _ahead = new();
    private readonly RowBatches _batches = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceReply _reply;
    private Task? _decoding;
    private int _nextPartition = 1;

    private ResultReader(
        StatementCalls calls,
        ResultHeader header,
        ServiceReply reply,
        Lazy<RowShape> shape,
        Func<string, object?>? parseJson
    )
    {
        _calls = calls;
        _header = header;
        _reply = reply;
        _shape = shape;
        _state = new DecodeState(parseJson);
    }

    /// <summary>How many partitions are fetched and unzipped ahead of the one being decoded.</summary>
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
    public IReadOnlyList<string> PropertyNames => field ??= ColumnNames.MakeUnique(_header.Columns);

    /// <summary>The type of the rows, with one property a column; null where there are no columns.</summary>
    public Type? RowType => HasColumns ? _shape.Value.RowType : null;

    /// <summary>What of the rows read so far .NET's types could not hold as it was; a sentence each, with what helps.</summary>
    public IEnumerable<string> Warnings => _state.Warnings;

    private bool HasColumns => _header.Columns.Count > 0;

    /// <summary>The values of a row's properties, in the columns' order.</summary>
    /// <param name="row">A row of this result.</param>
    public object?[] ReadValues(object row) => _shape.Value.ReadValues(row);

    /// <summary>The next rows, or null at the end. The operation of the first call is that of the whole reading.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="SnowflakeException">A partition could not be fetched or read.</exception>
    public Task<object[]?> ReadAsync(CallContext context)
    {
        _decoding ??= Task.Run(() => DecodeAllAsync(context));
        return _batches.TakeAsync(context.CancellationToken);
    }

    /// <summary>Stops fetching and decoding.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        if (_decoding is null)
        {
            DisposeParts();
            return;
        }

        // The decoder notices by itself, and reports to nobody any more.
        _decoding.ContinueWith(
            _ => DisposeParts(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    /// <summary>Hands all rows on from where they lie, without making objects of them.</summary>
    /// <param name="writer">Who takes them.</param>
    /// <param name="written">Told how many there were so far; called on another thread.</param>
    /// <param name="context">The operation.</param>
    /// <returns>How many rows there were.</returns>
    internal Task<long> WriteAsync(RowFileWriter writer, Action<long>? written, CallContext context)
    {
        var writing = Task.Run(() => WriteAllAsync(writer, written, context));
        _decoding = writing;
        return writing;
    }

    internal static ResultReader Create(
        ServiceReply reply,
        StatementCalls calls,
        RowShapes shapes,
        Func<string, object?>? parseJson
    )
    {
        var header = ResultHeader.Read(reply);
        var shape = new Lazy<RowShape>(() =>
            shapes.For(header.Columns, parseJson is not null, WideColumns.Find(reply, header.DataStart, header.Columns))
        );
        return new ResultReader(calls, header, reply, shape, parseJson);
    }

    private async Task DecodeAllAsync(CallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stop.Token);
        context = context.With(either.Token);
        try
        {
            FetchAhead(context);
            if (HasColumns && _header.DataStart >= 0)
                await DecodeAsync(_reply, _header.DataStart, 0, either.Token).ConfigureAwait(false);
            for (var partition = 1; _ahead.Count > 0; partition++)
            {
                var reply = await _ahead.Dequeue().ConfigureAwait(false);
                FetchAhead(context);
                await DecodeAsync(reply, PartitionDecoder.FindRows(reply), partition, either.Token).ConfigureAwait(false);
            }

            _batches.Complete(null);
        }
        catch (Exception e)
        {
            _batches.Complete(e);
        }
    }

    private async Task<long> WriteAllAsync(RowFileWriter writer, Action<long>? written, CallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stop.Token);
        context = context.With(either.Token);
        var rows = 0L;
        FetchAhead(context);
        if (HasColumns && _header.DataStart >= 0)
            rows += Write(_reply, _header.DataStart, 0);
        for (var partition = 1; _ahead.Count > 0; partition++)
        {
            written?.Invoke(rows);
            var reply = await _ahead.Dequeue().ConfigureAwait(false);
            FetchAhead(context);
            either.Token.ThrowIfCancellationRequested();
            rows += Write(reply, PartitionDecoder.FindRows(reply), partition);
        }

        return rows;

        long Write(ServiceReply reply, int start, int partition)
        {
            try
            {
                var count = start < 0 ? 0 : PartitionDecoder.Write(reply, start, writer, _state);
                CheckCount(reply, partition, count);
                return count;
            }
            finally
            {
                reply.Release();
            }
        }
    }

    private void FetchAhead(CallContext context)
    {
        while (HasColumns && _ahead.Count < Ahead && _nextPartition < _header.PartitionRows.Count)
        {
            var partition = _nextPartition++;
            _ahead.Enqueue(
                Task.Run(() =>
                    _calls.GetPartitionAsync(Handle, partition, Math.Max(1, _header.PartitionSizes[partition]), context)
                )
            );
        }
    }

    private async Task DecodeAsync(ServiceReply reply, int start, int partition, CancellationToken cancellationToken)
    {
        try
        {
            if (start < 0)
                return;

            var decoder = new PartitionDecoder(reply, start, _shape.Value);
            while (decoder.Read(BatchRows, _state) is { Length: > 0 } batch)
                await _batches.AddAsync(batch, cancellationToken).ConfigureAwait(false);
            CheckCount(reply, partition, decoder.Count);
        }
        finally
        {
            reply.Release();
        }
    }

    // A body that ends early can still look whole; rows must not get lost in silence.
    private void CheckCount(ServiceReply reply, int partition, long count)
    {
        // Without partitions all rows are in the first reply.
        var announced =
            _header.PartitionRows.Count == 0 ? _header.RowCount
            : partition < _header.PartitionRows.Count ? _header.PartitionRows[partition]
            : 0;
        if (announced > 0 && announced != count)
            throw SnowflakeRefusals.NotUnderstood(
                reply,
                new FormatException($"Partition {partition} has {count} rows in place of {announced}.")
            );
    }

    private void DisposeParts()
    {
        foreach (var task in _ahead)
            task.ContinueWith(
                Forget,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        _batches.Dispose();
        _stop.Dispose();
    }

    private static void Forget(Task<ServiceReply> fetched)
    {
        if (fetched.Status == TaskStatus.RanToCompletion)
            fetched.Result.Release();
        else
            _ = fetched.Exception;
    }
}
