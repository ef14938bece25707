using QlikSnowflake.PowerShell;
using Xunit;

namespace QlikSnowflake.Tests.Pester;

public sealed class PowerShellFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qliksnowflake-finder-").FullName;

    private PowerShellPackages NoPackages => new() { Root = Path.Combine(_folder, "packages"), Sources = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("no such program")]
    [InlineData("a folder")]
    [InlineData("a text file")]
    [InlineData("dotnet")]
    public void A_named_program_that_is_no_PowerShell_is_said_to_be_none_and_no_other_is_taken(string what)
    {
        var textFile = Path.Combine(_folder, "pwsh.txt");
        File.WriteAllText(textFile, "PowerShell 7.6.9");
        var named = what switch
        {
            "a folder" => _folder,
            "a text file" => textFile,
            "dotnet" => PowerShellHost.Dotnet,
            _ => Path.Combine(_folder, "pwsh"),
        };
        var said = new List<string>();

        var e = Assert.Throws<PowerShellNotFoundException>(() => new PowerShellFinder { Named = named }.Find(said.Add));

        Assert.True(e.IsNamed);
        Assert.StartsWith($"PWSH_PATH names '{named}', which is no PowerShell: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(said);
    }

    [Fact]
    public void Where_the_package_cannot_be_had_and_PATH_has_none_the_message_names_both_and_says_why()
    {
        var said = new List<string>();
        var finder = new PowerShellFinder
        {
            Named = null,
            SearchPath = _folder,
            Packages = NoPackages,
        };

        var e = Assert.Throws<PowerShellNotFoundException>(() => finder.Find(said.Add));

        Assert.False(e.IsNamed);
        Assert.Contains(
            $"The package PowerShell {PowerShellPackages.PowerShellVersion} could not be had: NU1101",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("Install a PowerShell, or name one in PWSH_PATH.", e.Message, StringComparison.Ordinal);
        Assert.Single(said);
    }

    [Fact]
    public void What_could_not_be_had_is_asked_for_once()
    {
        var said = new List<string>();
        var packages = NoPackages;

        Assert.Null(packages.GetPowerShell(said.Add, out _));
        Assert.Null(packages.GetPester(PowerShellPackages.PesterVersion, said.Add, out var problem));

        Assert.StartsWith(
            $"The package Pester {PowerShellPackages.PesterVersion} could not be had: ",
            problem,
            StringComparison.Ordinal
        );
        Assert.Single(said);
    }

    [Fact]
    public void A_PowerShell_is_asked_for_its_version()
    {
        var found = PowerShells.Get(PowerShells.Names[0]);

        var again = new PowerShellFinder { Named = found.Path }.Find(_ => { });

        Assert.Equal(found.Version, again.Version);
        Assert.Equal("PWSH_PATH", again.Origin);
    }
}
