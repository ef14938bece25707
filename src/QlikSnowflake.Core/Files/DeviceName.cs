using System.Runtime.InteropServices;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Files;

/// <summary>
/// Names that Windows keeps for devices, with whatever ending and in whatever folder (Microsoft Learn, "Naming Files, Paths, and
/// Namespaces").
/// </summary>
internal static class DeviceName
{
    private static readonly string[] Names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Refuses a path at which Windows would write to a device, or to nowhere.</summary>
    /// <exception cref="InputException">It is such a path.</exception>
    public static void Refuse(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && IsIn(path))
            throw new InputException(
                ErrorIds.PathInvalid,
                $"'{path}' cannot be a file: Windows keeps '{Base(path)}' for a device, whatever its ending.",
                "Choose another name."
            );
    }

    /// <summary>Whether the last part of a path is such a name.</summary>
    public static bool IsIn(string path)
    {
        var name = Base(path).ToUpperInvariant();
        return Names.Contains(name)
            || (
                name.Length == 4
                && (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal))
                && name[3] is (>= '0' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3'
            );
    }

    private static string Base(string path)
    {
        var name = path.Substring(path.LastIndexOfAny(['\\', '/', ':']) + 1);
        var point = name.IndexOf('.');
        return (point < 0 ? name : name.Substring(0, point)).TrimEnd(' ');
    }
}
