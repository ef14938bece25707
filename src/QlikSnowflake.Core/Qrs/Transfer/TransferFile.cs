using System.Text;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>Reads and writes the files in which connections travel.</summary>
public static class TransferFile
{
    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="overwrite">Whether a file in the way is replaced.</param>
    /// <param name="ownerOnly">Whether only its owner can read it.</param>
    /// <exception cref="InputException">A file is in the way, or the folder cannot be written.</exception>
    public static void Write(string path, byte[] content, bool overwrite, bool ownerOnly)
    {
        if (!overwrite && File.Exists(path))
            throw new InputException(
                "FileExists",
                $"The file '{path}' exists.",
                "Choose another -Path, or give -Force to replace it.",
                FailureKind.AlreadyExists
            );
        OwnerOnlyFile.Write(path, content, overwrite, ownerOnly);
    }

    /// <summary>Reads a text file as UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                "FileUnreadable",
                $"The file '{path}' cannot be read: {e.Message}",
                "Check the path.",
                FailureKind.NotFound,
                e
            );
        }
    }
}
