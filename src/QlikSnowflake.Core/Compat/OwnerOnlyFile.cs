using System.Security.AccessControl;
using System.Security.Principal;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Creates a file that only its owner can read, from its first byte on.</summary>
internal static class OwnerOnlyFile
{
#if NETFRAMEWORK
    public static FileStream Create(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? new FileStream(
                path,
                FileMode.CreateNew,
                FileSystemRights.Write,
                FileShare.None,
                4096,
                FileOptions.None,
                OwnerOnly()
            )
            : CreateOnUnix(path);

    // .NET Framework code runs on Unix only under mono, in tests; its files take the mode of the process.
    private static FileStream CreateOnUnix(string path)
    {
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (Chmod(path, 0x180) == 0)
            return stream;

        stream.Dispose();
        File.Delete(path);
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
#else
    public static FileStream Create(string path) =>
        OperatingSystem.IsWindows()
            ? FileSystemAclExtensions.Create(
                new FileInfo(path),
                FileMode.CreateNew,
                FileSystemRights.Write,
                FileShare.None,
                4096,
                FileOptions.None,
                OwnerOnly()
            )
            : new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static FileSecurity OwnerOnly()
    {
        using var identity = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(identity.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }
}
