using QlikSnowflake.Errors;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Writes a file whole or not at all; on request readable by its owner only, from its first byte on.</summary>
internal static class OwnerOnlyFile
{
    public static void Write(string path, byte[] content, bool overwrite, bool ownerOnly)
    {
        path = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (
                var stream = ownerOnly
                    ? CreateOwnerOnly(temporary)
                    : new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)
            )
                stream.Write(content, 0, content.Length);

            Move(temporary, path, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In a folder that is not there, deleting fails as well.
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw !overwrite && File.Exists(path)
                ? new InputException(
                    "KeyFileExists",
                    $"The file '{path}' exists.",
                    "Choose another -Path, or give -Force to replace it.",
                    FailureKind.AlreadyExists,
                    e
                )
                : new InputException(
                    "FileNotWritten",
                    $"'{path}' could not be written: {e.Message}",
                    "Check the folder's permissions and free space.",
                    FailureKind.Permission,
                    e
                );
        }
    }

#if NETFRAMEWORK
    private static FileStream CreateOwnerOnly(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return CreateUnixOwnerOnly(path);

        using var identity = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(identity.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileStream(path, FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, security);
    }

    // .NET Framework code runs on Unix only under mono, in tests; its files take the mode of the process.
    private static FileStream CreateUnixOwnerOnly(string path)
    {
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (Chmod(path, 0x180) == 0)
            return stream;

        stream.Dispose();
        throw new IOException($"The mode of '{path}' could not be set to 0600.");
    }

    [DllImport(
        "libc",
        EntryPoint = "chmod",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    private static extern int Chmod(string path, uint mode);

    // At no moment without either file. File.Replace would keep the access rights of the old one.
    private static void Move(string source, string target, bool overwrite)
    {
        if (!overwrite)
            File.Move(source, target);
        else if (
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? !MoveFileEx(source, target, ReplaceExisting | WriteThrough)
                : Rename(source, target) != 0
        )
            throw new IOException($"It could not be renamed (system error {Marshal.GetLastWin32Error()}).");
    }

    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;

    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string source, string target, uint flags);

    [DllImport(
        "libc",
        EntryPoint = "rename",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    private static extern int Rename(string source, string target);
#else
    private static FileStream CreateOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
        }

        using var identity = System.Security.Principal.WindowsIdentity.GetCurrent();
        var security = new System.Security.AccessControl.FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(
            new System.Security.AccessControl.FileSystemAccessRule(
                identity.User!,
                System.Security.AccessControl.FileSystemRights.FullControl,
                System.Security.AccessControl.AccessControlType.Allow
            )
        );
        return FileSystemAclExtensions.Create(
            new FileInfo(path),
            FileMode.CreateNew,
            System.Security.AccessControl.FileSystemRights.Write,
            FileShare.None,
            4096,
            FileOptions.None,
            security
        );
    }

    private static void Move(string source, string target, bool overwrite) => File.Move(source, target, overwrite);
#endif
}
