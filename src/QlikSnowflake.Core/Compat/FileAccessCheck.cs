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

/// <summary>Looks up what others can do with a file: mode bits on Unix, access rules on Windows.</summary>
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
        // Without a list of rules everyone may do everything.
        var descriptor = new RawSecurityDescriptor(security.GetSecurityDescriptorBinaryForm(), 0);
        if (descriptor.DiscretionaryAcl is null)
            return OthersCan.Write;

        var owner = security.GetOwner(typeof(SecurityIdentifier)) as SecurityIdentifier;
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
                || sid == owner
                || IsOfTheSystem(sid)
            )
                continue;
            if (
                (
                    rule.FileSystemRights
                    & (
                        FileSystemRights.WriteData
                        | FileSystemRights.AppendData
                        | FileSystemRights.Delete
                        | FileSystemRights.ChangePermissions
                        | FileSystemRights.TakeOwnership
                    )
                ) != 0
            )
                return OthersCan.Write;
            if ((rule.FileSystemRights & FileSystemRights.ReadData) != 0)
                worst = OthersCan.Read;
        }

        return worst;
    }

    // Who can take every file over anyway. All others count, groups and single accounts alike.
#if !NETFRAMEWORK
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static bool IsOfTheSystem(SecurityIdentifier sid) =>
        sid.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || sid.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || sid.Value is OwnerRights or TrustedInstaller;

    private const string OwnerRights = "S-1-3-4";
    private const string TrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
}
