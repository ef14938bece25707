<#
.SYNOPSIS
    Writes the result of a Snowflake statement to a CSV file, row by row as it arrives.
.EXAMPLE
    ./Export-SnowflakeQuery.ps1 -Account myorg-myaccount -User SVC_QLIK -KeyPath rsa_key.p8 -Statement 'SELECT * FROM SALES.PUBLIC.ORDERS' -Path orders.csv
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Account,
    [Parameter(Mandatory)] [string] $User,
    [Parameter(Mandatory)] [string] $KeyPath,
    [Parameter(Mandatory)] [string] $Statement,
    [Parameter(Mandatory)] [string] $Path,
    [securestring] $Passphrase,
    [hashtable] $Connection = @{}
)

$ErrorActionPreference = 'Stop'
if ($Passphrase) { $Connection.Passphrase = $Passphrase }
Connect-Snowflake -Account $Account -User $User -PrivateKeyPath $KeyPath @Connection
Invoke-SnowflakeSql -Statement $Statement | Export-Csv -Path $Path -NoTypeInformation -Encoding UTF8
