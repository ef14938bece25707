using Xunit;
using Xunit.Abstractions;

namespace QlikSnowflake.Tests.Pester;

/// <summary>Each file of the Pester suite, in each PowerShell of this machine, in a process of its own.</summary>
public sealed class PesterFileTests(ITestOutputHelper output)
{
    /// <summary>The rows: a file of the suite, and in which PowerShell it runs.</summary>
    public static TheoryData<string, string> Rows()
    {
        var files = Directory
            .EnumerateFiles(BuiltPaths.Suite, "*.Tests.ps1", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(BuiltPaths.Suite, file).Replace('\\', '/'))
            .Where(file =>
                !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);
        var rows = new TheoryData<string, string>();
        foreach (var file in files)
        foreach (var powerShell in PowerShells.Names)
            rows.Add(file, powerShell);
        return rows;
    }

    /// <summary>All its tests pass, and there is one.</summary>
    /// <param name="file">The file, below the suite's folder.</param>
    /// <param name="powerShell">One of <see cref="PowerShells.Names"/>.</param>
    [SideBySideTheory]
    [MemberData(nameof(Rows))]
    public async Task The_file_passes(string file, string powerShell)
    {
        var outcome = await PesterRun.OfAsync(file, PowerShells.Get(powerShell));
        output.WriteLine(outcome.Counts ?? "The suite printed no counts.");
        foreach (var skipped in outcome.Skipped)
            output.WriteLine(skipped);
        Assert.True(outcome.Problem is null, outcome.Problem);
    }
}
