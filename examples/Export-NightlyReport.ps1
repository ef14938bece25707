<#
.SYNOPSIS
    Writes the report on all Snowflake connections of Qlik every night, and tells a monitor how things are.
.DESCRIPTION
    Opens the sessions, writes report.html (what changed since the last one is in it) and a copy by date, removes copies that
    are older than -KeepDays, mails the page where -MailTo is given, prints one line of JSON and ends with
    0  no critical finding
    1  the report could not be written
    2  it was written, and has critical findings
    3  it was written, and a site is missing in it
    4  it was written, and could not be mailed
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File ./Export-NightlyReport.ps1 -ConnectionScript ./Connect-Sites.ps1 -Folder /var/lib/qlik-report
.EXAMPLE
    ./Register-Task.ps1 -Script ./Export-NightlyReport.ps1 -Parameter @{ ConnectionScript = 'C:\Qlik\Connect-Sites.ps1'; Folder = 'C:\Reports' } -Hour 5 -Credential (Get-Credential)

    As a task of Windows; on Linux and macOS the same emits the line for crontab -e.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ConnectionScript,
    [Parameter(Mandatory)] [string] $Folder,
    [string] $JournalPath,
    [int] $KeepDays = 30,
    [string] $MaxKeyAge = '90d',
    [string] $ExpiringWithin = '14d',
    [string] $MailTo,
    [string] $MailFrom,
    [string] $SmtpServer
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-Outcome([int] $Code, $Outcome) {
    $Outcome['exitCode'] = $Code
    ConvertTo-Json -InputObject $Outcome -Compress
    exit $Code
}

function Send-Page([string] $Subject, [string] $Path) {
    $mail = New-Object -TypeName System.Net.Mail.MailMessage -ArgumentList $MailFrom, $MailTo, $Subject, "$Subject`r`nThe report is attached."
    $client = New-Object -TypeName System.Net.Mail.SmtpClient -ArgumentList $SmtpServer
    try {
        $mail.Attachments.Add((New-Object -TypeName System.Net.Mail.Attachment -ArgumentList $Path))
        $client.EnableSsl = $true
        $client.Send($mail)
    }
    finally { $mail.Dispose(); $client.Dispose() }
}

$outcome = [ordered]@{ time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ') }
try {
    $null = & $ConnectionScript
    $page = Join-Path -Path $Folder -ChildPath report.html
    $null = New-Item -ItemType Directory -Path $Folder -Force
    $report = @{ MaxKeyAge = $MaxKeyAge; ExpiringWithin = $ExpiringWithin; WarningAction = 'SilentlyContinue' }
    if ($JournalPath) { $report.JournalPath = $JournalPath }
    if (Test-Path -LiteralPath $page) { $report.Baseline = $page }

    # One reading for the page and for the exit code: the page is the JSON that it holds.
    Export-QlikSnowflakeReport -Path $page -Force @report
    $data = [regex]::Match([System.IO.File]::ReadAllText($page), '(?s)<template id="qliksnowflake-report">(.*)</template>').Groups[1].Value | ConvertFrom-Json
    $copy = Join-Path -Path $Folder -ChildPath ('report-{0:yyyy-MM-dd}.html' -f [datetime]::Now)
    Copy-Item -LiteralPath $page -Destination $copy -Force
    Get-ChildItem -Path $Folder -Filter 'report-????-??-??.html' |
        Where-Object -Property LastWriteTime -LT -Value ([datetime]::Now.AddDays(-$KeepDays)) |
        Remove-Item
}
catch {
    $outcome.error = $_.Exception.Message
    $outcome.errorId = ($_.FullyQualifiedErrorId -split ',')[0]
    Write-Outcome 1 $outcome
}

$critical = @($data.findings | Where-Object -Property severity -EQ -Value Critical | ForEach-Object -MemberName title)
$outcome.page = $copy
$outcome.connections = $data.numbers.connections
$outcome.password = $data.numbers.password
$outcome.complete = $data.isComplete
$outcome.critical = $critical
if ($MailTo) {
    $subject = if ($critical) { $critical[0] } else { "$($data.numbers.connections) Snowflake connections, nothing critical" }
    try { Send-Page -Subject "Qlik and Snowflake: $subject" -Path $copy }
    catch { $outcome.error = $_.Exception.Message; Write-Outcome 4 $outcome }
}

if (-not $data.isComplete) { Write-Outcome 3 $outcome }
if ($critical) { Write-Outcome 2 $outcome }
Write-Outcome 0 $outcome
