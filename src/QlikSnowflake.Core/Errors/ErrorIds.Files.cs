namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The path of a file is empty, holds characters that no path has, or names a device.</summary>
    /// <remarks>Correct the path.</remarks>
    public const string PathInvalid = nameof(PathInvalid);

    /// <summary>A path belongs to another PowerShell provider, such as the registry or a certificate store.</summary>
    /// <remarks>Give the path of a file.</remarks>
    public const string PathNotFileSystem = nameof(PathNotFileSystem);

    /// <summary>A file is to be written and its path is that of a folder.</summary>
    /// <remarks>Give the path of a file in that folder.</remarks>
    public const string PathIsFolder = nameof(PathIsFolder);

    /// <summary>A path for the emulator holds a quotation mark.</summary>
    /// <remarks>Give a path without one.</remarks>
    public const string PathNotUsable = nameof(PathNotUsable);

    /// <summary>The folder of a file to be written does not exist.</summary>
    /// <remarks>Create the folder first, or choose another path.</remarks>
    public const string FolderNotFound = nameof(FolderNotFound);

    /// <summary>The file to be written exists already.</summary>
    /// <remarks>Choose another path, or give -Force to replace the file.</remarks>
    public const string FileExists = nameof(FileExists);

    /// <summary>A file could not be replaced because another program has it open.</summary>
    /// <remarks>Close it there (an editor, a backup, a virus scanner), or try again later.</remarks>
    public const string FileInUse = nameof(FileInUse);

    /// <summary>A file could not be written: the account may not, or the drive failed.</summary>
    /// <remarks>Run as an account that may write to the folder, check the free space, or choose another path.</remarks>
    public const string FileNotWritten = nameof(FileNotWritten);

    /// <summary>A file of SQL statements does not exist.</summary>
    /// <remarks>Correct the path.</remarks>
    public const string FileNotFound = nameof(FileNotFound);

    /// <summary>A file of SQL statements is a folder, or cannot be read by this account or from this drive.</summary>
    /// <remarks>Give the path of a file that this account may read.</remarks>
    public const string FileNotRead = nameof(FileNotRead);

    /// <summary>A file of exported data connections does not exist, is a folder, or cannot be read by this account.</summary>
    /// <remarks>Give the path of a file that Export-QrsDataConnection wrote.</remarks>
    public const string FileUnreadable = nameof(FileUnreadable);

    /// <summary>A file of SQL statements or data connections is empty or too large.</summary>
    /// <remarks>Give a file that holds what the cmdlet reads.</remarks>
    public const string FileInvalid = nameof(FileInvalid);

    /// <summary>A file's bytes are no text in its encoding; the message tells the first place.</summary>
    /// <remarks>Save the file as UTF-8, or name its encoding with -Encoding.</remarks>
    public const string FileEncodingWrong = nameof(FileEncodingWrong);

    /// <summary>The name of a file for rows does not say which format it is to have.</summary>
    /// <remarks>Let the name end in .csv, .tsv or .jsonl, or in one of these and .gz.</remarks>
    public const string FileFormatUnknown = nameof(FileFormatUnknown);

    /// <summary>The delimiter of a CSV file is a quote or a line break.</summary>
    /// <remarks>Give another delimiter.</remarks>
    public const string DelimiterNotUsable = nameof(DelimiterNotUsable);

    /// <summary>A parameter is given that means nothing in the chosen file format.</summary>
    /// <remarks>Leave it out, or choose another format.</remarks>
    public const string ParameterNotForFormat = nameof(ParameterNotForFormat);
}
