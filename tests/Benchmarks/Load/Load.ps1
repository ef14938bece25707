# Answers each line, "WAY ROWS", with seconds: as objects, from a CSV file, or by one INSERT a row, as scripts do.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$ErrorActionPreference = 'Stop'
Import-Module -Name $ModulePath
Connect-Snowflake -Account myorg-myaccount -User $User -PrivateKeyPath $PrivateKeyPath -HostName $HostName -RootCertificatePath $RootCertificatePath -Database TESTDB -Schema PUBLIC
$invariant = [cultureinfo]::InvariantCulture
$file = New-TemporaryFile
while ($line = [Console]::In.ReadLine()) {
    $way, $count = $line -split ' '
    $null = Invoke-SnowflakeSql 'CREATE OR REPLACE TABLE LOADED (ID NUMBER(10,0), NAME VARCHAR, AMOUNT NUMBER(12,2), AT TIMESTAMP_NTZ, ACTIVE BOOLEAN)'
    $rows = @(foreach ($i in 1..$count) { [pscustomobject]@{ ID = $i; NAME = "customer $i"; AMOUNT = [decimal]$i / 100; AT = [datetime]::new(2026, 1, 1).AddSeconds($i); ACTIVE = $i % 2 -eq 0 } })
    $rows | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    switch ($way) {
        'objects' { $null = $rows | Add-SnowflakeRow LOADED }
        'csv' { $null = Import-Csv -LiteralPath $file -Encoding UTF8 | Add-SnowflakeRow LOADED }
        'each' { foreach ($row in $rows) { $null = Invoke-SnowflakeSql 'INSERT INTO LOADED VALUES (?, ?, ?, ?, ?)' $row.ID, $row.NAME, $row.AMOUNT, $row.AT, $row.ACTIVE } }
    }
    $clock.Stop()
    $loaded = (Invoke-SnowflakeSql 'SELECT COUNT(*) AS N FROM LOADED').N
    if ($loaded -ne $count) { throw "$loaded rows are there in place of $count." }
    $clock.Elapsed.TotalSeconds.ToString($invariant)
}
Remove-Item -LiteralPath $file
