using System.Diagnostics;
using System.Management.Automation;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Shows how many rows of a result have arrived: not for what is over at once, and a few times a second at most.</summary>
internal sealed class StatementProgress(Cmdlet cmdlet, string statement) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);
    private bool _shown;

    public void Report(long rows, long total)
    {
        if (_clock.Elapsed < _next)
            return;

        _next = _clock.Elapsed + Interval;
        _shown = true;
        var record = Record($"{rows:N0} of {total:N0} rows");
        if (total > 0)
        {
            record.PercentComplete = (int)Math.Min(100, rows * 100 / total);
            record.SecondsRemaining = rows > 0 ? (int)Math.Min(int.MaxValue, _clock.Elapsed.TotalSeconds * (total - rows) / rows) : -1;
        }

        cmdlet.WriteProgress(record);
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

    private ProgressRecord Record(string status) => new(1, "Snowflake: " + statement, status);
}
