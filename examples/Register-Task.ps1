<#
.SYNOPSIS
    Has one of these scripts run every day: in the Windows Task Scheduler, or as a line for cron.
.DESCRIPTION
    On Windows it registers a task that runs as the account given, whose password the Task Scheduler needs so that the account's
    vault and certificate store open. The script's exit code is the task's last result. Elsewhere it emits the line for
    crontab -e, which logs to NAME.log in the home of the account.
.EXAMPLE
    ./Register-Task.ps1 -Script ./Export-NightlyReport.ps1 -Parameter @{ ConnectionScript = './Connect-Sites.ps1'; Folder = '/var/lib/qlik-report' } -Hour 5
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Script,
    [hashtable] $Parameter = @{},
    [ValidateRange(0, 23)] [int] $Hour = 3,
    [ValidateRange(0, 59)] [int] $Minute = 0,
    [pscredential] $Credential,
    [string] $TaskName
)

$ErrorActionPreference = 'Stop'
$isCron = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
$file = (Resolve-Path -LiteralPath $Script).ProviderPath
if (-not $TaskName) { $TaskName = 'QlikSnowflake ' + [System.IO.Path]::GetFileNameWithoutExtension($file) }
$shell = & (Join-Path -Path $PSScriptRoot -ChildPath Find-PowerShell.ps1) -WithoutEnvironment:$isCron

# Names of files as whoever registers the task means them: it runs in another folder.
$values = [ordered]@{}
foreach ($name in $Parameter.Keys | Sort-Object) {
    $value = [string] $Parameter[$name]
    if ($value -match '[\r\n"]' -or ($isCron -and $value -match "[%'``$\\]")) { throw "The value of $name holds a character that a command line cannot carry: put it into a copy of the script." }
    $values[$name] = if ($name -match '(Path|Folder|Script)$') { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($value) } else { $value }
}

$quoted = @($values.GetEnumerator() | ForEach-Object { "-$($_.Key) `"$($_.Value -replace '(\\+)$', '$1$1')`"" }) -join ' '
$before = @($shell.Arguments | ForEach-Object { if ($_ -match '\s|[\\/]') { "`"$_`" " } else { "$_ " } }) -join ''
$arguments = "$before-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File `"$file`" $quoted"
if ($isCron) {
    "$Minute $Hour * * * `"$($shell.Path)`" $arguments >> `"`$HOME/$($TaskName -replace '[^A-Za-z0-9-]+', '-').log`" 2>&1"
    return
}

if (-not $Credential) { throw 'Give -Credential, the account that the task runs as.' }
$task = @{
    TaskName = $TaskName
    Action   = New-ScheduledTaskAction -Execute $shell.Path -Argument $arguments
    Trigger  = New-ScheduledTaskTrigger -Daily -At ([datetime]::Today.AddHours($Hour).AddMinutes($Minute))
    Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -RunOnlyIfNetworkAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 4)
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
if ($PSCmdlet.ShouldProcess($TaskName, 'Register scheduled task')) { Register-ScheduledTask @task -Force }
