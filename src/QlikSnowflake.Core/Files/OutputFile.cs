using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Files;

/// <summary>
/// A file that appears whole or not at all: written beside its place under a name of its own, and moved there when it is
/// complete. What stood there before stays until then. Of a symbolic link it is the file behind it that is replaced.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly string _existsId;
    private readonly FileStream _stream;
    private bool _isDone;

    private OutputFile(string path, bool overwrite, bool ownerOnly, string existsId)
    {
        _path = FileLink.Resolve(Path.GetFullPath(path));
        _overwrite = overwrite;
        _existsId = existsId;
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Guid.NewGuid():N}.tmp");
        _stream = ownerOnly
            ? OwnerOnlyFile.Create(_temporary)
            : new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Where the content goes.</summary>
    public Stream Stream => _stream;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will stand.</param>
    /// <param name="overwrite">Whether a file that stands there is replaced.</param>
    /// <param name="ownerOnly">Whether only its owner can read it, from its first byte on.</param>
    /// <param name="existsId">The error's id where a file is in the way.</param>
    /// <exception cref="InputException">A file is in the way, or the folder cannot be written.</exception>
    public static OutputFile Begin(string path, bool overwrite, bool ownerOnly, string existsId = ErrorIds.FileExists)
    {
        DeviceName.Refuse(path);
        try
        {
            if (!overwrite && File.Exists(path))
                throw Exists(path, existsId, null);
            return new OutputFile(path, overwrite, ownerOnly, existsId);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw Explain(path, e);
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where it will stand.</param>
    /// <param name="content">Its content.</param>
    /// <param name="overwrite">Whether a file that stands there is replaced.</param>
    /// <param name="ownerOnly">Whether only its owner can read it, from its first byte on.</param>
    /// <param name="existsId">The error's id where a file is in the way.</param>
    /// <exception cref="InputException">A file is in the way, or the folder cannot be written.</exception>
    public static void Write(string path, byte[] content, bool overwrite, bool ownerOnly, string existsId = ErrorIds.FileExists)
    {
        using var file = Begin(path, overwrite, ownerOnly, existsId);
        try
        {
            file.Stream.Write(content, 0, content.Length);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw Explain(path, e);
        }

        file.Complete();
    }

    /// <summary>Moves the file to its place. Until then, and without it, nothing has changed there.</summary>
    /// <exception cref="InputException">It could not be moved: a file is in the way, or is open in another program.</exception>
    public void Complete()
    {
        try
        {
            // Who reads the name after the machine stopped must not find an empty file behind it.
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            BusyFile.Try(
                () =>
                {
                    FileMove.To(_temporary, _path, _overwrite);
                    return true;
                },
                e => BusyFile.IsBusy(e) || IsOpenElsewhere(_temporary) || (_overwrite && IsOpenElsewhere(_path)),
                BusyFile.Patience
            );
            _isDone = true;
        }
        catch (Exception e) when (IsFileFault(e))
        {
            throw !_overwrite && File.Exists(_path) ? Exists(_path, _existsId, e) : Explain(_path, e);
        }
    }

    /// <summary>Removes what writers of this file left beside it that were killed. Only for whoever knows that none writes now.</summary>
    /// <param name="path">The file's place.</param>
    internal static void RemoveLeftovers(string path)
    {
        path = FileLink.Resolve(Path.GetFullPath(path));
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.tmp"))
            File.Delete(left);
    }

    /// <summary>Ends the work; what is not complete is removed.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_isDone)
            return;
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A drive that has gone away takes the temporary file along.
        }
    }

    private static bool IsFileFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    // Windows refuses to replace an open file by "access denied", as it does where the right is missing: opening it tells.
    private static bool IsOpenElsewhere(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            return false;
        }
        catch (Exception e)
        {
            return BusyFile.IsBusy(e);
        }
    }

    private static InputException Exists(string path, string id, Exception? cause) =>
        new(
            id,
            $"The file '{path}' exists.",
            "Choose another -Path, or give -Force to replace it.",
            FailureKind.AlreadyExists,
            cause
        );

    /// <summary>Why a file could not be written.</summary>
    internal static InputException Explain(string path, Exception e)
    {
        if (e is ArgumentException or NotSupportedException)
        {
            return new InputException(
                ErrorIds.PathInvalid,
                "The path of the file is empty or holds characters that no path has.",
                "Check the path.",
                inner: e
            );
        }

        if (Directory.Exists(path))
            return new InputException(
                ErrorIds.PathIsFolder,
                $"'{path}' is a folder.",
                "Give the path of a file in it.",
                inner: e
            );
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            return new InputException(
                ErrorIds.FolderNotFound,
                $"The folder '{folder}' does not exist.",
                "Create it first, or choose another path.",
                FailureKind.NotFound,
                e
            );
        }

        if (BusyFile.IsBusy(e) || IsOpenElsewhere(path))
        {
            return new InputException(
                ErrorIds.FileInUse,
                $"'{path}' could not be replaced: it is open in another program.",
                "Close it there (an editor, a backup, a virus scanner), or try again later.",
                FailureKind.Busy,
                e
            );
        }

        return e is UnauthorizedAccessException
            ? new InputException(
                ErrorIds.FileNotWritten,
                $"'{path}' could not be written: this account may not write there.",
                "Run as an account that may write to the folder, or choose another path.",
                FailureKind.Permission,
                e
            )
            : new InputException(
                ErrorIds.FileNotWritten,
                $"'{path}' could not be written: {e.Message}",
                "Check the free space, and the drive or share that it is on.",
                FailureKind.Unwritable,
                e
            );
    }
}
