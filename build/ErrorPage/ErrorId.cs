using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace QlikSnowflake.ErrorPage;

/// <summary>An error id as its constant and the comments above it say.</summary>
/// <param name="Area">The area, from the file's name: <c>ErrorIds.Keys.cs</c> is Keys.</param>
/// <param name="Name">The id.</param>
/// <param name="When">When it happens.</param>
/// <param name="Advice">What to do.</param>
public sealed partial record ErrorId(string Area, string Name, string When, string Advice)
{
    /// <summary>The folder of the constants' files.</summary>
    public const string Folder = "src/QlikSnowflake.Core/Errors";

    /// <summary>All ids of a repository.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <exception cref="FormatException">A constant lacks a comment.</exception>
    public static IReadOnlyList<ErrorId> ReadAll(string root) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(root, Folder), "ErrorIds.*.cs")
                .Order(StringComparer.Ordinal)
                .SelectMany(path => Read(Path.GetFileName(path).Split('.')[1], File.ReadAllText(path))),
        ];

    /// <summary>The ids of one file.</summary>
    /// <param name="area">The area.</param>
    /// <param name="code">The file's text.</param>
    /// <exception cref="FormatException">A constant lacks a comment.</exception>
    public static IEnumerable<ErrorId> Read(string area, string code) =>
        Constant()
            .Matches(code)
            .Select(m =>
            {
                var comment = XElement.Parse("<comment>" + Slashes().Replace(m.Groups["comment"].Value, " ") + "</comment>");
                var name = m.Groups["name"].Value;
                return new ErrorId(area, name, Sentence(comment, "summary", name), Sentence(comment, "remarks", name));
            });

    private static string Sentence(XElement comment, string tag, string name) =>
        comment.Element(tag)?.Value is { } text && text.Trim().Length > 0
            ? Blanks().Replace(text, " ").Trim()
            : throw new FormatException($"The error id {name} has no <{tag}>.");

    [GeneratedRegex(@"(?<comment>(?:^[ \t]*///[^\n]*\n)*)[ \t]*public const string (?<name>\w+) =", RegexOptions.Multiline)]
    private static partial Regex Constant();

    [GeneratedRegex(@"^[ \t]*///", RegexOptions.Multiline)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
