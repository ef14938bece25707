using Xunit;

namespace QlikSnowflake.Tests.Architecture;

/// <summary>Cmdlets know Core, Core knows Signing, and the emulator knows none of them.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("net472")]
    [InlineData("net8.0")]
    public void Cmdlets_refer_to_Core_PowerShell_and_the_framework_alone(string framework) =>
        Assert.Equal(
            ["QlikSnowflake.Core", "System.Management.Automation"],
            SourceTree.References("QlikSnowflake", framework).Where(IsNotFramework).Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("net472")]
    [InlineData("net8.0")]
    public void Core_knows_no_PowerShell_no_cmdlet_and_no_crypto_library(string framework)
    {
        var references = SourceTree.References("QlikSnowflake.Core", framework);

        Assert.Contains("QlikSnowflake.Signing", references);
        Assert.DoesNotContain("System.Management.Automation", references);
        Assert.DoesNotContain("QlikSnowflake", references);
        Assert.DoesNotContain(references, IsCryptoLibrary);
    }

    [Theory]
    [InlineData("net472")]
    [InlineData("net8.0")]
    public void Signing_knows_nothing_of_ours(string framework)
    {
        var references = SourceTree.References("QlikSnowflake.Signing", framework);

        Assert.DoesNotContain(references, IsOurs);
        Assert.Contains(references, IsCryptoLibrary);
    }

    [Fact]
    public void The_emulator_knows_nothing_of_ours() =>
        Assert.DoesNotContain(SourceTree.References("QlikSnowflake.Emulator", "net10.0"), IsOurs);

    [Theory]
    [InlineData("<Compile ")]
    [InlineData("<ProjectReference ")]
    public void The_emulator_shares_no_code_with_the_client(string element) =>
        Assert.DoesNotContain(
            element,
            SourceTree.Read("src/QlikSnowflake.Emulator/QlikSnowflake.Emulator.csproj"),
            StringComparison.Ordinal
        );

    private static bool IsOurs(string name) => name.StartsWith("QlikSnowflake", StringComparison.Ordinal);

    private static bool IsCryptoLibrary(string name) =>
        name.StartsWith("BouncyCastle", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.IdentityModel", StringComparison.Ordinal)
        || name.StartsWith("System.IdentityModel.Tokens.Jwt", StringComparison.Ordinal);

    // What a framework brings is named System.… there, or lies in its one old library.
    private static bool IsNotFramework(string name) =>
        name == "System.Management.Automation"
        || (
            name is not ("mscorlib" or "netstandard" or "System" or "Microsoft.CSharp" or "Microsoft.Bcl.AsyncInterfaces")
            && (!name.StartsWith("System.", StringComparison.Ordinal) || IsCryptoLibrary(name))
        );
}
