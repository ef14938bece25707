using System.Diagnostics;
using System.Management.Automation;
using QlikSnowflake.Connections.KeyRotation;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Shows how far a rotation is, once it takes long enough to ask.</summary>
internal sealed class KeyRotationBar(Cmdlet cmdlet, string user, KeyRotationProgress progress)
{
    private const int ActivityId = 714;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _isShown;

    private string Activity => $"Rotating the key of {user}";

    public void Show()
    {
        if (_watch.Elapsed < Patience)
            return;

        _isShown = true;
        var (total, done) = (progress.Total, progress.Done);
        var failed = progress.Failed == 0 ? string.Empty : $", {progress.Failed} failed";
        var status = total == 0 ? "Making and proving the new key" : $"{done} of {total} connections{failed}";
        var record = new ProgressRecord(ActivityId, Activity, status);
        if (total > 0)
            record.PercentComplete = Math.Min(100, 100 * done / total);
        if (progress.TimeLeft is { } left)
            record.SecondsRemaining = (int)left.TotalSeconds;
        cmdlet.WriteProgress(record);
    }

    public void Complete()
    {
        if (_isShown)
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
