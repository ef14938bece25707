<#
.SYNOPSIS
    Writes the module's bill of materials in the form of CycloneDX.
.PARAMETER Project
    The module's project.
.PARAMETER Package
    The packages, as Get-ShippedPackage.ps1 emits them.
.PARAMETER Version
    The module's version.
.PARAMETER Path
    The file to write.
.PARAMETER Time
    When the bill was made: the commit's time, so that a commit has one bill.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Project,
    [Parameter(Mandatory)] [object[]] $Package,
    [Parameter(Mandatory)] [string] $Version,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [datetimeoffset] $Time
)

$ErrorActionPreference = 'Stop'
# What the build alone needs is no part of the module.
$left = @($Package | Where-Object { -not $_.Ships } | ForEach-Object { "$($_.Id)@$($_.Version)" })
$arguments = @(
    $Project, '--output', (Split-Path -Path $Path), '--filename', (Split-Path -Path $Path -Leaf), '--output-format', 'Json'
    '--disable-package-restore', '--no-serial-number', '--set-name', 'QlikSnowflake', '--set-version', $Version, '--set-type', 'Library'
    if ($left) { '--exclude-filter', ($left -join ',') }
)
$said = & dotnet dotnet-CycloneDX @arguments
if ($LASTEXITCODE -ne 0) { throw "CycloneDX ended with exit code ${LASTEXITCODE}: $($said -join [Environment]::NewLine)" }

$text = [System.IO.File]::ReadAllText($Path).Replace("`r`n", "`n")
$stamp = $Time.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
$text = [regex]::Replace($text, '("timestamp":\s*")[^"]*', { param($match) $match.Groups[1].Value + $stamp })
[System.IO.File]::WriteAllText($Path, $text)

$listed = @(($text | ConvertFrom-Json).components | ForEach-Object { "$($_.name) $($_.version)" } | Sort-Object)
$wanted = @($Package | Where-Object Ships | ForEach-Object { "$($_.Id) $($_.Version)" } | Sort-Object)
$difference = @(Compare-Object -ReferenceObject $wanted -DifferenceObject $listed)
if ($difference) { throw "The bill of materials and the module differ: $($difference | Out-String)" }
