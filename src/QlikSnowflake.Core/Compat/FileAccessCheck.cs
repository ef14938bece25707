using System.Security.AccessControl;
using System.Security.Principal;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
#endif

namespace QlikSnowflake.Compat;

/// <summary>What other users can do with a file.</summary>
internal enum OthersCan
{
    Nothing,
    Read,
    Write,
}

/// <summary>Looks up what others can do with a file: mode bits on Unix, access rules of broad groups on Windows.</summary>
internal static class FileAccessCheck
{
#if NETFRAMEWORK
    public static OthersCan Of(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OfRules(File.GetAccessControl(path)) : OthersCan.Nothing;
#else
    public static OthersCan Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return OfRules(new FileInfo(path).GetAccessControl());

        var mode = File.GetUnixFileMode(path);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            return OthersCan.Write;
        return (mode & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0 ? OthersCan.Read : OthersCan.Nothing;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static OthersCan OfRules(FileSecurity security)
    {
        var worst = OthersCan.Nothing;
        foreach (
            FileSystemAccessRule rule in security.GetAccessRules(
                includeExplicit: true,
                includeInherited: true,
                typeof(SecurityIdentifier)
            )
        )
        {
            if (
                rule.AccessControlType != AccessControlType.Allow
                || rule.IdentityReference is not SecurityIdentifier sid
                || !IsBroad(sid)
            )
                continue;
            if (
                (
                    rule.FileSystemRights
                    & (FileSystemRights.WriteData | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership)
                ) != 0
            )
                return OthersCan.Write;
            if ((rule.FileSystemRights & FileSystemRights.ReadData) != 0)
                worst = OthersCan.Read;
        }

        return worst;
    }

#if !NETFRAMEWORK
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static bool IsBroad(SecurityIdentifier sid) =>
        sid.IsWellKnown(WellKnownSidType.WorldSid)
        || sid.IsWellKnown(WellKnownSidType.BuiltinUsersSid)
        || sid.IsWellKnown(WellKnownSidType.AuthenticatedUserSid);
}
