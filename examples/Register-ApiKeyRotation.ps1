<#
.SYNOPSIS
    Makes the task that rotates a Qlik Cloud API key: in the Windows Task Scheduler, or as a line for cron.
.DESCRIPTION
    On Windows it registers a task that runs Update-StoredApiKey.ps1 as the account whose vault it uses, and that is
    started as soon as possible after a time at which the computer was off. The task needs the account's password: without
    it Windows does not open what its data protection guards, such as the vault. The script's exit code is the task's last
    result. Elsewhere it emits the line for crontab -e. Both log one line of JSON a run to qlik-apikey.log in the home folder
    of the account.
    Let it run twice in the time that a key lives, or more often. The defaults are for keys of a month or longer.
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -Credential (Get-Credential)
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -EveryHours 6 -MinRemaining 12h -GracePeriod 1h

    For keys that live for a day, which is what tenants allow where nobody has changed it.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9.:-]+$')] [string] $Tenant,
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9_.-]+$')] [string] $SecretName,
    [pscredential] $Credential,
    [ValidateRange(0, 23)] [int] $Hour = 3,
    [ValidateSet(1, 2, 3, 4, 6, 8, 12, 24)] [int] $EveryHours = 24,
    [ValidatePattern('^[A-Za-z0-9.:]+$')] [string] $MinRemaining = '7d',
    [ValidatePattern('^[A-Za-z0-9.:]+$')] [string] $GracePeriod = '1d',
    [string] $TaskName = "Qlik Cloud API key $SecretName"
)

$ErrorActionPreference = 'Stop'
$isCron = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
$shell = & (Join-Path $PSScriptRoot 'Find-PowerShell.ps1') -WithoutEnvironment:$isCron
$script = Join-Path $PSScriptRoot 'Update-StoredApiKey.ps1'
$before = @($shell.Arguments | ForEach-Object { if ($_ -match '\s|[\\/]') { "`"$_`" " } else { "$_ " } }) -join ''
$arguments = "$before-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File `"$script`" -Tenant $Tenant " +
"-SecretName $SecretName -MinRemaining $MinRemaining -GracePeriod $GracePeriod"
$hours = @(for ($i = 0; $i -lt 24; $i += $EveryHours) { ($Hour + $i) % 24 }) | Sort-Object

if ($isCron) {
    "0 $($hours -join ',') * * * `"$($shell.Path)`" $arguments >> `"`$HOME/qlik-apikey.log`" 2>&1"
    return
}

if (-not $Credential) { throw 'Give -Credential, the account that the task runs as.' }
$settings = @{
    StartWhenAvailable        = $true
    RunOnlyIfNetworkAvailable = $true
    MultipleInstances         = 'IgnoreNew'
    ExecutionTimeLimit        = New-TimeSpan -Minutes 30
}
$task = @{
    TaskName = $TaskName
    Action   = New-ScheduledTaskAction -Execute $shell.Path -Argument "$arguments -LogPath qlik-apikey.log"
    Trigger  = @($hours | ForEach-Object { New-ScheduledTaskTrigger -Daily -At ([datetime]::Today.AddHours($_)) })
    Settings = New-ScheduledTaskSettingsSet @settings
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
if ($PSCmdlet.ShouldProcess($TaskName, 'Register scheduled task')) {
    Register-ScheduledTask @task -Force
}
