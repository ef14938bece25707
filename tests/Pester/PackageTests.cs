using System.Text.Json;
using Xunit;

namespace QlikSnowflake.Tests.Pester;

/// <summary>The package that ships. That it holds the files that it should is checked where it is made.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task It_is_packed_found_by_the_name_of_a_command_and_installed_from_a_folder()
    {
        var manifest = await InstalledModule.ManifestAsync();

        Assert.Equal("QlikSnowflake.psd1", Path.GetFileName(manifest));
        Assert.NotEqual(BuiltPaths.Module, manifest);
        Assert.True(File.Exists(manifest), manifest);
    }

    [Fact]
    public async Task It_names_the_licence_of_every_library_that_it_brings()
    {
        var folder = Path.GetDirectoryName(await InstalledModule.ManifestAsync())!;
        var notices = await File.ReadAllTextAsync(Path.Combine(folder, "THIRD-PARTY-NOTICES.txt"));
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "bom.json")));

        var libraries = bill
            .RootElement.GetProperty("components")
            .EnumerateArray()
            .Select(c => $"{c.GetProperty("name").GetString()} {c.GetProperty("version").GetString()}")
            .ToList();

        Assert.NotEmpty(libraries);
        Assert.All(libraries, library => Assert.Contains($"\n{library}\n", notices, StringComparison.Ordinal));
        Assert.Equal(
            "QlikSnowflake",
            bill.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task Its_examples_run_where_it_is_installed()
    {
        var folder = Path.GetDirectoryName(await InstalledModule.ManifestAsync())!;
        var start = PowerShells
            .Get(PowerShells.Names[0])
            .StartInfo(
                "-NoProfile",
                "-NonInteractive",
                "-ExecutionPolicy",
                "Bypass",
                "-File",
                Path.Combine(folder, "examples", "Find-PowerShell.ps1")
            );

        var (exitCode, output) = await WatchedProcess.RunToEndAsync(start);

        Assert.True(exitCode == 0, output);
    }
}
