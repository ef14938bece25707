using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("QlikSnowflake.Tests.Pester.LongestFirst", "QlikSnowflake.Pester.Tests")]

namespace QlikSnowflake.Tests.Pester;

/// <summary>
/// Begins with the longest files, so that none of them runs alone at the end; all else, and rows of several files, come before them.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(Length);

    // The collection of a row is named by it, the file first.
    private static long Length(ITestCollection collection)
    {
        var file = new FileInfo(Path.Combine(BuiltPaths.Suite, collection.DisplayName.Split(' ')[0]));
        return file.Exists ? file.Length : long.MaxValue;
    }
}
