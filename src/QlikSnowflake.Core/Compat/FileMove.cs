#if NETFRAMEWORK
using System.ComponentModel;
using System.Runtime.InteropServices;
#endif

namespace QlikSnowflake.Compat;

/// <summary>Moves a file within its folder; at no moment is there neither the old file nor the new one.</summary>
internal static class FileMove
{
#if NETFRAMEWORK
    private const int AccessDenied = 5;
    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;

    // File.Replace would keep the access rights of the old file.
    public static void To(string source, string target, bool overwrite)
    {
        if (!overwrite)
            File.Move(source, target);
        else if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            RenameOnUnix(source, target);
        else if (!MoveFileEx(source, target, ReplaceExisting | WriteThrough))
            throw Failure(Marshal.GetLastWin32Error());
    }

    // With the code that .NET's own failures carry.
    private static Exception Failure(int error)
    {
        var message = new Win32Exception(error).Message;
        return error == AccessDenied
            ? new UnauthorizedAccessException(message)
            : new IOException(message, unchecked((int)0x80070000) | error);
    }

    private static void RenameOnUnix(string source, string target)
    {
        if (Rename(source, target) != 0)
            throw new IOException($"It could not be renamed (system error {Marshal.GetLastWin32Error()}).");
    }

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
    public static void To(string source, string target, bool overwrite) => File.Move(source, target, overwrite);
#endif
}
