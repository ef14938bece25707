#if NETFRAMEWORK
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Symbolic links to files: a file that is replaced is the one behind them, so that the link stays one.</summary>
internal static class FileLink
{
    /// <summary>The path of the file itself, which need not exist; the path as it is where it is no link.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">The link leads in a circle, or to nowhere that can be told.</exception>
#if NETFRAMEWORK
    public static string Resolve(string path)
    {
        if (!File.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0)
            return path;
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OnWindows(path) : OnUnix(path);
    }

    private static string OnWindows(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var text = new char[32768];
        var length = GetFinalPathNameByHandle(file.SafeFileHandle, text, text.Length, 0);
        if (length <= 0 || length > text.Length)
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);

        // The form of the system's own, \\?\C:\... or \\?\UNC\server\share.
        var found = new string(text, 0, length);
        return found.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + found.Substring(8)
            : found.StartsWith(@"\\?\", StringComparison.Ordinal) ? found.Substring(4)
            : found;
    }

    private static string OnUnix(string path)
    {
        var found = RealPath(path, IntPtr.Zero);
        if (found == IntPtr.Zero)
            throw new IOException($"The link could not be followed (system error {Marshal.GetLastWin32Error()}).");
        try
        {
            return Marshal.PtrToStringAnsi(found)!;
        }
        finally
        {
            Free(found);
        }
    }

    [DllImport(
        "kernel32",
        EntryPoint = "GetFinalPathNameByHandleW",
        SetLastError = true,
        CharSet = CharSet.Unicode,
        ExactSpelling = true
    )]
    private static extern int GetFinalPathNameByHandle(SafeFileHandle file, [Out] char[] path, int length, int flags);

    [DllImport(
        "libc",
        EntryPoint = "realpath",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    private static extern IntPtr RealPath(string path, IntPtr buffer);

    [DllImport("libc", EntryPoint = "free")]
    private static extern void Free(IntPtr memory);
#else
    public static string Resolve(string path)
    {
        // Of a path at which nothing stands .NET says that it is not found, of a link to nothing where it leads.
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
#endif
}
