using System.Diagnostics;
using System.Runtime.InteropServices;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Rotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_is_written_whole(bool ownerOnly)
    {
        var path = _folder.File("out.txt");

        OutputFile.Write(path, [1, 2, 3], overwrite: false, ownerOnly);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        OutputFile.Write(path, [4], overwrite: true, ownerOnly);

        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void What_is_not_completed_leaves_the_old_file_and_nothing_beside_it()
    {
        var path = _folder.Write("out.txt", "old");

        using (var file = OutputFile.Begin(path, overwrite: true, ownerOnly: false))
            file.Stream.WriteByte(1);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void A_file_in_the_way_is_refused_under_the_id_asked_for_before_anything_is_written()
    {
        var path = _folder.Write("out.txt", "old");

        var refusal = Refuse(() => OutputFile.Write(path, [1], overwrite: false, ownerOnly: false, "KeyFileExists"));

        Assert.Equal(("KeyFileExists", FailureKind.AlreadyExists), (refusal.ErrorId, refusal.Kind));
        Assert.Equal("FileExists", Refuse(() => OutputFile.Begin(path, false, false)).ErrorId);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_comes_into_the_way_while_it_is_written_is_kept()
    {
        var path = _folder.File("out.txt");
        using var file = OutputFile.Begin(path, overwrite: false, ownerOnly: false);
        _folder.Write("out.txt", "theirs");

        Assert.Equal("FileExists", Refuse(file.Complete).ErrorId);

        file.Dispose();
        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void Behind_a_link_it_is_the_file_itself_that_is_replaced()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return;
        var target = _folder.Write("target.txt", "old");
        var link = _folder.File("link.txt");
        var second = _folder.File("second.txt");
        Link(target, link);
        Link("link.txt", second);

        OutputFile.Write(second, [(byte)'n'], overwrite: true, ownerOnly: true);

        Assert.Equal("n", File.ReadAllText(target));
        Assert.Equal(FileAttributes.ReparsePoint, File.GetAttributes(link) & FileAttributes.ReparsePoint);
        Assert.Equal(FileAttributes.ReparsePoint, File.GetAttributes(second) & FileAttributes.ReparsePoint);
        Assert.Equal(RotationLock.IdentityOf(target), RotationLock.IdentityOf(second));
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.Folder).Length);
    }

    private static void Link(string target, string path)
    {
        using var ln = Process.Start(new ProcessStartInfo("ln", $"-s \"{target}\" \"{path}\"") { UseShellExecute = false })!;
        ln.WaitForExit();
        Assert.Equal(0, ln.ExitCode);
    }

    [Fact]
    public void A_path_at_which_no_file_can_stand_is_refused()
    {
        var missing = Path.Combine(_folder.File("none"), "out.txt");

        AssertRefused(missing, "FolderNotFound", FailureKind.NotFound, "none");
        AssertRefused(_folder.Folder, "PathIsFolder", FailureKind.InvalidArgument, "is a folder");
        AssertRefused("", "PathInvalid", FailureKind.InvalidArgument, "no path has");
        AssertRefused("a\0b", "PathInvalid", FailureKind.InvalidArgument, "no path has");
    }

    [Fact]
    public void A_folder_that_is_gone_when_the_file_is_complete_is_named()
    {
        var folder = _folder.File("sub");
        Directory.CreateDirectory(folder);
        using var file = OutputFile.Begin(Path.Combine(folder, "out.txt"), overwrite: true, ownerOnly: false);
        Directory.Delete(folder, recursive: true);

        Assert.Equal("FolderNotFound", Refuse(file.Complete).ErrorId);
    }

    private void AssertRefused(string path, string id, FailureKind kind, string message)
    {
        var refusal = Refuse(() => OutputFile.Write(path, [1], overwrite: true, ownerOnly: false));
        Assert.Equal((id, kind), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(message, refusal.Message);
        Assert.Empty(Directory.GetFiles(_folder.Folder));
    }

    private static InputException Refuse(Action act) => Assert.Throws<InputException>(act);
}
