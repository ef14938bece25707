using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("QlikSnowflake.Tests.Pester.LongestFirst", "QlikSnowflake.Pester.Tests")]

namespace QlikSnowflake.Tests.Pester;

/// <summary>
/// Begins with the longest files, so that none of them runs alone at the end; all else, and rows of several files, come before them.
/// The rows of one PowerShell and one place follow each other, for they share processes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections
            .OrderByDescending(collection => Length(collection) == long.MaxValue)
            .ThenBy(Process, StringComparer.Ordinal)
            .ThenByDescending(Length);

    private static string Process(ITestCollection collection) =>
        collection.DisplayName[Math.Max(0, collection.DisplayName.IndexOf(' ', StringComparison.Ordinal))..];

    // The collection of a row is named by it, the file first.
    private static long Length(ITestCollection collection)
    {
        var file = new FileInfo(Path.Combine(BuiltPaths.Suite, collection.DisplayName.Split(' ')[0]));
        return file.Exists ? file.Length : long.MaxValue;
    }
}
