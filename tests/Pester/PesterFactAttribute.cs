using Xunit;

namespace QlikSnowflake.Tests.Pester;

/// <summary>A test that is skipped, with the reason, where no PowerShell with Pester 5 is found.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PesterFactAttribute : FactAttribute
{
    public PesterFactAttribute()
    {
        if (PowerShellHost.Found.Count == 0)
            Skip =
                "No PowerShell with Pester 5 was found by PWSH_PATH, or as pwsh or powershell on the PATH. "
                + string.Join(" ", PowerShellHost.Problems);
    }
}
