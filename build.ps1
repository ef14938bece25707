<#
.SYNOPSIS
    Builds, tests, checks, documents, packs and shows QlikSnowflake.
.DESCRIPTION
    Thin: each task is one or two calls of dotnet or of a PowerShell tool. Works in Windows PowerShell 5.1 and PowerShell 7.
.EXAMPLE
    ./build.ps1
    Builds and stages the module to output/QlikSnowflake/<version>.
.EXAMPLE
    pwsh build.ps1 -Task Build,Package
    Makes the package that ships, artifacts/QlikSnowflake.<version>.nupkg.
.EXAMPLE
    ./build.ps1 -Task Demo
    Starts the emulator and goes through the articles' jobs.
#>
[CmdletBinding()]
param(
    # What to do, in the order given; several as an array, or as one text with commas, which is what pwsh -File passes.
    [ArgumentCompleter({ 'Build', 'Test', 'Analyze', 'Help', 'Package', 'Coverage', 'Demo', 'Benchmark' })]
    [string[]] $Task = 'Build',

    # The folder for the package that Package makes.
    [string] $Destination = [System.IO.Path]::Combine($PSScriptRoot, 'artifacts'),

    # Release stages what ships; Debug is quicker to step through.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Fewer rounds of the benchmarks: all figures within two minutes.
    [switch] $Quick
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

# The tools of .config/dotnet-tools.json, which work in this folder and below only.
function Restore-Tool {
    Push-Location -LiteralPath $root
    try { Invoke-Dotnet tool restore --verbosity quiet } finally { Pop-Location }
}

function Invoke-Build {
    Invoke-Dotnet build $root @inConfiguration
}

function Invoke-Test {
    Invoke-Dotnet test $root @inConfiguration
}

function Invoke-Analyze {
    Restore-Tool
    Push-Location -LiteralPath $root
    try { Invoke-Dotnet csharpier check . } finally { Pop-Location }
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
    $docs = [System.IO.Path]::Combine($module, 'docs')
    $where = @{ Docs = [System.IO.Path]::Combine($docs, 'en-US'); Destination = [System.IO.Path]::Combine($module, 'en-US') }
    # The page of the errors is written from the comments of their ids.
    Invoke-Dotnet run --project ([System.IO.Path]::Combine($root, 'build', 'ErrorPage'))
    & ([System.IO.Path]::Combine($docs, 'Export-ModuleHelp.ps1')) @where
}

function Invoke-Package {
    Assert-Module Microsoft.PowerShell.PSResourceGet 1.1
    $target = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
    $fresh = [System.IO.Path]::Combine($target, 'staged', 'QlikSnowflake')
    if (Test-Path -LiteralPath $fresh) { Remove-Item -LiteralPath $fresh -Recurse }
    Restore-Tool
    # Staged anew: what earlier builds have left in output/ does not ship.
    Invoke-Dotnet build ([System.IO.Path]::Combine($root, 'src', 'QlikSnowflake')) @inConfiguration "-p:StagedModule=$fresh/"
    & ([System.IO.Path]::Combine($root, 'build', 'Package', 'New-ModulePackage.ps1')) -ModulePath $fresh -Destination $target
}

# Lines of each of our dlls that ran: those of the library by its own tests, those of the cmdlets by the Pester suite.
function Invoke-Coverage {
    $results = [System.IO.Path]::Combine($root, 'artifacts', 'coverage')
    if (Test-Path -LiteralPath $results) { Remove-Item -LiteralPath $results -Recurse }
    $settings = [System.IO.Path]::Combine($root, 'tests', 'coverage.runsettings')
    # The dlls have to name their sources where they lie, and to hold that themselves: no symbols stand beside those that PowerShell loads.
    $measured = @('-p:PathMap=', '-p:DebugType=embedded', '--collect', 'XPlat Code Coverage', '--settings', $settings)
    $runs = [ordered]@{
        'xunit'  = @([System.IO.Path]::Combine($root, 'tests', 'QlikSnowflake.Core.Tests'), '--framework', 'net10.0')
        'Pester' = @([System.IO.Path]::Combine($root, 'tests', 'Pester'), '--filter', 'FullyQualifiedName~PesterFileTests')
    }
    $env:QLIKSNOWFLAKE_TEST_MODULE = $stagedManifest
    $binaries = [System.IO.Path]::Combine($staged, 'bin', 'net8.0')
    $include = @{ Pester = @('--', "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.IncludeDirectory=$binaries") }
    try {
        foreach ($run in $runs.Keys) {
            $where = [System.IO.Path]::Combine($results, $run)
            $arguments = $runs[$run] + $measured + '--results-directory' + $where + $include[$run]
            Invoke-Dotnet test @arguments
        }
    }
    finally {
        Remove-Item -Path Env:QLIKSNOWFLAKE_TEST_MODULE
    }

    $rates = @(foreach ($run in $runs.Keys) {
            $report = Get-ChildItem -Path ([System.IO.Path]::Combine($results, $run)) -Recurse -Filter coverage.cobertura.xml |
                Select-Object -First 1
            foreach ($package in ([xml] (Get-Content -LiteralPath $report.FullName -Raw)).coverage.packages.package) {
                $rate = [double]::Parse($package.'line-rate', [cultureinfo]::InvariantCulture)
                [pscustomobject]@{ Assembly = $package.name; By = $run; Lines = [math]::Round(100 * $rate, 1) }
            }
        })
    $rates | Format-Table -AutoSize | Out-String | Write-Output
    $low = @($rates | Where-Object { $_.By -eq 'xunit' -and $_.Lines -lt 90 })
    if ($low) { throw "Less than 90 % of the lines of $($low.Assembly -join ', ') are tested." }
}

function Invoke-Demo {
    Invoke-Dotnet run --project ([System.IO.Path]::Combine($root, 'examples', 'Walkthrough'))
}

function Invoke-Benchmark {
    $fewer = @(if ($Quick) { '--quick' })
    Invoke-Dotnet run --configuration Release --project ([System.IO.Path]::Combine($root, 'tests', 'Benchmarks')) '--' all @fewer
}

$known = 'Build', 'Test', 'Analyze', 'Help', 'Package', 'Coverage', 'Demo', 'Benchmark'
$names = @($Task -split ',' | ForEach-Object { $_.Trim() })
$unknown = @($names | Where-Object { $_ -notin $known })
if ($unknown) { throw "There is no task '$($unknown -join "', '")'. The tasks are: $($known -join ', ')." }
foreach ($name in $names) {
    & "Invoke-$name"
}
