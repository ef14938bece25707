using Xunit;
using Xunit.Abstractions;

namespace QlikSnowflake.Tests.Pester;

/// <summary>Each file of the Pester suite, in each PowerShell of this machine, with an emulator of its own.</summary>
public sealed class PesterFileTests(ITestOutputHelper output)
{
    /// <summary>
    /// The files with views, dates and parsing, which run once more in other places, in one process for a place. What starts
    /// processes or makes many keys is left out there, by the tag Slow: it is the same everywhere.
    /// </summary>
    private static readonly string[] WithDates =
    [
        "Formatting.Tests.ps1",
        "Names.Tests.ps1",
        "QlikCloud/Administration.Tests.ps1",
        "QlikCloud/ApiKey.Tests.ps1",
        "Qrs/DataConnection.Tests.ps1",
        "Snowflake/InvokeSql.Tests.ps1",
        "Snowflake/Jwt.Tests.ps1",
        "Snowflake/Statement.Tests.ps1",
        "Snowflake/UserKey.Tests.ps1",
    ];

    /// <summary>The rows: a file of the suite, in which PowerShell it runs, and where on earth.</summary>
    public static TheoryData<string, string, string> Rows()
    {
        var files = Directory
            .EnumerateFiles(BuiltPaths.Suite, "*.Tests.ps1", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(BuiltPaths.Suite, file).Replace('\\', '/'))
            .Where(file =>
                !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);
        var rows = new TheoryData<string, string, string>();
        foreach (var file in files)
        {
            foreach (var powerShell in PowerShells.Names)
                rows.Add(file, powerShell, Place.Here.Name);
        }

        foreach (var place in Place.Elsewhere)
            rows.Add(string.Join(Path.PathSeparator, WithDates), PowerShells.Names[0], place.Name);
        return rows;
    }

    /// <summary>All its tests pass, and there is one.</summary>
    /// <param name="file">The file, below the suite's folder; of several, each is parted from the next as in PATH.</param>
    /// <param name="powerShell">One of <see cref="PowerShells.Names"/>.</param>
    /// <param name="place">The name of a <see cref="Place"/>.</param>
    [SideBySideTheory]
    [MemberData(nameof(Rows))]
    public async Task The_file_passes(string file, string powerShell, string place)
    {
        var outcome = await PesterRun.OfAsync(file, PowerShells.Get(powerShell), Place.Of(place));
        output.WriteLine(outcome.Counts ?? "The suite printed no counts.");
        foreach (var skipped in outcome.Skipped)
            output.WriteLine(skipped);
        Assert.True(outcome.Problem is null, outcome.Problem);
    }
}
