<#
.SYNOPSIS
    Makes the task that rotates a Qlik Cloud API key: in the Windows Task Scheduler, or as a line for cron.
.DESCRIPTION
    On Windows it registers a daily task that runs Update-StoredApiKey.ps1 as the account whose vault it uses, and that is
    started as soon as possible after a time at which the computer was off. The task needs the account's password: without
    it Windows does not open what its data protection guards, such as the vault. Elsewhere it emits the line for
    crontab -e; the output goes to a log beside the script's own folder, one line of JSON a run.
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -Credential (Get-Credential)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9.:-]+$')] [string] $Tenant,
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9_.-]+$')] [string] $SecretName,
    [pscredential] $Credential,
    [ValidateRange(0, 23)] [int] $Hour = 3,
    [string] $TaskName = "Qlik Cloud API key $SecretName"
)

$ErrorActionPreference = 'Stop'
$shell = (Get-Process -Id $PID).Path
$script = Join-Path $PSScriptRoot 'Update-StoredApiKey.ps1'
$arguments = "-NoProfile -NonInteractive -File `"$script`" -Tenant $Tenant -SecretName $SecretName"

if ($PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows) {
    "0 $Hour * * * `"$shell`" $arguments >> `"`$HOME/qlik-apikey.log`" 2>&1"
    return
}

if (-not $Credential) { throw 'Give -Credential, the account that the task runs as.' }
$task = @{
    TaskName = $TaskName
    Action   = New-ScheduledTaskAction -Execute $shell -Argument $arguments
    Trigger  = New-ScheduledTaskTrigger -Daily -At ([datetime]::Today.AddHours($Hour))
    Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -RunOnlyIfNetworkAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Minutes 30)
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
if ($PSCmdlet.ShouldProcess($TaskName, 'Register scheduled task')) {
    Register-ScheduledTask @task -Force
}
