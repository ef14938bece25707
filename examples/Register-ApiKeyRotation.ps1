<#
.SYNOPSIS
    Sets up the task that rotates a Qlik Cloud API key: in the Windows Task Scheduler, or in the crontab of this account.
.DESCRIPTION
    The task runs Update-StoredApiKey.ps1, whose exit code is the task's last result. It is started once, as the scheduler starts
    it; only where it ends with 0 (rotated, or enough left) or 3 (another run is at it) is it said to be set up, and else nothing
    is left behind. Each run adds one line of JSON to qlik-apikey.log in the home folder of the account.

    On Windows it runs as the account whose vault it uses (-Credential), as soon as possible after a time at which the computer was
    off. It needs the account's password: without it Windows does not open what its data protection guards, such as the vault. A
    group managed service account (-ServiceAccount) has none to be typed. On Linux and macOS it runs as this account.

    Let it run twice in the time that a key lives, or more often. The defaults are for keys of a month or longer.
.PARAMETER Show
    Shows what is set up under -TaskName, or under all names of this script where none is given, and changes nothing.
.PARAMETER Remove
    Removes what is set up under -TaskName, or under that of -SecretName.
.PARAMETER SkipStart
    Does not start it, such as on a computer that is not to reach the tenant yet.
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -Credential (Get-Credential)
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Tenant mytenant.eu.qlikcloud.com -SecretName QlikCloudApiKey -EveryHours 6 -MinRemaining 12h -GracePeriod 1h

    For keys that live for a day, which is what tenants allow where nobody has changed it.
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Show
.EXAMPLE
    ./Register-ApiKeyRotation.ps1 -Remove -SecretName QlikCloudApiKey
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Register')]
param(
    [Parameter(Mandatory, ParameterSetName = 'Register')] [string] $Tenant,
    [Parameter(Mandatory, ParameterSetName = 'Register')] [Parameter(ParameterSetName = 'Remove')] [string] $SecretName,
    [Parameter(ParameterSetName = 'Register')] [string] $Vault,
    [Parameter(ParameterSetName = 'Register')] [string] $MinRemaining = '7d',
    [Parameter(ParameterSetName = 'Register')] [string] $GracePeriod = '1d',
    [Parameter(ParameterSetName = 'Register')] [string] $RootCertificatePath,
    [Parameter(ParameterSetName = 'Register')] [string] $Proxy,
    [Parameter(ParameterSetName = 'Register')] [ValidateRange(1, 86400)] [int] $TimeoutSec,
    [Parameter(ParameterSetName = 'Register')] [pscredential] $Credential,
    [Parameter(ParameterSetName = 'Register')] [string] $ServiceAccount,
    [Parameter(ParameterSetName = 'Register')] [ValidateRange(0, 23)] [int] $Hour = 3,
    [Parameter(ParameterSetName = 'Register')] [ValidateSet(1, 2, 3, 4, 6, 8, 12, 24)] [int] $EveryHours = 24,
    [Parameter(ParameterSetName = 'Register')] [switch] $SkipStart,
    [Parameter(Mandatory, ParameterSetName = 'Show')] [switch] $Show,
    [Parameter(Mandatory, ParameterSetName = 'Remove')] [switch] $Remove,
    [ValidatePattern('^[^\r\n%]+$')] [string] $TaskName
)

$ErrorActionPreference = 'Stop'
$isCron = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
$usual = 'Qlik Cloud API key '
$log = 'qlik-apikey.log'
if (-not $TaskName -and $SecretName) { $TaskName = $usual + $SecretName }
if ($Remove -and -not $TaskName) { throw 'Give -TaskName or -SecretName: what is to be removed?' }

# Of a crontab each task has two lines: its name in a comment, and what is run.
function Get-CronLine { if (Get-Command -Name crontab -CommandType Application -ErrorAction SilentlyContinue) { @(crontab -l 2>$null) } }

function Write-CronLine([string[]] $Line) {
    if (-not (Get-Command -Name crontab -CommandType Application -ErrorAction SilentlyContinue)) {
        throw "There is no crontab here. Give this to the scheduler that is: $(@($Line)[-1])"
    }

    @($Line) -join "`n" | crontab -
    if ($LASTEXITCODE -ne 0) { throw "crontab ended with $LASTEXITCODE; it says above why." }
}

function Get-Registered([string] $Name) {
    if (-not $isCron) {
        $like = if ($Name) { [WildcardPattern]::Escape($Name) } else { "$usual*" }
        foreach ($task in Get-ScheduledTask -ErrorAction SilentlyContinue | Where-Object -Property TaskName -Like $like) {
            $run = $task | Get-ScheduledTaskInfo
            [pscustomobject]@{
                Name = $task.TaskName; Account = $task.Principal.UserId; Schedule = "next $($run.NextRunTime)"
                Command = "$($task.Actions[0].Execute) $($task.Actions[0].Arguments)"; LastRun = $run.LastRunTime; LastResult = $run.LastTaskResult
            }
        }

        return
    }

    $lines = @(Get-CronLine)
    for ($i = 0; $i -lt $lines.Count - 1; $i++) {
        if (-not $lines[$i].StartsWith("# $(if ($Name) { $Name } else { $usual })") -or ($Name -and $lines[$i] -ne "# $Name")) { continue }
        $file = Join-Path $HOME $log
        $last = if (Test-Path -LiteralPath $file) { Get-Content -LiteralPath $file -Tail 1 }
        $said = try { $last | ConvertFrom-Json } catch { $null }
        [pscustomobject]@{
            Name = $lines[$i].Substring(2); Account = [Environment]::UserName; Schedule = @($lines[$i + 1] -split ' ')[0..4] -join ' '
            Command = @($lines[$i + 1] -split ' ', 6)[5].Replace('\%', '%'); LastRun = $said.time; LastResult = $said.exitCode
        }
    }
}

function Clear-Registered([string] $Name) {
    if (-not $isCron) { Unregister-ScheduledTask -TaskName $Name -Confirm:$false; return }
    $isNext = $false
    Write-CronLine @(foreach ($line in Get-CronLine) {
            if ($isNext) { $isNext = $false } elseif ($line -eq "# $Name") { $isNext = $true } else { $line }
        })
}

# Starts what is set up as the scheduler does, and emits its exit code and what it said.
function Invoke-Registered($Task) {
    if ($isCron) {
        $said = & /usr/bin/env -i "HOME=$HOME" "LOGNAME=$([Environment]::UserName)" PATH=/usr/bin:/bin SHELL=/bin/sh sh -c "cd; $($Task.Command)"
        $code = $LASTEXITCODE
        $file = Join-Path $HOME $log
        if (Test-Path -LiteralPath $file) { $said = @($said) + (Get-Content -LiteralPath $file -Tail 1) }
        return @{ Code = $code; Said = "$said".Trim() }
    }

    Start-ScheduledTask -TaskName $Task.Name
    do { Start-Sleep -Seconds 1; $now = Get-ScheduledTask -TaskName $Task.Name } while ("$($now.State)" -in 'Running', 'Queued')
    @{ Code = ($now | Get-ScheduledTaskInfo).LastTaskResult; Said = "see $log in the home folder of $($Task.Account)" }
}

if ($Show) { return Get-Registered $TaskName }
if ($Remove) {
    if (-not (Get-Registered $TaskName)) { throw "Nothing is set up under the name '$TaskName'. -Show lists what is." }
    if ($PSCmdlet.ShouldProcess($TaskName, 'Remove scheduled rotation')) { Clear-Registered $TaskName }
    return
}

$shell = & (Join-Path $PSScriptRoot 'Find-PowerShell.ps1') -WithoutEnvironment:$isCron
$given = [ordered] @{ Tenant = $Tenant; SecretName = $SecretName; MinRemaining = $MinRemaining; GracePeriod = $GracePeriod }
if ($Vault) { $given.Vault = $Vault }
if ($RootCertificatePath) { $given.RootCertificatePath = (Resolve-Path -LiteralPath $RootCertificatePath).ProviderPath }
if ($Proxy) { $given.Proxy = $Proxy }
if ($TimeoutSec) { $given.TimeoutSec = $TimeoutSec }
$words = @($shell.Path) + @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File'
$words += Join-Path $PSScriptRoot 'Update-StoredApiKey.ps1'
$words += foreach ($name in $given.Keys) { "-$name"; $given[$name] }
$quoted = foreach ($word in $words) {
    if ($word -match '[\r\n]' -or (-not $isCron -and "$word" -match '"')) { throw "A command line cannot carry this: $word" }
    if ("$word" -match '^[A-Za-z0-9_.:/=-]+$') { "$word" }
    elseif ($isCron) { "'" + "$word".Replace("'", "'\''") + "'" }
    else { '"' + ("$word" -replace '(\\+)$', '$1$1') + '"' }
}
$hours = @(for ($i = 0; $i -lt 24; $i += $EveryHours) { ($Hour + $i) % 24 }) | Sort-Object

if ($isCron) {
    $command = "$quoted >> `"`$HOME/$log`" 2>&1"
    $target = "0 $($hours -join ',') * * * $($command.Replace('%', '\%'))"
}
else {
    $execute = $shell.Path
    $rest = (@($quoted | Select-Object -Skip 1) + '-LogPath', $log) -join ' '
    $target = "$TaskName as $(if ($ServiceAccount) { $ServiceAccount } else { $Credential.UserName })"
    if (-not $Credential -and -not $ServiceAccount) { throw 'Give -Credential, the account that the task runs as, or -ServiceAccount.' }
}

if (-not $PSCmdlet.ShouldProcess($target, 'Set up scheduled rotation')) { return }
if ($isCron) {
    if (Get-Registered $TaskName) { Clear-Registered $TaskName }
    Write-CronLine (@(Get-CronLine) + "# $TaskName" + $target)
}
else {
    $settings = @{ StartWhenAvailable = $true; RunOnlyIfNetworkAvailable = $true; MultipleInstances = 'IgnoreNew'; ExecutionTimeLimit = New-TimeSpan -Minutes 30 }
    $task = @{
        TaskName = $TaskName
        Action   = New-ScheduledTaskAction -Execute $execute -Argument $rest
        Trigger  = @($hours | ForEach-Object { New-ScheduledTaskTrigger -Daily -At ([datetime]::Today.AddHours($_)) })
        Settings = New-ScheduledTaskSettingsSet @settings
    }
    if ($ServiceAccount) { $task.Principal = New-ScheduledTaskPrincipal -UserId $ServiceAccount -LogonType Password }
    else { $task.User = $Credential.UserName; $task.Password = $Credential.GetNetworkCredential().Password }
    $null = Register-ScheduledTask @task -Force
}

$registered = Get-Registered $TaskName
if ($SkipStart) { Write-Warning "'$TaskName' is registered, and was not started: nobody knows yet whether it works."; return $registered }
$run = Invoke-Registered $registered
if ($run.Code -notin 0, 3) {
    Clear-Registered $TaskName
    throw "It is not set up: started once, '$TaskName' ended with $($run.Code). $($run.Said)"
}

Write-Information "'$TaskName' is set up: started once, it ended with $($run.Code). $($run.Said)" -InformationAction Continue
Get-Registered $TaskName
