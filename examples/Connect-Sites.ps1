<#
.SYNOPSIS
    Opens the sessions that the other examples work on. Copy it, put your sites in, and give its path as -ConnectionScript.
.DESCRIPTION
    It asks nobody: secrets come from a vault (SecretManagement), the client certificate from the account's store. Sessions
    belong to the runspace, so that whoever runs this script has them open afterwards. Read-only rights suffice for the
    nightly report: on Qlik Sense a role that sees data connections, in Snowflake a role that may DESCRIBE the users.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module -Name QlikSnowflake

Connect-Qrs -Name sense1 -Server qlik1.example.com -CertificateThumbprint 0123456789ABCDEF0123456789ABCDEF01234567
Connect-Qrs -Name sense2 -Server qlik2.example.com -CertificateThumbprint 89ABCDEF0123456789ABCDEF0123456789ABCDEF
Get-Secret -Name QlikCloudApiKey | Connect-QlikCloud -Name cloud -Tenant mytenant.eu.qlikcloud.com
Connect-Snowflake -Name snowflake -Account myorg-myaccount -User SVC_KEYADMIN -PrivateKeyPath C:\Keys\admin.p8 -Passphrase (Get-Secret -Name AdminKey)
