using System.Runtime.InteropServices;
using QlikSnowflake.Errors;
using QlikSnowflake.Rotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Rotation;

/// <summary>One thing is rotated by one run at a time, however it is spelled.</summary>
public sealed class RotationLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_comes_second_is_told_and_the_third_goes_on()
    {
        using (Take("a", "b"))
        {
            var refusal = Assert.Throws<InputException>(() => Take("a", "b"));
            Assert.Equal(("RotationRunning", FailureKind.Conflict), (refusal.ErrorId, refusal.Kind));
            Assert.Contains("of this account on this machine is rotating the key of this store", refusal.Message);
            Take("a", "c").Dispose();
        }

        Take("a", "b").Dispose();
    }

    [Fact]
    public void A_path_is_one_thing_in_every_spelling_that_the_system_takes_for_it()
    {
        var spelled = System.IO.Path.Combine(_folder.Folder, "sub", "..", "Key.p8");
        Assert.Equal(RotationLock.IdentityOf(_folder.File("Key.p8")), RotationLock.IdentityOf(spelled));
        Assert.Equal(
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows),
            RotationLock.IdentityOf(_folder.File("Key.p8")) == RotationLock.IdentityOf(_folder.File("KEY.P8"))
        );
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = _folder.Write("file", "x");
        var refusal = Assert.Throws<InputException>(() => RotationLock.Take(file, "a key", "a"));
        Assert.Equal(("RotationLockFailed", FailureKind.Permission), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(file, refusal.Message);
    }

    private RotationLock Take(params string[] identity) =>
        RotationLock.Take(_folder.File("locks"), "the key of this store", identity);
}
