<#
.SYNOPSIS
    Goes through the jobs of the articles with the cmdlets of QlikSnowflake.
.DESCRIPTION
    Needs a running emulator:  dotnet run --project src/QlikSnowflake.Emulator -- --state DIR
    dotnet run --project examples/Walkthrough starts one by itself and runs this script.
.PARAMETER ModulePath
    The module to import: output/QlikSnowflake/<version>/QlikSnowflake.psd1.
.PARAMETER StatePath
    The emulator's folder, with emulator.json in it.
.PARAMETER SecondStatePath
    The folder of a second emulator, whose Qlik Sense site has connections too; without it the first one's site is all there is.
.PARAMETER WorkPath
    A folder for the keys that are made.
.PARAMETER ReportPath
    Where the report on all connections is written.
.PARAMETER AsJson
    Print each step as a line of JSON, for another program to show.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $StatePath,
    [string] $SecondStatePath,
    [Parameter(Mandatory)] [string] $WorkPath,
    [string] $ReportPath = (Join-Path $WorkPath 'report.html'),
    [switch] $AsJson
)

$ErrorActionPreference = 'Stop'
if ($AsJson) {
    [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
}

Import-Module $ModulePath
$emulator = Get-Content (Join-Path $StatePath 'emulator.json') -Raw | ConvertFrom-Json
$keyPath = Join-Path $WorkPath 'rsa_key.p8'
$qrs = [uri] $emulator.qrs.url
$snowflake = @{
    Account             = $emulator.snowflake.account
    HostName            = ([uri] $emulator.snowflake.url).Authority
    RootCertificatePath = $emulator.snowflake.rootCertificate
}
$cloud = @{
    Tenant              = ([uri] $emulator.qlikCloud.url).Authority
    RootCertificatePath = $emulator.qlikCloud.rootCertificate
}

# The emulator's password and key are made up at its start; real ones come from Read-Host -AsSecureString or Get-Secret.
function ConvertTo-Secret([string] $Text) {
    $secret = New-Object System.Security.SecureString
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret
}

# Runs one step. What the script block returns is its result; a string starts it, objects after it are shown as rows.
function Invoke-Step([string] $Title, [string] $Replaces, [scriptblock] $Script) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $step = [ordered] @{ title = $Title; replaces = $Replaces; result = ''; passed = $true; milliseconds = 0; columns = @(); rows = @() }
    try {
        $result, $rows = & $Script
        $step.result = [string] $result
        $rows = @($rows | Where-Object { $null -ne $_ })
        if ($rows) {
            $properties = @($rows[0].PSObject.Properties)
            $step.columns = @($properties | ForEach-Object { '{0} ({1})' -f $_.Name, $_.Value.GetType().Name })
            $step.rows = @($rows | ForEach-Object {
                    $row = $_
                    , @($properties.Name | ForEach-Object {
                            $value = $row.$_
                            if ($value -is [datetime]) { $value.ToString('yyyy-MM-dd HH:mm:ss') } else { [string] $value }
                        })
                })
        }
    }
    catch {
        $step.passed = $false
        $step.result = "$_`n$($_.ErrorDetails.RecommendedAction)".Trim()
    }
    $step.milliseconds = $clock.ElapsedMilliseconds
    if ($AsJson) { $step | ConvertTo-Json -Depth 4 -Compress } else { [pscustomobject] $step | Select-Object title, passed, result }
}

Invoke-Step 'Make a key pair' 'article 002: openssl, twice' {
    $script:pair = New-SnowflakeKeyPair -Path $keyPath -NoPassphrase
    '{0} bits, {1}' -f $pair.KeySize, $pair.Fingerprint
}

Invoke-Step 'Register its public key in Snowflake' 'article 002: ALTER USER by hand' {
    $key = Get-SnowflakePublicKey -PrivateKeyPath $pair.PrivateKeyPath -User $emulator.snowflake.user
    Connect-Snowflake @snowflake -Name admin -User $emulator.snowflake.adminUser -PrivateKeyPath $emulator.snowflake.adminPrivateKey
    $null = Invoke-SnowflakeSql $key.AlterUserStatement -Session admin
    "ALTER USER {0} SET RSA_PUBLIC_KEY='{1}...', by {2}" -f $emulator.snowflake.user, $key.PublicKey.Substring(0, 12), (Get-SnowflakeSession admin).User
}

Invoke-Step 'Mint a token (JWT)' 'article 002: a Python client' {
    $jwt = New-SnowflakeJwt -Account $emulator.snowflake.account -User $emulator.snowflake.user -PrivateKeyPath $pair.PrivateKeyPath
    '{0}, valid until {1:HH:mm} UTC; the token stays a SecureString' -f $jwt.Subject, $jwt.ExpiresAt
}

Invoke-Step 'Query Snowflake with it' 'article 002: rows of strings' {
    $session = Connect-Snowflake @snowflake -Name service -User $emulator.snowflake.user -PrivateKeyPath $pair.PrivateKeyPath -PassThru
    $rows = @(Invoke-SnowflakeSql -Session service "SELECT ID, AMOUNT, LABEL, ACTIVE, CREATED FROM TABLE(EMULATOR_ROWS(rows => 3, shape => 'mixed10'))")
    '{0} rows of {1} typed columns, as {2}' -f $rows.Count, @($rows[0].PSObject.Properties).Count, $session.User
    $rows
}

Invoke-Step 'Create the Qlik Sense data connection' 'article 000: trust-all script, pasted JSON' {
    Connect-Qrs -Server $qrs.Host -Port $qrs.Port -CertificatePath $emulator.qrs.clientPfx -CertificatePassword (ConvertTo-Secret $emulator.qrs.clientPfxPassword) -RootCertificatePath $emulator.qrs.rootCertificate
    $script:connection = New-QrsDataConnection -Name 'Snowflake (walkthrough)' -Account $emulator.snowflake.account -User $emulator.snowflake.user -PrivateKeyPath $pair.PrivateKeyPath -Database DEMO -Warehouse DEMO_WH
    "'{0}', {1}" -f $connection.Name, $connection.Id
}

Invoke-Step 'Read it back' 'article 000: prints the private key' {
    $read = $connection | Get-QrsDataConnection
    if ($read.KeyFingerprint -ne $pair.Fingerprint -or $read.ConnectionString -ne $connection.ConnectionString) {
        throw "The connection holds the key '$($read.KeyFingerprint)'."
    }
    'same string, same key by its fingerprint; no secret shown'
}

Invoke-Step 'Create a Qlik Cloud API key' 'articles 001, 003, 004: copy it from the screen' {
    Connect-QlikCloud @cloud -ApiKey (ConvertTo-Secret $emulator.qlikCloud.apiKey)
    $script:apiKey = New-QlikCloudApiKey -Description walkthrough -ExpiresIn PT1H
    '{0}, until {1:HH:mm} UTC; the token stays a SecureString' -f $apiKey.Id, $apiKey.ExpiresAt
}

Invoke-Step 'Prove the new key with users/me' 'article 004: Postman' {
    Connect-QlikCloud @cloud -Name proof -ApiKey $apiKey.Token
    $me = Get-QlikCloudUser -Me -Session proof
    '{0}, {1}' -f $me.Name, $me.Status
}

Invoke-Step 'List every Snowflake connection' 'by hand, site by site' {
    if ($SecondStatePath) {
        $second = (Get-Content (Join-Path $SecondStatePath 'emulator.json') -Raw | ConvertFrom-Json).qrs
        $url = [uri] $second.url
        Connect-Qrs -Name second -Server $url.Host -Port $url.Port -CertificatePath $second.clientPfx -CertificatePassword (ConvertTo-Secret $second.clientPfxPassword) -RootCertificatePath $second.rootCertificate
    }

    $credential = New-Object System.Management.Automation.PSCredential $emulator.snowflake.user, (ConvertTo-Secret 'a password')
    $string = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server={0}.snowflakecomputing.com;"' -f $emulator.snowflake.account
    $null = New-QrsDataConnection -Name 'Finance (walkthrough)' -ConnectionString $string -Type QvOdbcConnectorPackage.exe -Credential $credential
    $null = New-QlikCloudDataConnection -Name 'Sales (walkthrough)' -Account $emulator.snowflake.account -User $emulator.snowflake.user -PrivateKeyPath $pair.PrivateKeyPath
    $all = @(Get-QlikSnowflakeConnection -Session admin)
    $password = @($all | Where-Object -Property Login -EQ -Value Password)
    '{0} on {1} sites, {2} of them with a password' -f $all.Count, @($all | Group-Object -Property Service, Site).Count, $password.Count
    $all | Select-Object -Property Name, Service, Login
}

Invoke-Step 'Move a password connection to the key' 'by hand, in the connection''s dialog' {
    $done = @(Get-QlikSnowflakeConnection -Login Password -Session admin | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $pair.PrivateKeyPath -Session admin -Confirm:$false)
    '{0}: {1} -> {2}, the key proved by a login first' -f $done[0].Name, $done[0].Before, $done[0].After
}

Invoke-Step 'Rotate the key through every connection' 'by hand, one by one' {
    $rotation = @{ User = $emulator.snowflake.user; Path = Join-Path $WorkPath 'rotated_key.p8'; Passphrase = ConvertTo-Secret 'a passphrase' }
    $done = Update-QlikSnowflakeKey @rotation -Session admin -Confirm:$false -WarningAction SilentlyContinue
    $left = @(Get-SnowflakeUserKey $emulator.snowflake.user -Session admin)
    if ($done.Status -ne 'Completed' -or @($left.Fingerprint) -ne $done.Fingerprint) { throw "The rotation is $($done.Status)." }
    '{0} connections have the new key, {1} is registered alone' -f $done.Switched, $done.Fingerprint
}

Invoke-Step 'Report on all of it' 'nothing' {
    $report = @{ Session = 'admin'; Force = $true }
    Export-QlikSnowflakeReport -Path $ReportPath @report
    'one page, no script: {0}' -f $ReportPath
}
