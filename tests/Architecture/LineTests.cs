using System.Text.RegularExpressions;
using Xunit;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>What fits a screen: lines of 140 characters, source files of 450 lines.</summary>
public sealed partial class LineTests
{
    private const int Width = 140;
    private const int Height = 450;

    [Fact]
    public void No_line_of_code_is_wider_than_a_screen()
    {
        var wide =
            from folder in new[] { "src", "examples", "tests" }
            from path in SourceTree.Code(folder)
            from line in LinesOutsideOfSamples(SourceTree.Read(path))
            where line.Text.Length > Width
            select $"{path}({line.Number}): {line.Text.Length} characters";

        Assert.Empty(wide);
    }

    [Fact]
    public void No_source_file_is_longer_than_a_few_screens()
    {
        var high =
            from folder in new[] { "src", "examples" }
            from path in SourceTree.Code(folder)
            let lines = SourceTree.Read(path).AsSpan().Count('\n')
            where lines > Height
            select $"{path}: {lines} lines";

        Assert.Empty(high);
    }

    [Fact]
    public void A_sample_in_a_raw_string_may_be_wide_and_nothing_else()
    {
        const string Code = "a\n\"\"\"\nsample\n\"\"\";\nb\nvar c = \"\"\"{}\"\"\";\nvar d = \"\";";

        Assert.Equal([(1, "a"), (5, "b"), (7, "var d = \"\";")], LinesOutsideOfSamples(Code));
    }

    // Samples of what goes over the wire stand in raw strings as they came, and are not to be broken.
    private static IEnumerable<(int Number, string Text)> LinesOutsideOfSamples(string code)
    {
        var isInside = false;
        var number = 0;
        foreach (var line in code.Split('\n'))
        {
            number++;
            var delimiters = RawDelimiter().Count(line);
            if (!isInside && delimiters == 0)
                yield return (number, line.TrimEnd('\r'));
            isInside ^= delimiters % 2 == 1;
        }
    }

    // A backslash or an @ before it: quotes within another kind of string.
    [GeneratedRegex("""(?<![\\"@])"{3,}(?!")""")]
    private static partial Regex RawDelimiter();
}
