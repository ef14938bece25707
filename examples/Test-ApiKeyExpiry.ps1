<#
.SYNOPSIS
    Checks for a monitoring system (Nagios, Icinga, Checkmk, Zabbix) whether API keys of a Qlik Cloud tenant end soon.
.DESCRIPTION
    Prints one line with performance data, and ends with
    0  OK        none ends within -Warning
    1  WARNING   one ends within -Warning
    2  CRITICAL  one ends within -Critical
    3  UNKNOWN   the tenant could not be asked, or a parameter is wrong
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Test-ApiKeyExpiry.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -Warning 14d -Critical 7d
#>
[CmdletBinding()]
param(
    [string] $Tenant,
    [string] $SecretName,
    [string] $Vault,
    [string] $Warning = '14d',
    [string] $Critical = '7d',
    [string] $RootCertificatePath,
    [string] $Proxy,
    [string] $TimeoutSec,
    [switch] $All,
    [Parameter(ValueFromRemainingArguments)] [object[]] $Unknown
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
try {
    # A monitor takes code 1, with which PowerShell ends where a parameter does not bind, for a warning.
    if ($Unknown) { throw "There is no parameter for: $Unknown" }
    $login = @{}
    foreach ($name in 'Tenant', 'RootCertificatePath', 'Proxy', 'TimeoutSec') { if ($PSBoundParameters[$name]) { $login[$name] = $PSBoundParameters[$name] } }
    foreach ($name in 'Tenant', 'SecretName') { if (-not $PSBoundParameters[$name]) { throw "-$name is not given." } }
    $where = if ($Vault) { @{ Vault = $Vault } } else { @{} }
    $key = Get-Secret -Name $SecretName @where
    if (-not $key) { throw "There is no secret '$SecretName'." }
    $key | Connect-QlikCloud @login
    $whose = if ($All) { @{ All = $true } } else { @{} }
    $soon = @(Get-QlikCloudApiKey -ExpiringWithin $Warning @whose | Sort-Object -Property ExpiresAt)
    $urgent = @(Get-QlikCloudApiKey -ExpiringWithin $Critical @whose)
}
catch {
    "UNKNOWN - $($_.Exception.Message -replace '\s*[\r\n|]\s*', ' ')"
    exit 3
}

# A pipe begins the performance data, so no name may hold one.
$names = @($soon | ForEach-Object { '{0} ({1:0.#} days)' -f ($_.Description -replace '\s*[\r\n|]\s*', ' '), $_.DaysLeft }) -join ', '
$data = "| warning=$($soon.Count) critical=$($urgent.Count)"
if ($soon) { $data += [string]::Format([cultureinfo]::InvariantCulture, ' days_left={0:0.#}', $soon[0].DaysLeft) }
if ($urgent) { "CRITICAL - $($urgent.Count) of $($soon.Count) within ${Critical}: $names $data"; exit 2 }
if ($soon) { "WARNING - $($soon.Count) within ${Warning}: $names $data"; exit 1 }
"OK - no API key ends within $Warning $data"
exit 0
