using System.Text.RegularExpressions;
using QlikSnowflake.ErrorPage;
using Xunit;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>Error ids stand in one place, which is the page that documents them, and nothing in the module turns on their text.</summary>
public sealed partial class ErrorIdTests
{
    private static readonly IReadOnlyList<ErrorId> Ids = ErrorId.ReadAll(SourceTree.Root);

    // What is sent, without comments: the emulator shares no code with the client, and has no ids.
    private static readonly (string Path, string Code)[] Sources =
    [
        .. new[] { "src/QlikSnowflake", "src/QlikSnowflake.Core", "src/QlikSnowflake.Signing", "src/QlikSnowflake.Yaml" }
            .SelectMany(SourceTree.Code)
            .Where(path => !path.StartsWith(ErrorId.Folder + "/ErrorIds", StringComparison.Ordinal))
            .Select(path => (path, Comment().Replace(SourceTree.Read(path), string.Empty))),
    ];

    [Fact]
    public void An_id_is_the_name_of_its_constant_and_there_is_one_of_each()
    {
        var constants = SourceTree
            .Code(ErrorId.Folder)
            .Where(path => Path.GetFileName(path).StartsWith("ErrorIds.", StringComparison.Ordinal))
            .SelectMany(path => Constant().Matches(SourceTree.Read(path)))
            .ToList();

        Assert.InRange(Ids.Count, 200, 1000);
        Assert.Equal(constants.Count, Ids.Count);
        Assert.DoesNotContain(constants, m => m.Groups["value"].Value != $"nameof({m.Groups["name"].Value})");
        Assert.Empty(Ids.GroupBy(id => id.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Every_id_is_used()
    {
        var used = Sources.SelectMany(s => Use().Matches(s.Code)).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.DoesNotContain(Ids, id => !used.Contains(id.Name));
    }

    [Fact]
    public void No_id_is_written_as_a_text()
    {
        var names = Ids.Select(id => id.Name).ToHashSet();
        var texts =
            from source in Sources
            from literal in Literal().Matches(source.Code)
            where names.Contains(literal.Groups[1].Value)
            select $"{source.Path}: {literal.Value}";

        Assert.Empty(texts);
    }

    [Fact]
    public void No_error_is_made_with_an_id_of_its_own()
    {
        var own = from source in Sources from text in ErrorWithText().Matches(source.Code) select $"{source.Path}: {text.Value}";

        Assert.Empty(own);
    }

    [Theory]
    [InlineData("throw new InputException(\n    \"Own\",")]
    [InlineData("InputException Refused(string a) =>\n    new(\"Own\", a)")]
    [InlineData("private static KeyException? Of(int a, string b) =>\n    a > 0 ? new(\n\"Own\"")]
    [InlineData("ErrorId = \"Own\"")]
    [InlineData("ErrorId = isHtml ? ErrorIds.QrsLoginPage : \"Own\"")]
    [InlineData(": base(\"Own\", cause.Kind)")]
    [InlineData("MissingId = \"Own\"")]
    [InlineData("string errorId = \"Own\"")]
    [InlineData("new InputException(kind + \"Invalid\",")]
    [InlineData("new InputException($\"{kind}Invalid\",")]
    public void An_id_of_its_own_is_found(string code) => Assert.Matches(ErrorWithText(), code);

    [Fact]
    public void Nothing_turns_on_the_text_of_an_id_outside_of_the_exceptions()
    {
        var comparisons =
            from source in Sources
            where !source.Path.EndsWith("Exception.cs", StringComparison.Ordinal)
            from comparison in Comparison().Matches(source.Code)
            select $"{source.Path}: {comparison.Value}";

        Assert.Empty(comparisons);
    }

    [Theory]
    [InlineData("e.ErrorId == id")]
    [InlineData("e.ErrorId is \"Own\"")]
    [InlineData("e.ErrorId switch")]
    [InlineData("e.ErrorId.StartsWith(\"Own\")")]
    [InlineData("e.ErrorId.Equals(id)")]
    [InlineData("id == ErrorIds.NoSession")]
    [InlineData("e is { ErrorId: ErrorIds.NoSession }")]
    [InlineData("case ErrorIds.NoSession:")]
    public void A_comparison_is_found(string code) => Assert.Matches(Comparison(), code);

    [Fact]
    public void The_page_says_what_the_comments_say() =>
        Assert.True(
            AboutErrors.Write(Ids) == SourceTree.Read(AboutErrors.PagePath).Replace("\r", string.Empty, StringComparison.Ordinal),
            "The page is not what the comments say: run dotnet run --project build/ErrorPage, then module/docs/Export-AboutTopic.ps1."
        );

    [Fact]
    public void An_id_without_advice_has_no_place_on_the_page()
    {
        const string Code = "    /// <summary>It happens.</summary>\n    public const string Own = nameof(Own);\n";

        Assert.Throws<FormatException>(() => ErrorId.Read("Keys", Code).ToList());
        Assert.Throws<ArgumentException>(() => AboutErrors.Write([new ErrorId("Elsewhere", "Own", "It happens.", "Do it.")]));
    }

    [GeneratedRegex(@"^[ \t]*//[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"const string (?<name>\w+) = (?<value>[^;]+);")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\bErrorIds\.(\w+)")]
    private static partial Regex Use();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Literal();

    // As the first argument of an exception of ours, of the new( of a method that returns one, or as a value by the name of an id.
    [GeneratedRegex(
        """
            \b(?:Input|Key|Connection|Service|Qrs|QlikCloud|Snowflake|Rotation|RowLoad)Exception\(\s*(?:\w+\s*\+\s*)?\$?"
            |\b(?:Input|Key|Connection)Exception\??\s+\w+\([^;{}]*?\bnew\(\s*(?:\w+\s*\+\s*)?\$?"
            |:\s*base\(\s*"[A-Z]
            |\b(?:ErrorId|errorId|existsId|\w*(?:Missing|Unreadable|Invalid|Exists)Id)\s*=\s(?:[^,;"]*?[?:]\s*)*\$?"
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex ErrorWithText();

    [GeneratedRegex(
        """
            \bErrorId\s*(?:==|!=|is\b|switch\b|\.(?:Equals|StartsWith|EndsWith|Contains|IndexOf)\b)
            |(?:==|!=|\bis|\bnot|\bor|\bcase|ErrorId:)\s+ErrorIds\.
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Comparison();
}
