<#
.SYNOPSIS
    Rotates the Qlik Cloud API key in a vault, for a scheduled task: one line of JSON out, and an exit code.
.DESCRIPTION
    Connects with the stored key, replaces it when it has less than -MinRemaining left, and ends with
    0  the key was rotated, or there is enough left
    1  it was not rotated; the stored key has logged in after that, and the next run tries again
    2  a person is needed: no stored key is known to work, because it was refused, or because secret, vault, module or
       tenant could not be reached; or a parameter is wrong. Where the key was refused, make one by hand, and store it with
       Set-Secret
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
    [string] $Tenant,
    [string] $SecretName,
    [string] $Vault,
    [string] $MinRemaining = '7d',
    [string] $GracePeriod = '1d',
    [string] $RootCertificatePath,
    [string] $Proxy,
    [string] $TimeoutSec,
    [hashtable] $Connection = @{},
    [string] $LogPath,
    [Parameter(ValueFromRemainingArguments)] [object[]] $Unknown
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$where = @{}
if ($Vault) { $where.Vault = $Vault }
$login = @{ Tenant = $Tenant } + $Connection
foreach ($name in 'RootCertificatePath', 'Proxy', 'TimeoutSec') {
    if ($PSBoundParameters.ContainsKey($name)) { $login[$name] = $PSBoundParameters[$name] }
}
$warnings = @()
$isConnected = $false

function Write-Outcome([int] $Code, $Outcome) {
    $all = [ordered] @{ time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ'); exitCode = $Code }
    foreach ($name in $Outcome.Keys) { $all[$name] = $Outcome[$name] }
    $all.warnings = @($script:warnings | ForEach-Object { "$_" })
    if ($LogPath) {
        $log = [System.IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), $LogPath)
        try { [System.IO.File]::AppendAllText($log, (ConvertTo-Json -InputObject $all -Compress) + [Environment]::NewLine) }
        catch { $all.warnings += "The log '$log' cannot be written: $($_.Exception.InnerException.Message)" }
    }

    ConvertTo-Json -InputObject $all -Compress
    exit $Code
}

function Connect-Stored {
    $key = Get-Secret -Name $SecretName @where -WarningVariable said
    $script:warnings += @($said)
    if (-not $key) { throw "There is no secret '$SecretName'." }
    $key | Connect-QlikCloud @login -WarningVariable said
    $script:warnings += @($said)
}

try {
    # Missing or misspelled parameters would end the script before it has said anything, and with a code that means something else.
    if ($Unknown) { throw "There is no parameter for: $Unknown" }
    foreach ($name in 'Tenant', 'SecretName') { if (-not $PSBoundParameters[$name]) { throw "-$name is not given." } }

    # Another run may have replaced the key and retired the old one just when this one had read it.
    try { Connect-Stored } catch { if ($_.FullyQualifiedErrorId -notlike 'QlikCloudLoginFailed,*') { throw }; Connect-Stored }
    $isConnected = $true
    $run = Update-QlikCloudApiKey -SecretName $SecretName @where -MinRemaining $MinRemaining -GracePeriod $GracePeriod -WarningVariable +warnings
    if (-not $run) { Write-Outcome 1 @{ error = 'nothing was rotated' } }
    Write-Outcome 0 ([ordered] @{ rotated = $run.Rotated; reason = $run.Reason; keyId = $run.KeyId; expires = $run.ExpiresAt.ToString('yyyy-MM-ddTHH:mm:ssZ'); removed = @($run.RemovedKeyIds) })
}
catch {
    $id = ($_.FullyQualifiedErrorId -split ',')[0]

    # A rotation that gives way to another ends as one that is not complete, for that reason. What is given wrongly stays so.
    $cause = $_.Exception.InnerException
    $ids = @($id) + @($cause | Where-Object { $_ -and $_.PSObject.Properties['ErrorId'] } | ForEach-Object { $_.ErrorId })
    $isWrong = $_.CategoryInfo.Category -in 'InvalidArgument', 'InvalidData' -and $id -ne 'RotationIncomplete'
    $outcome = [ordered] @{ errorId = $id; error = $_.Exception.Message; advice = "$($_.ErrorDetails.RecommendedAction)" }
    if ($ids -contains 'RotationRunning' -or $ids -contains 'RotationElsewhere') { Write-Outcome 3 $outcome }
    if (-not $isConnected -or $isWrong) { Write-Outcome 2 $outcome }

    # Whatever went wrong, what the store holds now is what counts.
    $works = try { Connect-Stored; $true } catch { $script:warnings += "The stored key: $($_.Exception.Message)"; $false }
    Write-Outcome $(if ($works) { 1 } else { 2 }) $outcome
}
