using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Rotation;

/// <summary>
/// Keeps two runs of one account on one machine from rotating the same thing at once. It is a file that is held open, which the
/// system lets go of when a process ends, however it ends. The file itself stays: removing it would let two runs hold two files
/// of one name. Runs of other accounts or machines do not see it; each kind of rotation has its own way to give way to those.
/// </summary>
public sealed class RotationLock : IDisposable
{
    private readonly FileStream _held;

    private RotationLock(FileStream held, string path)
    {
        _held = held;
        JournalPath = RotationJournal.PathFor(path);
    }

    /// <summary>The folder of the locks of this account.</summary>
    public static string UsualFolder =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                is { Length: > 0 } folder
                ? folder
                : Path.GetTempPath(),
            "QlikSnowflake",
            "locks"
        );

    /// <summary>Where a rotation that writes no file of its own keeps its journal.</summary>
    public string JournalPath { get; }

    /// <summary>
    /// What tells a file from others: its full path, behind a symbolic link the file's own, in one case on Windows, where case tells no
    /// files apart.
    /// </summary>
    /// <param name="path">The path, in whatever spelling.</param>
    public static string IdentityOf(string path)
    {
        var full = FileLink.Resolve(Path.GetFullPath(path));
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? full.ToUpperInvariant() : full;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder of the lock files; it is made where it is missing.</param>
    /// <param name="what">What is rotated, for the message, such as <c>the key of this store</c>.</param>
    /// <param name="identity">What tells it from others; nothing of it is written down.</param>
    /// <exception cref="InputException">Another run has it, or the file cannot be made.</exception>
    public static RotationLock Take(string folder, string what, params string[] identity)
    {
        var path = Path.Combine(folder, Hash(string.Join("\n", identity)) + ".lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new RotationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), path);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new InputException(
                ErrorIds.RotationRunning,
                $"Another run of this account on this machine is rotating {what}.",
                "Let it end; it is not necessary to run again.",
                FailureKind.Conflict,
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                ErrorIds.RotationLockFailed,
                $"The lock file '{path}' cannot be made: {e.Message}",
                "Give the account that rotates the right to write there.",
                FailureKind.Permission,
                e
            );
        }
    }

    /// <summary>Lets other runs go on.</summary>
    public void Dispose() => _held.Dispose();

    private static string Hash(string text) =>
        string.Concat(
            Hashes.Sha256(Encoding.UTF8.GetBytes(text)).Take(12).Select(b => b.ToString("x2", CultureInfo.InvariantCulture))
        );
}
