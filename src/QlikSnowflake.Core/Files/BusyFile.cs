using System.Diagnostics;

namespace QlikSnowflake.Files;

/// <summary>
/// Waits for a file that another process has open: virus scanners, backup and indexing open new files for moments, and Windows
/// then refuses to open or replace them (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION; "System Error Codes").
/// </summary>
internal static class BusyFile
{
    /// <summary>How long is waited before a file counts as open elsewhere.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    // .NET's advisory locks on Unix fail with EWOULDBLOCK: Linux's number and macOS'.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether a failure says that another process has the file open.</summary>
    public static bool IsBusy(Exception e) =>
        e is IOException && e.HResult is SharingViolation or LockViolation or WouldBlockOnLinux or WouldBlockOnMac;

    /// <summary>Does what needs a file to itself, again and again for as long as it is open elsewhere and patience lasts.</summary>
    public static T Try<T>(Func<T> attempt) => Try(attempt, IsBusy, Patience);

    /// <summary>The same with another sign of a busy file, and another patience.</summary>
    /// <param name="attempt">What is done; it fails without leaving traces.</param>
    /// <param name="isBusy">Whether a failure may pass.</param>
    /// <param name="patience">How long to go on.</param>
    public static T Try<T>(Func<T> attempt, Func<Exception, bool> isBusy, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return attempt();
            }
            catch (Exception e) when (clock.Elapsed < patience && isBusy(e))
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
