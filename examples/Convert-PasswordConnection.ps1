<#
.SYNOPSIS
    Moves the connections that log in with a password to a key pair, in three steps that a person takes one after the other.
.DESCRIPTION
    1  -Step List     writes the password connections to connections.csv, with the column Convert empty.
    2  -Step Preview  of the rows where Convert says yes, shows what would change. Nothing is changed.
    3  -Step Convert  proves that the key logs in as each user, then changes those connections, and writes converted.csv.
    It ends with 0, with 1 where something failed (the rest is done), and with 2 where nothing could be begun.
.EXAMPLE
    ./Convert-PasswordConnection.ps1 -Step List -ConnectionScript ./Connect-Sites.ps1
.EXAMPLE
    ./Convert-PasswordConnection.ps1 -Step Preview -ConnectionScript ./Connect-Sites.ps1 -PrivateKeyPath C:\Keys\svc_qlik.p8 -PassphraseSecret QlikKey
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('List', 'Preview', 'Convert')] [string] $Step,
    [Parameter(Mandatory)] [string] $ConnectionScript,
    [string] $ListPath = 'connections.csv',
    [string] $ResultPath = 'converted.csv',
    [string] $PrivateKeyPath,
    [string] $PassphraseSecret
)

$ErrorActionPreference = 'Stop'
try {
    $null = & $ConnectionScript
    if ($Step -eq 'List') {
        Get-QlikSnowflakeConnection -Login Password |
            Select-Object -Property @{ Name = 'Convert'; Expression = { '' } }, Service, Site, Id, Name, Owner, Space, Account, User |
            Export-Csv -LiteralPath $ListPath -NoTypeInformation -Encoding UTF8
        "Put yes into the column Convert of $ListPath, then run -Step Preview."
        exit 0
    }

    if (-not $PrivateKeyPath) { throw 'Give -PrivateKeyPath, the key that the connections are to log in with.' }
    $key = @{ PrivateKeyPath = $PrivateKeyPath }
    if ($PassphraseSecret) { $key.Passphrase = Get-Secret -Name $PassphraseSecret }
    $chosen = @(Import-Csv -LiteralPath $ListPath -Encoding UTF8 | Where-Object -Property Convert -EQ -Value yes)
    if (-not $chosen) { throw "No row of $ListPath says yes in the column Convert." }
}
catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 2
}

$failures = @()
if ($Step -eq 'Preview') {
    $chosen | ConvertTo-QlikSnowflakeKeyPair @key -WhatIf -ErrorAction Continue -ErrorVariable failures
}
else {
    $chosen | ConvertTo-QlikSnowflakeKeyPair @key -Confirm:$false -ErrorAction Continue -ErrorVariable failures |
        Tee-Object -Variable results
    $results | Export-Csv -LiteralPath $ResultPath -NoTypeInformation -Encoding UTF8
}

exit [int]($failures.Count -gt 0)
