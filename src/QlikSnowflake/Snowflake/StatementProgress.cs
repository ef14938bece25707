using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>
/// Shows that a statement runs, then how many of its rows have arrived: not for what is over at once, and a few times a
/// second at most.
/// </summary>
internal sealed class StatementProgress(Cmdlet cmdlet, string activity) : IDisposable
{
    private static readonly TimeSpan FirstShown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = FirstShown;
    private TimeSpan _rowsSince;
    private volatile string _handle = string.Empty;
    private bool _shown;

    /// <summary>Takes down what runs; called on any thread.</summary>
    public void Running(string handle, TimeSpan elapsed) => _handle = handle;

    /// <summary>Shows that it runs; called on the pipeline thread while there is nothing else to do.</summary>
    public void Wait()
    {
        if (_clock.Elapsed < _next)
            return;

        var seconds = _clock.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        Show(Record(_handle.Length > 0 ? $"Running for {seconds} s, statement {_handle}" : $"Running for {seconds} s"));
    }

    /// <summary>Shows rows done.</summary>
    /// <param name="rows">How many are done.</param>
    /// <param name="total">How many there are, or 0 where that is not known.</param>
    /// <param name="verb">What was done with them.</param>
    public void Report(long rows, long total, string verb = "read")
    {
        if (_rowsSince == default)
            _rowsSince = _clock.Elapsed;
        if (_clock.Elapsed < _next)
            return;

        var record = Record(total > 0 ? $"{rows:N0} of {total:N0} rows {verb}" : $"{rows:N0} rows {verb}");
        if (total > 0)
        {
            record.PercentComplete = (int)Math.Min(100, rows * 100 / total);
            record.SecondsRemaining =
                rows > 0 ? (int)Math.Min(int.MaxValue, (_clock.Elapsed - _rowsSince).TotalSeconds * (total - rows) / rows) : -1;
        }

        Show(record);
    }

    public void Dispose()
    {
        if (!_shown)
            return;

        try
        {
            var record = Record("Done");
            record.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(record);
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records, and the host removes the bar itself.
        }
    }

    private void Show(ProgressRecord record)
    {
        _next = _clock.Elapsed + Interval;
        _shown = true;
        cmdlet.WriteProgress(record);
    }

    private ProgressRecord Record(string status) => new(1, activity, status);
}
