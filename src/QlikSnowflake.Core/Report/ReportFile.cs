using QlikSnowflake.Errors;
using QlikSnowflake.Files;

namespace QlikSnowflake.Report;

/// <summary>Reads and writes the files of reports.</summary>
public static class ReportFile
{
    /// <summary>Refuses a path whose file may not be replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file in the way is replaced.</param>
    /// <exception cref="InputException">A file is in the way.</exception>
    public static void Check(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
            throw new InputException(
                ErrorIds.FileExists,
                $"The file '{path}' exists.",
                "Choose another -Path, or give -Force to replace it.",
                FailureKind.AlreadyExists
            );
    }

    /// <summary>Writes a report, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The report.</param>
    /// <param name="overwrite">Whether a file in the way is replaced.</param>
    /// <exception cref="InputException">A file is in the way, or the folder cannot be written.</exception>
    public static void Write(string path, byte[] content, bool overwrite) =>
        OutputFile.Write(path, content, overwrite, ownerOnly: false);

    /// <summary>Reads an earlier report to compare with.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, or is no report.</exception>
    public static ReportBaseline ReadBaseline(string path) =>
        ReportBaseline.Read(path, InputFile.ReadText(path, InputFileKind.Report));
}
