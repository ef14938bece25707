using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QlikSnowflake.Errors;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Keeps two runs on one machine from rotating the key of one store at once. It is a file that is held open, which the system lets
/// go of when a process ends, however it ends. The file itself stays: removing it would let two runs hold two files of one name.
/// In it stands the description of the key that a run is about to make, by which the next run knows what an interrupted one left.
/// </summary>
internal sealed class RotationLock : IDisposable
{
    private readonly FileStream _held;

    private RotationLock(FileStream held)
    {
        _held = held;
        using var reader = new StreamReader(held, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1024, leaveOpen: true);
        Interrupted = reader.ReadToEnd();
    }

    public static string UsualFolder =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                is { Length: > 0 } folder
                ? folder
                : Path.GetTempPath(),
            "QlikSnowflake",
            "locks"
        );

    /// <summary>The description of the key that an interrupted run was about to make; empty where none was.</summary>
    public string Interrupted { get; }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InputException">Another run has it.</exception>
    public static RotationLock Take(string folder, params string[] what)
    {
        var path = Path.Combine(folder, "apikey-" + Hash(string.Join("\n", what)) + ".lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new RotationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new InputException(
                "RotationRunning",
                "Another run on this machine is rotating the key of this store.",
                "Let it end; it is not necessary to run again.",
                FailureKind.Conflict,
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                "RotationLockFailed",
                $"The lock file '{path}' cannot be made: {e.Message}",
                "Give the account that rotates the right to write there.",
                FailureKind.Permission,
                e
            );
        }
    }

    /// <summary>Notes what this run is about to make; empty once it has ended.</summary>
    public void Note(string description)
    {
        var text = Encoding.UTF8.GetBytes(description);
        _held.SetLength(0);
        _held.Write(text, 0, text.Length);
        _held.Flush(flushToDisk: true);
    }

    public void Dispose() => _held.Dispose();

    private static string Hash(string text)
    {
        using var hash = SHA256.Create();
        return string.Concat(
            hash.ComputeHash(Encoding.UTF8.GetBytes(text)).Take(12).Select(b => b.ToString("x2", CultureInfo.InvariantCulture))
        );
    }
}
