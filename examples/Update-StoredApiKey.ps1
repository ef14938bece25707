<#
.SYNOPSIS
    Rotates the Qlik Cloud API key in a vault, for a scheduled task: one line of JSON out, and an exit code.
.DESCRIPTION
    Connects with the stored key, replaces it when it has less than -MinRemaining left, and ends with
    0  the key was rotated, or there is enough left
    1  it was not rotated; the stored key has just logged in, and the next run tries again
    2  a person is needed: no stored key is known to work, because it was refused, or because secret, vault, module or
       tenant could not be reached. Where the key was refused, make one by hand, and store it with Set-Secret
    3  another run is rotating it; nothing to do
    The line says the same, with the error and all warnings in it, its names in one order.
    Run it at half of the key's life or sooner. The vault must open without a question: for SecretStore that is
    Set-SecretStoreConfiguration -Authentication None -Interaction None, as the account of the task.
    With -LogPath the line is added to a file too; a relative path is one below the home folder of the account.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Update-StoredApiKey.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Tenant,
    [Parameter(Mandatory)] [string] $SecretName,
    [string] $Vault,
    [string] $MinRemaining = '7d',
    [string] $GracePeriod = '1d',
    [string] $RootCertificatePath,
    [string] $Proxy,
    [ValidateRange(1, 86400)] [int] $TimeoutSec,
    [hashtable] $Connection = @{},
    [string] $LogPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$where = @{}
if ($Vault) { $where.Vault = $Vault }
$login = @{ Tenant = $Tenant } + $Connection
foreach ($name in 'RootCertificatePath', 'Proxy', 'TimeoutSec') {
    if ($PSBoundParameters.ContainsKey($name)) { $login[$name] = $PSBoundParameters[$name] }
}
$warnings = @()
$isConnected = $false
$quiet = @{ WarningAction = 'SilentlyContinue'; WarningVariable = '+warnings' }

function Write-Outcome([int] $Code, $Outcome) {
    $all = [ordered] @{ time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ'); exitCode = $Code }
    foreach ($name in $Outcome.Keys) { $all[$name] = $Outcome[$name] }
    $all.warnings = @($warnings | ForEach-Object { "$_" })
    $line = ConvertTo-Json -InputObject $all -Compress
    $line
    if ($LogPath) {
        $log = [System.IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), $LogPath)
        [System.IO.File]::AppendAllText($log, $line + [Environment]::NewLine)
    }

    exit $Code
}

function Connect-Stored {
    $key = Get-Secret -Name $SecretName @where
    if (-not $key) { throw "There is no secret '$SecretName'." }
    $key | Connect-QlikCloud @login -WarningAction SilentlyContinue
}

try {
    # Another run may have replaced the key and retired the old one just when this one had read it.
    try { Connect-Stored } catch { if ($_.FullyQualifiedErrorId -notlike 'QlikCloudLoginFailed,*') { throw }; Connect-Stored }
    $isConnected = $true
    $run = Update-QlikCloudApiKey -SecretName $SecretName @where -MinRemaining $MinRemaining -GracePeriod $GracePeriod @quiet
    if (-not $run) { Write-Outcome 1 @{ error = 'nothing was rotated' } }
    Write-Outcome 0 ([ordered] @{ rotated = $run.Rotated; reason = $run.Reason; keyId = $run.KeyId; expires = $run.ExpiresAt.ToString('yyyy-MM-ddTHH:mm:ssZ'); removed = @($run.RemovedKeyIds) })
}
catch {
    $id = ($_.FullyQualifiedErrorId -split ',')[0]

    # A rotation that gives way to another ends as one that is not complete, for that reason.
    $cause = $_.Exception.InnerException
    $ids = @($id) + @($cause | Where-Object { $_ -and $_.PSObject.Properties['ErrorId'] } | ForEach-Object { $_.ErrorId })
    $code = if ($ids -contains 'RotationRunning' -or $ids -contains 'RotationElsewhere') { 3 } elseif ($isConnected) { 1 } else { 2 }
    Write-Outcome $code ([ordered] @{ errorId = $id; error = $_.Exception.Message; advice = "$($_.ErrorDetails.RecommendedAction)" })
}
