using System.Runtime.InteropServices;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Emulation;

/// <summary>Finds the emulator's program: the .NET tool, or the build of a source checkout.</summary>
/// <param name="FileName">What is started.</param>
/// <param name="FirstArgument">What comes before the emulator's own arguments: the assembly, where dotnet is started; else null.</param>
public sealed record EmulatorProgram(string FileName, string? FirstArgument)
{
    /// <summary>The environment variable that names the program, where no path is given.</summary>
    public const string Variable = "QLIKSNOWFLAKE_EMULATOR";

    private const string Tool = "qliksnowflake-emulator";
    private const string Assembly = "QlikSnowflake.Emulator.dll";

    private static readonly string[] Configurations = ["Release", "Debug"];
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>The program at a path, or else where it is usually found.</summary>
    /// <param name="path">A program, an assembly, or the folder of a source checkout; null to look for it.</param>
    /// <param name="moduleFolder">Where the module was loaded from: in a source checkout, below it.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static EmulatorProgram Find(string? path, string? moduleFolder)
    {
        if (path is not null)
            return At(path)
                ?? throw new InputException(
                    ErrorIds.EmulatorNotFound,
                    $"There is no emulator at '{path}'.",
                    $"Give the program {Tool}, the file {Assembly}, or the folder of a source checkout that has been built.",
                    FailureKind.NotFound
                );

        return Candidates(moduleFolder).Select(At).FirstOrDefault(found => found is not null)
            ?? throw new InputException(
                ErrorIds.EmulatorNotFound,
                "The emulator is not on this machine.",
                "dotnet tool install --global QlikSnowflake.Emulator installs it (it needs .NET 10); or give -Path.",
                FailureKind.NotFound
            );
    }

    private static IEnumerable<string> Candidates(string? moduleFolder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            yield return named;
        for (var folder = moduleFolder; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "src", "QlikSnowflake.Emulator")))
                yield return folder;
        var name = IsWindows ? Tool + ".exe" : Tool;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            if (folder.Length > 0)
                yield return Path.Combine(folder, name);
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools", name);
    }

    private static EmulatorProgram? At(string path)
    {
        if (Directory.Exists(path))
            return Builds(path).Where(File.Exists).OrderByDescending(File.GetLastWriteTimeUtc).Select(At).FirstOrDefault();
        if (!File.Exists(path))
            return null;
        return path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new EmulatorProgram(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
                path
            )
            : new EmulatorProgram(path, null);
    }

    private static IEnumerable<string> Builds(string checkout)
    {
        var bin = Path.Combine(checkout, "src", "QlikSnowflake.Emulator", "bin");
        return Configurations.Select(configuration => Path.Combine(bin, configuration, "net10.0", Assembly));
    }
}
