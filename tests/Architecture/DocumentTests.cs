using System.Text.RegularExpressions;
using Xunit;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>docs/ARCHITECTURE.md says what is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Page = SourceTree.Read("docs/ARCHITECTURE.md");

    [Fact]
    public void Every_folder_and_file_that_the_page_names_exists()
    {
        var named = Names(Page).ToList();
        Assert.NotEmpty(named);

        var paths = SourceTree.Paths();

        Assert.DoesNotContain(named, name => !paths.Any(path => $"/{path}".EndsWith($"/{name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_is_one_page() => Assert.InRange(Page.Split('\n').Length, 20, 120);

    // In code marks, with a slash at the end or the ending of a file.
    private static IEnumerable<string> Names(string page) => Path().Matches(page).Select(m => m.Groups[1].Value).Distinct();

    [GeneratedRegex(@"`([\w./-]+(?:/|\.(?:cs|ps1|psd1|psm1|ps1xml|md|csproj|slnx)))`")]
    private static partial Regex Path();
}
