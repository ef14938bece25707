<#
.SYNOPSIS
    Makes a Snowflake data connection by key pair on a Qlik Sense site (article 2522745 of Qlik's support).
.DESCRIPTION
    Makes a key pair where there is none, prints the statement that registers its public key, and makes the connection.
    The site's certificates come from the QMC: Certificates, export as Windows format with the secret key, and root.pem.
.EXAMPLE
    ./New-SnowflakeDataConnection.ps1 -Server qlikserver1.domain.local -CertificatePath client.pfx -RootCertificatePath root.pem -Account myorg-myaccount -User SVC_QLIK -KeyPath rsa_key.p8
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Server,
    [int] $Port = 4242,
    [Parameter(Mandatory)] [string] $CertificatePath,
    [securestring] $CertificatePassword = (Read-Host -Prompt 'Password of the client certificate' -AsSecureString),
    [Parameter(Mandatory)] [string] $RootCertificatePath,
    [Parameter(Mandatory)] [string] $Account,
    [Parameter(Mandatory)] [string] $User,
    [Parameter(Mandatory)] [string] $KeyPath,
    [string] $Name = "Snowflake_$User",
    [string] $Warehouse,
    [string] $Database
)

$ErrorActionPreference = 'Stop'
if (-not (Test-Path -LiteralPath $KeyPath)) {
    $null = New-SnowflakeKeyPair -Path $KeyPath -NoPassphrase
}
$key = Get-SnowflakePublicKey -PrivateKeyPath $KeyPath -User $User
Write-Information -MessageData "Run in Snowflake, unless it is registered: $($key.AlterUserStatement)" -InformationAction Continue

Connect-Qrs -Server $Server -Port $Port -CertificatePath $CertificatePath -CertificatePassword $CertificatePassword -RootCertificatePath $RootCertificatePath
$defaults = @{}
if ($Warehouse) { $defaults.Warehouse = $Warehouse }
if ($Database) { $defaults.Database = $Database }
New-QrsDataConnection -Name $Name -Account $Account -User $User -PrivateKeyPath $KeyPath @defaults
