<#
.SYNOPSIS
    Builds, tests, checks, documents, packs and shows QlikSnowflake.
.DESCRIPTION
    Thin: each task is one or two calls of dotnet or of a PowerShell tool. Works in Windows PowerShell 5.1 and PowerShell 7.
.EXAMPLE
    ./build.ps1
    Builds and stages the module to output/QlikSnowflake/<version>.
.EXAMPLE
    ./build.ps1 -Task Demo
    Starts the emulator and goes through the articles' jobs.
#>
[CmdletBinding()]
param(
    # What to do, in the order given.
    [ValidateSet('Build', 'Test', 'Analyze', 'Help', 'Package', 'Demo', 'Benchmark')]
    [string[]] $Task = 'Build',

    # Release stages what ships; Debug is quicker to step through.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$manifest = Import-PowerShellDataFile -Path ([System.IO.Path]::Combine($root, 'QlikSnowflake.psd1'))
$inConfiguration = @('--configuration', $Configuration)
$staged = [System.IO.Path]::Combine($root, 'output', 'QlikSnowflake', $manifest.ModuleVersion)
$stagedManifest = [System.IO.Path]::Combine($staged, 'QlikSnowflake.psd1')

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE."
    }
}

function Assert-Module([string] $Name, [string] $MinimumVersion) {
    if (-not (Get-Module -ListAvailable -Name $Name | Where-Object Version -GE $MinimumVersion)) {
        throw "The module $Name $MinimumVersion or later is needed: Install-Module $Name -Scope CurrentUser -MinimumVersion $MinimumVersion"
    }
}

function Invoke-Build {
    Invoke-Dotnet build $root @inConfiguration
}

function Invoke-Test {
    Invoke-Dotnet test $root @inConfiguration
}

function Invoke-Analyze {
    Assert-Module PSScriptAnalyzer 1.21
    $settings = [System.IO.Path]::Combine($root, 'PSScriptAnalyzerSettings.psd1')
    if (-not (Test-Path -LiteralPath $stagedManifest)) {
        throw 'Build first: ./build.ps1 -Task Build, Analyze'
    }
    # The manifest is checked where its files lie beside it: in the staged module.
    $sources = Get-ChildItem -Path $root -Recurse -File -Include *.ps1, *.psm1, *.psd1 | Where-Object {
        $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj|output|artifacts|TestResults)[\\/]' -and $_.Name -ne 'QlikSnowflake.psd1'
    }
    $scripts = @($sources.FullName) + $stagedManifest
    $findings = @(foreach ($script in $scripts) {
            # Pester runs a test's blocks in scopes of its own, which the analyzer cannot follow.
            $blind = if ($script -like '*.Tests.ps1') { @('PSUseDeclaredVarsMoreThanAssignments', 'PSReviewUnusedParameter') } else { @() }
            Invoke-ScriptAnalyzer -Path $script -Settings $settings | Where-Object RuleName -NotIn $blind
        })
    $findings | Format-Table -AutoSize -Property RuleName, Severity, ScriptName, Line, Message | Out-String -Width 200 | Write-Output
    $module = Test-ModuleManifest -Path $stagedManifest
    "Test-ModuleManifest: $($module.Name) $($module.Version), $($module.ExportedCmdlets.Count) cmdlets."
    if ($findings) {
        throw "PSScriptAnalyzer has $($findings.Count) findings."
    }
    "PSScriptAnalyzer: $($scripts.Count) scripts, no findings."
}

function Invoke-Help {
    Assert-Module Microsoft.PowerShell.PlatyPS 1.0
    $module = [System.IO.Path]::Combine($root, 'module')
    & ([System.IO.Path]::Combine($module, 'docs', 'Export-ModuleHelp.ps1')) -Docs ([System.IO.Path]::Combine($module, 'docs', 'en-US')) -Destination ([System.IO.Path]::Combine($module, 'en-US'))
}

function Invoke-Package {
    if (-not (Test-Path -LiteralPath $stagedManifest)) {
        throw 'Build first: ./build.ps1 -Task Build, Package'
    }
    $artifacts = [System.IO.Path]::Combine($root, 'artifacts')
    $null = New-Item -Path $artifacts -ItemType Directory -Force
    $data = $manifest.PrivateData.PSData
    $tags = @('PSModule', 'PSIncludes_Cmdlet') + $data.Tags + @($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" })
    $nuspec = [System.IO.Path]::Combine($artifacts, 'QlikSnowflake.nuspec')
    $text = @"
<?xml version="1.0" encoding="utf-8"?>
<package>
  <metadata>
    <id>QlikSnowflake</id>
    <version>$($manifest.ModuleVersion)</version>
    <authors>$($manifest.Author)</authors>
    <description>$([System.Security.SecurityElement]::Escape($manifest.Description))</description>
    <copyright>$($manifest.Copyright)</copyright>
    <projectUrl>$($data.ProjectUri)</projectUrl>
    <releaseNotes>$($data.ReleaseNotes)</releaseNotes>
    <license type="expression">MIT</license>
    <tags>$($tags -join ' ')</tags>
  </metadata>
  <files>
    <file src="$staged/**" target="" />
  </files>
</package>
"@
    [System.IO.File]::WriteAllText($nuspec, $text)
    Invoke-Dotnet pack ([System.IO.Path]::Combine($root, 'src', 'QlikSnowflake')) --no-build @inConfiguration "-p:NuspecFile=$nuspec" "-p:NoPackageAnalysis=true" --output $artifacts
    Get-ChildItem -Path $artifacts -Filter *.nupkg
}

function Invoke-Demo {
    Invoke-Dotnet run --project ([System.IO.Path]::Combine($root, 'examples', 'Walkthrough'))
}

function Invoke-Benchmark {
    foreach ($benchmark in 'Benchmarks.Tokens', 'Benchmarks.Qrs', 'Benchmarks') {
        Invoke-Dotnet run --configuration Release --project ([System.IO.Path]::Combine($root, 'tests', $benchmark))
    }
}

foreach ($name in $Task) {
    & "Invoke-$name"
}
