namespace QlikSnowflake.Tests.Support;

/// <summary>A folder of a test's own, removed with all it holds.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Folder = Path.Combine(Path.GetTempPath(), "qliksnowflake-tests-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    public string File(string name) => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
