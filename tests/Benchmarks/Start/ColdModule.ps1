# What a scheduled task does: import, connect, a row.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$ErrorActionPreference = 'Stop'
Import-Module -Name $ModulePath
Connect-Snowflake -Account myorg-myaccount -User $User -PrivateKeyPath $PrivateKeyPath -HostName $HostName -RootCertificatePath $RootCertificatePath
$row = Invoke-SnowflakeSql 'SELECT 1 AS N'
if ($row.N -ne 1) { throw "It answered $($row.N)." }
