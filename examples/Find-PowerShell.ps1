<#
.SYNOPSIS
    Finds how to start the PowerShell that runs this, for a task or another process.
.DESCRIPTION
    The path of the own process is not it: PowerShell may be run by dotnet, or by the ISE. What this emits was started once and
    has said that it is the same PowerShell. One on PATH comes first, since its path outlives updates: that of PowerShell from
    the Microsoft Store, or of a .NET tool, holds its version.
.PARAMETER WithoutEnvironment
    Looks for one that starts without the variables of this process, as cron starts it. Not for Windows.
.OUTPUTS
    An object with Path, the program, and Arguments, what has to stand before all other arguments (an array, most often empty).
.EXAMPLE
    $shell = ./Find-PowerShell.ps1
    & $shell.Path @($shell.Arguments) -NoProfile -Command '$PSVersionTable'
#>
[CmdletBinding()]
param([switch] $WithoutEnvironment)

$ErrorActionPreference = 'Stop'
$name = if ($PSVersionTable.PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' }
$onPath = @(Get-Command -Name $name -CommandType Application -ErrorAction SilentlyContinue | ForEach-Object { $_.Source })
$own = @("$name.exe", $name | ForEach-Object { Join-Path $PSHOME $_ } | Where-Object { Test-Path -LiteralPath $_ -PathType Leaf })
$candidates = @($onPath + $own | ForEach-Object { [pscustomobject]@{ Path = $_; Arguments = @() } })

$library = Join-Path $PSHOME "$name.dll"
if (Test-Path -LiteralPath $library) {
    $process = (Get-Process -Id $PID).Path
    $dotnet = @(if ((Split-Path -Path $process -Leaf) -in 'dotnet', 'dotnet.exe') { $process }) +
    @(Get-Command -Name dotnet -CommandType Application -ErrorAction SilentlyContinue | ForEach-Object { $_.Source })
    $candidates += @($dotnet | ForEach-Object { [pscustomobject]@{ Path = $_; Arguments = @('exec', $library) } })
}

$bare = @(if ($WithoutEnvironment) { '/usr/bin/env', '-i', "HOME=$HOME", 'PATH=/usr/bin:/bin' })
foreach ($candidate in $candidates) {
    $program, $arguments = $bare + $candidate.Path + $candidate.Arguments + '-NoProfile', '-NonInteractive', '-Command', '$PSHOME'
    try { $answer = & $program @arguments 2>$null } catch { continue }
    if ("$answer".TrimEnd('\', '/') -eq $PSHOME.TrimEnd('\', '/')) { return $candidate }
}

$tried = @($candidates | ForEach-Object { "$($_.Path) $($_.Arguments)" }) -join '; '
throw "No program was found that starts the PowerShell of $PSHOME. Tried: $tried"
