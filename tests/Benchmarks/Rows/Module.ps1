# Answers each line with seconds, or with bytes for "memory".
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$ErrorActionPreference = 'Stop'
Import-Module -Name $ModulePath
Connect-Snowflake -Account myorg-myaccount -User $User -PrivateKeyPath $PrivateKeyPath -HostName $HostName -RootCertificatePath $RootCertificatePath
$invariant = [System.Globalization.CultureInfo]::InvariantCulture
while ($line = [Console]::In.ReadLine()) {
    if ($line -eq 'memory') {
        [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64.ToString($invariant)
        continue
    }

    if ($line -like 'engine *') {
        # What PowerShell itself takes to hand over as many rows, made before.
        $rows = @(Invoke-SnowflakeSql -Statement $line.Substring(7))
        $best = foreach ($round in 1..10) { (Measure-Command { Write-Output -InputObject $rows | Out-Null }).TotalSeconds }
        $rows = $null
        ($best | Measure-Object -Minimum).Minimum.ToString($invariant)
        continue
    }

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if ($line -like 'first *') {
        Invoke-SnowflakeSql -Statement $line.Substring(6) | ForEach-Object { if ($clock.IsRunning) { $clock.Stop() } }
    }
    else {
        Invoke-SnowflakeSql -Statement $line | Out-Null
    }

    $clock.Stop()
    $clock.Elapsed.TotalSeconds.ToString($invariant)
}
