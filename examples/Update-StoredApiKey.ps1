<#
.SYNOPSIS
    Rotates the Qlik Cloud API key in a vault, for a scheduled task: one line of JSON out, and an exit code.
.DESCRIPTION
    Connects with the stored key, replaces it when it has less than -MinRemaining left, and ends with
    0  the key was rotated, or there is enough left
    1  it was not rotated; a key that works is stored, and the next run tries again
    2  the stored key does not work any more: make one by hand, and store it with Set-Secret
    3  another run is rotating it; nothing to do
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
    [hashtable] $Connection = @{},
    [string] $LogPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$where = @{}
if ($Vault) { $where.Vault = $Vault }
$login = @{ Tenant = $Tenant } + $Connection

function Write-Outcome([int] $Code, [hashtable] $Outcome) {
    $Outcome.time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
    $Outcome.exitCode = $Code
    $line = ConvertTo-Json -InputObject $Outcome -Compress
    $line
    if ($LogPath) {
        $log = [System.IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), $LogPath)
        [System.IO.File]::AppendAllText($log, $line + [Environment]::NewLine)
    }

    exit $Code
}

function Connect-Stored { Get-Secret -Name $SecretName @where | Connect-QlikCloud @login }

try {
    # Another run may have replaced the key and retired the old one just when this one had read it.
    try { Connect-Stored } catch { if ($_.FullyQualifiedErrorId -notlike 'QlikCloudLoginFailed,*') { throw }; Connect-Stored }
    $run = Update-QlikCloudApiKey -SecretName $SecretName @where -MinRemaining $MinRemaining -GracePeriod $GracePeriod
    if (-not $run) { Write-Outcome 1 @{ error = 'nothing was rotated' } }
    Write-Outcome 0 @{ rotated = $run.Rotated; reason = $run.Reason; keyId = $run.KeyId; expires = $run.ExpiresAt.ToString('yyyy-MM-ddTHH:mm:ssZ'); removed = @($run.RemovedKeyIds) }
}
catch {
    $id = ($_.FullyQualifiedErrorId -split ',')[0]
    $code = switch ($id) { 'QlikCloudLoginFailed' { 2 } 'RotationRunning' { 3 } 'RotationElsewhere' { 3 } default { 1 } }
    Write-Outcome $code @{ error = $_.Exception.Message; errorId = $id }
}
