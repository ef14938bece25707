<#
.SYNOPSIS
Runs the Pester suite against the staged module and a running emulator.
.DESCRIPTION
Starts one emulator for the run, runs the tests in this process, prints the counts, and exits with 0 when every test passed,
else with 1. Works in Windows PowerShell 5.1 and in PowerShell 7, with Pester 5 or 6.
.PARAMETER ModulePath
The staged module's manifest; without it the one that a build puts below output/.
.PARAMETER EmulatorPath
The built emulator's dll; without it the newest that a build has left.
.PARAMETER ResultPath
Where to write the results as NUnit XML.
.PARAMETER PesterPath
The manifest of the Pester to run; without it the newest that is installed.
.PARAMETER Culture
The culture to run the tests in.
.PARAMETER ExcludeTag
Leaves out the tests with these tags. Slow marks those that start many processes.
.PARAMETER PipeName
A named pipe that says what to run, in place of -Path: a line for each run, its -Path and its -ResultPath with a tab between. After
each run comes a line of its own, the pipe's name and 'passed' or 'failed'. It ends when the pipe does.
.PARAMETER Path
Test files or folders to run; without it all. Of several in one text, as -File hands them on, each is parted from the next as in PATH.
.EXAMPLE
./Invoke-PesterSuite.ps1 -Path ./Snowflake
#>
[CmdletBinding()]
param(
    [string] $ModulePath,
    [string] $EmulatorPath,
    [string] $ResultPath,
    [string] $PesterPath,
    [string] $Culture,
    [string[]] $ExcludeTag = @(),
    [string] $PipeName,
    [string[]] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$root = Split-Path (Split-Path $PSScriptRoot)

if (-not $ModulePath) {
    $version = (Import-PowerShellDataFile -LiteralPath (Join-Path $root 'QlikSnowflake.psd1')).ModuleVersion
    $ModulePath = Join-Path $root "output/QlikSnowflake/$version/QlikSnowflake.psd1"
}

if (-not $EmulatorPath) {
    $EmulatorPath = Get-ChildItem -Path (Join-Path $root 'src/QlikSnowflake.Emulator/bin/*/net*/QlikSnowflake.Emulator.dll') |
        Sort-Object -Property LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
}

foreach ($needed in $ModulePath, $EmulatorPath) {
    if (-not ($needed -and (Test-Path -LiteralPath $needed))) { throw "'$needed' does not exist: build the solution first." }
}

if ($PesterPath) { Import-Module -Name $PesterPath } else { Import-Module -Name Pester -MinimumVersion 5.0 }
. (Join-Path $PSScriptRoot 'Support/Emulator.ps1')
. (Join-Path $PSScriptRoot 'Support/Rest.ps1')

# Runs test files with an emulator of their own, says how it went, and keeps whether all passed in $passed.
function Invoke-TestFile {
    param([string[]] $TestPath, [string] $TestResultPath)

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $TestPath
    $configuration.Run.PassThru = $true
    if ($ExcludeTag) { $configuration.Filter.ExcludeTag = $ExcludeTag }
    $configuration.Output.Verbosity = 'Detailed'
    if ($configuration.Output.PSObject.Properties['RenderMode']) { $configuration.Output.RenderMode = 'Plaintext' }
    if ($TestResultPath) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'NUnitXml'
        $configuration.TestResult.OutputPath = $TestResultPath
    }

    $emulator = Open-Emulator -Path $EmulatorPath
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $emulator.StateDirectory
    try {
        # The tests make more API keys than a tenant allows by default.
        Edit-ApiKeyPolicy
        $run = Invoke-Pester -Configuration $configuration
    }
    finally {
        Remove-Item -Path Env:QLIKSNOWFLAKE_TEST_EMULATOR
        Close-Emulator -Emulator $emulator
    }

    foreach ($test in $run.Skipped) { "Skipped: $($test.ExpandedPath): $($test.ErrorRecord)" }
    $summary = '{0} tests, {1} passed, {2} failed, {3} skipped, {4} not run, {5} blocks and {6} files failed' -f @(
        $run.TotalCount, $run.PassedCount, $run.FailedCount, $run.SkippedCount, $run.NotRunCount, $run.FailedBlocksCount, $run.FailedContainersCount)
    "Pester $((Get-Module -Name Pester).Version) in PowerShell $($PSVersionTable.PSVersion): $summary."
    "In the time zone $([System.TimeZoneInfo]::Local.Id) and the culture '$([cultureinfo]::CurrentCulture.Name)'."

    # No test at all is no success either; that all of a file are for another system is.
    $script:passed = $run.Result -eq 'Passed' -and $run.PassedCount + $run.SkippedCount -gt 0
}

if ($Culture) {
    # That of this thread, of those that the tests start, and, by the first, of the runspaces they make.
    [cultureinfo]::CurrentCulture = $Culture
    [cultureinfo]::CurrentUICulture = $Culture
    [cultureinfo]::DefaultThreadCurrentCulture = $Culture
}

$env:QLIKSNOWFLAKE_TEST_MODULE = (Resolve-Path -LiteralPath $ModulePath).ProviderPath
$env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH = $EmulatorPath
# The module to test may be installed far from this checkout, from where Start-QlikSnowflakeEmulator looks for the build.
$namedEmulator = $env:QLIKSNOWFLAKE_EMULATOR
$env:QLIKSNOWFLAKE_EMULATOR = $EmulatorPath
try {
    if ($PipeName) {
        $pipe = New-Object System.IO.Pipes.NamedPipeClientStream '.', $PipeName, ([System.IO.Pipes.PipeDirection]::In)
        $pipe.Connect()
        $lines = New-Object System.IO.StreamReader $pipe
        while ($null -ne ($line = $lines.ReadLine())) {
            $testPath, $testResultPath = $line -split "`t"
            Invoke-TestFile -TestPath ($testPath -split [System.IO.Path]::PathSeparator) -TestResultPath $testResultPath
            "$PipeName $(if ($passed) { 'passed' } else { 'failed' })"
        }
    }
    else {
        Invoke-TestFile -TestPath ($Path -split [System.IO.Path]::PathSeparator) -TestResultPath $ResultPath
    }
}
finally {
    Remove-Item -Path Env:QLIKSNOWFLAKE_TEST_MODULE, Env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH
    $env:QLIKSNOWFLAKE_EMULATOR = $namedEmulator
}

if (-not ($PipeName -or $passed)) { exit 1 }
exit 0
