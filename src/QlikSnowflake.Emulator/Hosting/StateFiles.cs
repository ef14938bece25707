using System.Runtime.Versioning;
using System.Text;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>Writes the files of a state directory: private ones readable by their owner only, all of them whole or not at all.</summary>
internal sealed class StateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    private readonly string _root;

    public StateFiles(string directory)
    {
        _root = Path.GetFullPath(directory);
        CreateFolder(_root);
    }

    public string PathOf(string name) => Path.Combine(_root, name.Replace('/', Path.DirectorySeparatorChar));

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file under a temporary name and renames it, so that no reader sees half of it.</summary>
    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        File.Delete(temporary);
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(temporary, options))
            stream.Write(content);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            CreateOwnerOnly(path);
    }

    [UnsupportedOSPlatform("windows")]
    private static void CreateOwnerOnly(string path) => Directory.CreateDirectory(path, OwnerOnlyFolder);
}
