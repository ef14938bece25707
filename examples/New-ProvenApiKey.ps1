<#
.SYNOPSIS
    Makes a Qlik Cloud API key with the help of one that still works, proves it, and emits it.
.DESCRIPTION
    The new key's token is a SecureString: store it with Set-Secret, or on Windows with Export-Clixml. Elsewhere Export-Clixml
    writes it unencrypted.
.EXAMPLE
    $key = ./New-ProvenApiKey.ps1 -Tenant mytenant.eu.qlikcloud.com -ApiKey (Get-Secret qlik) -Description nightly -ExpiresIn P30D
    Set-Secret qlik -SecureStringSecret $key.Token
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Tenant,
    [Parameter(Mandatory)] [securestring] $ApiKey,
    [Parameter(Mandatory)] [string] $Description,
    [string] $ExpiresIn,
    [hashtable] $Connection = @{}
)

$ErrorActionPreference = 'Stop'
$lifetime = @{}
if ($ExpiresIn) { $lifetime.ExpiresIn = $ExpiresIn }

$old = Connect-QlikCloud -Tenant $Tenant -ApiKey $ApiKey -Name 'old key' -PassThru @Connection
$key = New-QlikCloudApiKey -Session $old -Description $Description @lifetime
if ($key) {
    $new = Connect-QlikCloud -Tenant $Tenant -ApiKey $key.Token -Name 'new key' -PassThru @Connection
    if ((Get-QlikCloudUser -Me -Session $new).Id -ne $old.User.Id) {
        throw 'The new key acts as another user.'
    }
    $key
}
