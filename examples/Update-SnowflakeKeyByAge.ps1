<#
.SYNOPSIS
    Rotates a Snowflake user's key through every Qlik connection that uses it, when the key is older than 90 days.
.DESCRIPTION
    To be run every day. Where a rotation waits for its grace period, or was interrupted, it goes on with that one; else, where the
    user's newest key is older than -MaxKeyAgeDays, it begins one, with a key of its own name in -KeyFolder; else nothing is done.
    It prints one line of JSON and ends with
    0  not due, waiting for the grace period, or completed
    1  connections stay on the old key, which stays registered: they are in the line, and the next run tries them again
    2  it could not be done; every connection has a key that works
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Update-SnowflakeKeyByAge.ps1 -ConnectionScript ./Connect-Sites.ps1 -User SVC_QLIK -KeyFolder /var/lib/qlik-keys -PassphraseSecret QlikKey
.EXAMPLE
    ./Register-Task.ps1 -Script ./Update-SnowflakeKeyByAge.ps1 -Parameter @{ ConnectionScript = 'C:\Qlik\Connect-Sites.ps1'; User = 'SVC_QLIK'; KeyFolder = 'C:\Keys'; PassphraseSecret = 'QlikKey' } -Hour 4 -Credential (Get-Credential)

    As a task of Windows; on Linux and macOS the same emits the line for crontab -e.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ConnectionScript,
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9_$.@-]+$')] [string] $User,
    [Parameter(Mandatory)] [string] $KeyFolder,
    [Parameter(Mandatory)] [string] $PassphraseSecret,
    [ValidateRange(0, 3650)] [int] $MaxKeyAgeDays = 90,
    [string] $GracePeriod = '7d'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-Outcome([int] $Code, $Outcome) {
    $Outcome['exitCode'] = $Code
    ConvertTo-Json -InputObject $Outcome -Compress -Depth 4
    exit $Code
}

# The key file of the last rotation, where that has not ended: its journal says so in its last line.
function Get-UnfinishedKey {
    $journal = Get-ChildItem -Path $KeyFolder -Filter "$User-*.p8.rotation.json" | Sort-Object -Property Name | Select-Object -Last 1
    if (-not $journal) { return }
    $last = [System.IO.File]::ReadAllLines($journal.FullName) | Where-Object { $_ } | Select-Object -Last 1 | ConvertFrom-Json
    if ($last.step -ne 'Ended' -or $last.outcome -ne 'done') { $journal.FullName -replace '\.rotation\.json$' }
}

$outcome = [ordered]@{ time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ'); user = $User }
try {
    $null = & $ConnectionScript
    $null = New-Item -ItemType Directory -Path $KeyFolder -Force
    $path = Get-UnfinishedKey
    if (-not $path) {
        $newest = Get-SnowflakeUserKey -User $User | Where-Object -Property Status -EQ -Value ACTIVE | Sort-Object -Property CreatedOn | Select-Object -Last 1
        if ($newest -and -not $newest.CreatedOn) { throw "Snowflake does not say since when $User has its key." }
        if ($newest) { $outcome.ageDays = [int] [math]::Floor(([datetimeoffset]::UtcNow - $newest.CreatedOn).TotalDays) }
        if ($newest -and $outcome.ageDays -lt $MaxKeyAgeDays) {
            $outcome.status = 'NotDue'
            Write-Outcome 0 $outcome
        }

        $path = Join-Path -Path (Resolve-Path -LiteralPath $KeyFolder).ProviderPath -ChildPath ('{0}-{1:yyyyMMdd-HHmmss}.p8' -f $User, [datetime]::UtcNow)
    }

    $rotation = @{ User = $User; Path = $path; Passphrase = Get-Secret -Name $PassphraseSecret; Confirm = $false }
    $run = Update-QlikSnowflakeKey @rotation -GracePeriod $GracePeriod -WarningAction SilentlyContinue -WarningVariable warnings -ErrorAction SilentlyContinue -ErrorVariable failures

    # A run that left connections on the old key emits its result, and an error beside it.
    if (-not $run) { throw $failures[0] }
}
catch {
    $outcome.error = $_.Exception.Message
    $outcome.errorId = ($_.FullyQualifiedErrorId -split ',')[0]
    Write-Outcome 2 $outcome
}

$outcome.status = "$($run.Status)"
$outcome.path = $run.PrivateKeyPath
$outcome.switched = $run.Switched
if ($run.RetireAfter) { $outcome.retireAfter = $run.RetireAfter.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ') }
$outcome.left = @($run.Connections | Where-Object -Property Outcome -In -Value Failed, Unknown | ForEach-Object { "$($_.Service) $($_.Site): $($_.Name): $($_.Reason)" })
$outcome.warnings = @($warnings | ForEach-Object { "$_" })
Write-Outcome ([int]($outcome.status -eq 'Incomplete')) $outcome
