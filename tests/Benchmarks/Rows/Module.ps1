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

    if ($line -like 'hold *') {
        $rows = @(Invoke-SnowflakeSql -Statement $line.Substring(5))
        $rows.Count.ToString($invariant)
        continue
    }

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if ($line -like 'first *') {
        Invoke-SnowflakeSql -Statement $line.Substring(6) | ForEach-Object { if ($clock.IsRunning) { $clock.Stop() } }
    }
    elseif ($line -like 'variable *') {
        $kept = Invoke-SnowflakeSql -Statement $line.Substring(9)
    }
    elseif ($line -like 'table *') {
        $kept = Invoke-SnowflakeSql -Statement $line.Substring(6) -As DataTable
    }
    elseif ($line -eq 'engine') {
        # What PowerShell itself takes to hand over as many rows, made before.
        Write-Output -InputObject $rows | Out-Null
    }
    else {
        Invoke-SnowflakeSql -Statement $line | Out-Null
    }

    $clock.Stop()
    $kept = $null
    $clock.Elapsed.TotalSeconds.ToString($invariant)
}
