using Xunit;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>A test is found where the code is found.</summary>
public sealed class MirrorTests
{
    // How a test runs, not what it tests: against the emulator, against a server of its own, and what tests share.
    private static readonly string[] Ways = ["Emulated", "Transport", "Support"];

    [Theory]
    [InlineData("tests/QlikSnowflake.Core.Tests", "src/QlikSnowflake.Core", "Signing")]
    [InlineData("tests/QlikSnowflake.Emulator.Tests", "src/QlikSnowflake.Emulator", null)]
    public void A_folder_of_tests_is_named_as_the_folder_it_tests(string tests, string source, string? other)
    {
        var rooms = SourceTree.Rooms(source);

        Assert.Empty(SourceTree.Rooms(tests).Where(room => !Ways.Contains(room.Split('/')[^1]) && room != other).Except(rooms));
    }

    [Theory]
    [InlineData("src/QlikSnowflake.Core", "QlikSnowflake")]
    [InlineData("src/QlikSnowflake.Emulator", "QlikSnowflake.Emulator")]
    [InlineData("src/QlikSnowflake.Signing", "QlikSnowflake.Signing")]
    [InlineData("tests/QlikSnowflake.Core.Tests", "QlikSnowflake.Tests")]
    [InlineData("tests/QlikSnowflake.Emulator.Tests", "QlikSnowflake.Tests")]
    public void A_namespace_says_the_folder(string folder, string root)
    {
        var strays =
            from path in SourceTree.Code(folder)
            let room = Path.GetDirectoryName(path)!.Replace('\\', '/')[folder.Length..].Replace('/', '.')
            // Types of the framework that an older one lacks keep the framework's namespace.
            let said = SourceTree
                .Read(path)
                .Split('\n')
                .FirstOrDefault(l => l.StartsWith("namespace QlikSnowflake", StringComparison.Ordinal))
            where said is not null && said.TrimEnd('\r', ';', ' ')["namespace ".Length..] != root + room
            select $"{path}: {said.Trim()}";

        Assert.Empty(strays);
    }
}
