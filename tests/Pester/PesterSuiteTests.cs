using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Xunit;
using Xunit.Abstractions;

namespace QlikSnowflake.Tests.Pester;

public sealed class PesterSuiteTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    [PesterFact]
    public void The_Pester_suite_passes_in_every_PowerShell_found()
    {
        var failures = new StringBuilder();
        foreach (var host in PowerShellHost.Found)
        {
            var problem = RunSuite(host);
            if (problem is not null)
                failures.AppendLine(host.Version).AppendLine(problem);
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    private static string Metadata(string key) =>
        typeof(PesterSuiteTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <returns>What failed, or null.</returns>
    private string? RunSuite(PowerShellHost host)
    {
        var resultPath = Path.Combine(Path.GetTempPath(), $"qliksnowflake-pester-{Guid.NewGuid():N}.xml");
        try
        {
            var (exitCode, text) = host.Run(
                Limit,
                "-NoProfile",
                "-NonInteractive",
                "-ExecutionPolicy",
                "Bypass",
                "-File",
                Metadata("SuitePath"),
                "-ModulePath",
                Metadata("ModulePath"),
                "-EmulatorPath",
                Metadata("EmulatorPath"),
                "-ResultPath",
                resultPath
            );
            var counts = text.Split('\n')
                .LastOrDefault(line =>
                    line.StartsWith("Pester ", StringComparison.Ordinal) && line.Contains(" tests, ", StringComparison.Ordinal)
                )
                ?.Trim();
            output.WriteLine(counts ?? "The suite printed no counts.");
            foreach (var skipped in text.Split('\n').Where(line => line.StartsWith("Skipped: ", StringComparison.Ordinal)))
                output.WriteLine(skipped.Trim());
            return exitCode == 0 && counts is not null ? null : $"{counts}\n{Failures(resultPath)}\n{End(text)}";
        }
        catch (TimeoutException e)
        {
            return e.Message;
        }
        finally
        {
            File.Delete(resultPath);
        }
    }

    private static string Failures(string resultPath)
    {
        if (!File.Exists(resultPath))
            return "It wrote no results.";
        var failed =
            from test in XDocument.Load(resultPath).Descendants("test-case")
            where (string?)test.Attribute("result") is "Failure" or "Error"
            select $"{(string?)test.Attribute("name")}\n    "
                + $"{((string?)test.Element("failure")?.Element("message"))?.Trim().ReplaceLineEndings("\n    ")}";
        return string.Join("\n", failed);
    }

    // Of use where no test ran at all; the failures themselves are listed before.
    private static string End(string text) => text.Length <= 2000 ? text : "…" + text[^2000..];
}
