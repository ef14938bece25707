# Runs every cmdlet, well and badly, with all that PowerShell can be made to say, and looks for the secrets in it.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    . (Join-Path $PSScriptRoot 'Support/Canary.ps1')

    function Get-KeyBody {
        param([string] $Path)
        (Get-Content -LiteralPath $Path | Where-Object { $_ -notmatch '-----' }) -join ''
    }

    Disconnect-All
    $cloudLogin = Get-Login QlikCloud
    Connect-QlikCloud @cloudLogin
    $script:plainKey = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'plain.p8') -NoPassphrase
    $script:secrets = @{
        passphrase         = 'CANARY-passphrase-4f1c9d'
        wrongPassphrase    = 'CANARY-wrong-passphrase-77aa'
        apiKey             = New-QlikCloudApiKey 'canary' -AsPlainText
        wrongApiKey        = 'CANARY-unknown-api-key-0d0e'
        pfxPassword        = (Get-Emulator).qrs.clientPfxPassword
        wrongPfxPassword   = 'CANARY-wrong-pfx-password-5e'
        connectionPassword = 'CANARY-connection-password-9b'
        jsonPassword       = 'CANARY-json-password-1c2d'
    }
    Disconnect-QlikCloud
    $null = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase (ConvertTo-TestSecret $secrets.passphrase)

    # The child reads them from a file: in its text they would be seen by whoever records scripts.
    $script:secretFile = Join-Path $TestDrive 'secrets.json'
    ConvertTo-Json -InputObject $secrets | Set-Content -LiteralPath $secretFile -Encoding Ascii
    $script:outputFile = Join-Path $TestDrive 'output.txt'
    $script:transcriptFile = Join-Path $TestDrive 'transcript.txt'

    $script:body = @'
$DebugPreference = 'Continue'
$VerbosePreference = 'Continue'
$InformationPreference = 'Continue'
$ErrorActionPreference = 'Continue'
Get-Content -LiteralPath (Join-Path $PSScriptRoot 'secrets.json') -Raw | ConvertFrom-Json | ForEach-Object { $canary = $_ }
function ConvertTo-Secret([string] $text) { $s = New-Object securestring; foreach ($c in $text.ToCharArray()) { $s.AppendChar($c) }; , $s }
$emulator = Get-Content -LiteralPath (Join-Path $env:QLIKSNOWFLAKE_TEST_EMULATOR 'emulator.json') -Raw | ConvertFrom-Json
Set-Location -LiteralPath $PSScriptRoot
$passphrase = ConvertTo-Secret $canary.passphrase
$wrong = ConvertTo-Secret $canary.wrongPassphrase
$qrs = @{ Server = 'localhost'; Port = ([uri]$emulator.qrs.url).Port; CertificatePath = $emulator.qrs.clientPfx; RootCertificatePath = $emulator.qrs.rootCertificate }
$cloud = @{ Tenant = ([uri]$emulator.qlikCloud.url).Authority; RootCertificatePath = $emulator.qlikCloud.rootCertificate }
$snowflake = @{ Account = $emulator.snowflake.account; HostName = ([uri]$emulator.snowflake.url).Authority; RootCertificatePath = $emulator.snowflake.rootCertificate }
$keyText = ConvertTo-Secret (Get-Content -LiteralPath plain.p8 -Raw)
$json = '{ "name": "a", "connectionstring": "b", "type": "folder", "password": "' + $canary.jsonPassword + '"'

$run = @(
    { New-SnowflakeKeyPair -Path made.p8 -Passphrase $passphrase -Force }
    { New-SnowflakeKeyPair -Path made.p8 -Passphrase $passphrase }
    { Get-SnowflakePublicKey encrypted.p8 -Passphrase $passphrase }
    { Get-SnowflakePublicKey encrypted.p8 -Passphrase $wrong }
    { Get-SnowflakePublicKey encrypted.p8 }
    { New-SnowflakeJwt a-b c encrypted.p8 -Passphrase $passphrase }
    { New-SnowflakeJwt a-b c encrypted.p8 -Passphrase $wrong }
    { New-SnowflakeJwt a-b c -PrivateKey $keyText }
    { New-SnowflakeJwt a-b c -PrivateKey $passphrase }
    { New-SnowflakeJwt a-b c -PrivateKeyPath $keyText }
    { Connect-Snowflake @snowflake -User $emulator.snowflake.user -PrivateKeyPath $emulator.snowflake.privateKey -PassThru }
    { Connect-Snowflake @snowflake -User NOBODY -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { Connect-Snowflake @snowflake -User NOBODY -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { Get-SnowflakeSession }
    { New-SnowflakeJwt a-b c plain.p8 | Test-SnowflakeJwt -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { Test-SnowflakeJwt $passphrase }
    { Test-SnowflakeConnection @snowflake -User NOBODY -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { Test-SnowflakeConnection @snowflake -User NOBODY -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { Connect-Snowflake @snowflake -Name token -Token $passphrase }
    { Connect-Snowflake @snowflake -Name text -User NOBODY -PrivateKey $keyText }
    { Get-SnowflakeUserKey }
    { Set-SnowflakeUserKey -PrivateKeyPath encrypted.p8 -Passphrase $passphrase -WhatIf }
    { Set-SnowflakeUserKey -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { Update-SnowflakeUserKey -Path rotated.p8 -Passphrase $passphrase }
    { Update-QlikSnowflakeKey NOBODY across.p8 -Passphrase $passphrase }
    { Remove-SnowflakeUserKey -Slot 1 -Confirm:$false }
    { Invoke-SnowflakeSql 'SELECT 1 AS N' }
    { Invoke-SnowflakeSql 'SELEC 1' }
    { Invoke-SnowflakeSql 'SELECT 2 AS N' -WhatIf }
    { Invoke-SnowflakeSql 'SELECT ? AS N' -Parameter $canary.passphrase | Out-Null }
    { Export-SnowflakeQuery 'SELEC ?' (Join-Path $PSScriptRoot 'query.csv') -Parameter $canary.passphrase }
    { Start-QlikSnowflakeEmulator | Out-String }
    { Stop-QlikSnowflakeEmulator }
    { Invoke-SnowflakeSql 'SELEC ?' -Parameter $canary.passphrase }
    { [pscustomobject] @{ ID = $canary.passphrase } | Add-SnowflakeRow NO_SUCH_TABLE }
    { Get-SnowflakeStatement '01b69c52-0002-cff6-007b-7807000435b2' }
    { Wait-SnowflakeStatement '01b69c52-0002-cff6-007b-7807000435b2' }
    { Receive-SnowflakeStatement '01b69c52-0002-cff6-007b-7807000435b2' }
    { Stop-SnowflakeStatement '01b69c52-0002-cff6-007b-7807000435b2' -Confirm:$false }
    { Connect-Qrs @qrs -CertificatePassword (ConvertTo-Secret $canary.pfxPassword) -PassThru }
    { Connect-Qrs @qrs -Name wrong -CertificatePassword (ConvertTo-Secret $canary.wrongPfxPassword) }
    { Connect-Qrs localhost -Port $qrs.Port -Name pem -RootCertificatePath $qrs.RootCertificatePath -CertificatePath $emulator.qrs.clientCertificate -CertificateKeyPath $emulator.qrs.clientKey -PassThru }
    { Get-QrsSession }
    { New-QrsDataConnection "canary $([guid]::NewGuid())" -Account a-b -User u -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { New-QrsDataConnection "canary plain $([guid]::NewGuid())" -Account a-b -User u -PrivateKeyPath plain.p8 }
    { New-QrsDataConnection "canary login $([guid]::NewGuid())" -ConnectionString x -Type odbc -Credential ([pscredential]::new('reader', (ConvertTo-Secret $canary.connectionPassword))) }
    { New-QrsDataConnection "canary wrong $([guid]::NewGuid())" -Account a-b -User u -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { ($json + ' x }') | New-QrsDataConnection }
    { ($json -replace '"password": "', '"password": ""') + '}' | New-QrsDataConnection }
    { $json + ' }' | New-QrsDataConnection -WhatIf }
    { $json + ' }' | New-QrsDataConnection -Name ('x' * 300) }
    { Get-QrsDataConnection canary* }
    { Get-QrsDataConnection canary* -IncludeSecret }
    { Get-QrsDataConnection 'canary none' }
    { Get-QrsAbout }
    { Get-QrsTag }
    { Get-QrsUser }
    { Get-QrsCustomProperty }
    { Get-QrsCertificate -Path . -WarningAction SilentlyContinue }
    { Set-QrsDataConnection 'canary plain*' -PrivateKeyPath encrypted.p8 -Passphrase $passphrase -PassThru }
    { Set-QrsDataConnection 'canary plain*' -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { Test-QrsDataConnection 'canary plain*' -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { Export-QrsDataConnection 'canary plain*' }
    { Export-QrsDataConnection 'canary plain*' -Passphrase $passphrase | Import-QrsDataConnection -Passphrase $wrong -WhatIf }
    { Get-QrsDataConnection 'canary login*' | ForEach-Object ConnectionString | ConvertFrom-QlikConnectionString }
    { 'CUSTOM CONNECT TO "provider=a;b=c;"' | ConvertFrom-QlikConnectionString | ConvertTo-QlikConnectionString }
    { Invoke-QrsRequest about }
    { Export-QrsCertificate canary.local -Password $passphrase }
    { Remove-QrsDataConnection 'canary wrong*' -Confirm:$false }
    { Connect-QlikCloud @cloud -ApiKey (ConvertTo-Secret $canary.apiKey) -PassThru }
    { Connect-QlikCloud @cloud -Name wrong -ApiKey (ConvertTo-Secret $canary.wrongApiKey) }
    { Connect-QlikCloud @cloud -Name blank -ApiKey (ConvertTo-Secret ($canary.wrongApiKey + ' ')) }
    { Connect-QlikCloud @cloud -Name text -ApiKey $canary.wrongApiKey.ToCharArray()[0] }
    { Get-QlikCloudSession }
    { Get-QlikCloudUser -Me }
    { New-QlikCloudApiKey canary -ExpiresIn PT1H }
    { New-QlikCloudApiKey canary -WhatIf }
    { Get-QlikCloudTenant }
    { Invoke-QlikCloudRequest spaces -All }
    { ('{ "secret": "' + $canary.jsonPassword + '" x }') | Invoke-QlikCloudRequest users -Method POST }
    { Get-QlikCloudRole }
    { Get-QlikCloudApiKey -All }
    { Get-QlikCloudApiKeyPolicy }
    { Set-QlikCloudApiKeyPolicy -MaximumLifetime 365d }
    { Set-QlikCloudApiKeyPolicy }
    { Grant-QlikCloudApiKeyPermission dana@example.com -WhatIf }
    { Revoke-QlikCloudApiKeyPermission nobody -Confirm:$false }
    { New-QlikCloudApiKey 'canary to go' -ExpiresIn PT1H | Set-QlikCloudApiKey -Description 'canary gone' -PassThru | Remove-QlikCloudApiKey -Confirm:$false -PassThru }
    { New-QlikCloudDataConnection "canary $([guid]::NewGuid())" -Account a-b -User u -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { New-QlikCloudDataConnection "canary login $([guid]::NewGuid())" -Account a-b -Credential ([pscredential]::new('reader', (ConvertTo-Secret $canary.connectionPassword))) }
    { New-QlikCloudDataConnection "canary wrong $([guid]::NewGuid())" -Account a-b -User u -PrivateKeyPath encrypted.p8 -Passphrase $wrong }
    { New-QlikCloudDataConnection "canary property $([guid]::NewGuid())" -DataSource snowflake -ConnectionProperty @{ Password = $canary.connectionPassword } }
    { Get-QlikCloudDataConnection canary* }
    { Get-QlikCloudDataConnection 'canary login*' | Set-QlikCloudDataConnection -User u -PrivateKeyPath plain.p8 -PassThru -WhatIf }
    { Get-QlikCloudDataConnection 'canary login*' | Set-QlikCloudDataConnection -User u -PrivateKeyPath encrypted.p8 -Passphrase $passphrase -PassThru }
    { Get-QlikSnowflakeConnection -Name 'canary*' }
    { Get-QlikSnowflakeConnection -Name 'canary*' | Test-QlikSnowflakeConnection }
    { Get-QlikSnowflakeConnection -Name 'canary login*' | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath encrypted.p8 -Passphrase $passphrase }
    { Get-QlikSnowflakeConnection -Name 'canary login*' | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath encrypted.p8 -Passphrase $wrong -WhatIf }
    { Export-QlikSnowflakeReport -Path (Join-Path $PSScriptRoot 'report.html') -PassThru }
    { Export-QlikSnowflakeReport -As Json }
    { Select-QlikSnowflakeSession production }
    { Get-QlikCloudDataConnection canary* | Remove-QlikCloudDataConnection -Confirm:$false }
    { Update-QlikCloudApiKey -StoreScript { throw 'full' } -ReadScript { } }
    { Update-QlikCloudApiKey -StoreScript { param($Key) $global:stored = $Key } -ReadScript { $global:stored } -ExpiresIn PT1H -GracePeriod 1d }
    { Update-QlikCloudApiKey no-such-secret }
    { Connect-QlikCloud @cloud -ClientId canary -ClientSecret (ConvertTo-Secret $canary.wrongApiKey) }
    { Disconnect-QlikCloud -Verbose }
    { Disconnect-Snowflake -Verbose }
    { Get-QrsSession | Disconnect-Qrs -Verbose }
)

$null = Start-Transcript -LiteralPath (Join-Path $PSScriptRoot 'transcript.txt')
$Error.Clear()
foreach ($one in $run) {
    $all = @(try { & $one *>&1 } catch { $_ })
    # As it comes, to the transcript; and in the forms that curious users ask for.
    $all | Out-Default
    $text = @($all | Out-String -Width 500; $all | Format-List * -Force | Out-String -Width 500; $all | Format-Table * | Out-String -Width 500; $all | ForEach-Object { "$_" })
    Add-Content -LiteralPath (Join-Path $PSScriptRoot 'output.txt') -Value $text
}

$errorText = foreach ($record in $Error) {
    $record | Format-List * -Force | Out-String -Width 500
    $record.Exception | Format-List * -Force | Out-String -Width 500
    "$($record.Exception)"
    $record.InvocationInfo | Format-List * -Force | Out-String -Width 500
    $record.ErrorDetails | Format-List * -Force | Out-String -Width 500
    $record.TargetObject | Out-String -Width 500
}
$errorText | Out-Default
Add-Content -LiteralPath (Join-Path $PSScriptRoot 'output.txt') -Value $errorText
$count = $Error.Count
$null = Stop-Transcript
Set-Content -LiteralPath (Join-Path $PSScriptRoot 'count.txt') -Value $count
'@
}

Describe 'Secrets' {
    BeforeAll {
        $file = Join-Path $TestDrive 'everything.ps1'
        Set-Content -LiteralPath $file -Encoding Ascii -Value "Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'", $body
        $script:child = Invoke-PowerShell -File $file
        $script:output = if (Test-Path -LiteralPath $outputFile) { Get-Content -LiteralPath $outputFile -Raw }
        $script:transcript = if (Test-Path -LiteralPath $transcriptFile) { Get-Content -LiteralPath $transcriptFile -Raw }

        # What the key files hold, in the forms in which it travels.
        foreach ($path in $plainKey.PrivateKeyPath, (Get-Emulator).snowflake.privateKey, (Get-Emulator).qrs.clientKey) {
            $secrets["body of $path"] = Get-KeyBody $path
            $secrets["base64 of $path"] = [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($path))
        }
    }

    It 'are looked for where they were used: every cmdlet has run, and many have failed' {
        Join-Path $TestDrive 'count.txt' | Should -Exist -Because "the script ran to its end: $($child.ErrorOutput)"
        [int](Get-Content -LiteralPath (Join-Path $TestDrive 'count.txt')) | Should -BeGreaterOrEqual 15
        foreach ($cmdlet in (Get-ModuleCommand).Name) { $body | Should -Match "\b$cmdlet\b" }
        foreach ($sign in 'HostName|localhost', 'POST https://localhost:\d+/api/v2/statements', 'GET https://localhost:\d+/qrs/about', 'KeyPassphraseWrong', 'QlikCloudLoginFailed', 'SnowflakeLoginFailed', 'SqlSyntaxError', 'DataConnectionJsonInvalid', 'ClientCertificateUnusable') {
            $output + $transcript | Should -Match $sign
        }
        $output | Should -Match 'KeyFingerprint\s+: SHA256'
        $output | Should -Match 'Token\s+: System\.Security\.SecureString'
    }

    It 'are in no output, verbose, debug or error text' {
        Find-Secret -Text $output -Secret $secrets | Should -BeNullOrEmpty
    }

    It 'are in no transcript' {
        Find-Secret -Text $transcript -Secret $secrets | Should -BeNullOrEmpty
    }

    It 'are not in what the host shows' {
        Find-Secret -Text ($child.Output + $child.ErrorOutput) -Secret $secrets | Should -BeNullOrEmpty
    }

    It 'would be found if they were there: <Name>' -ForEach @(
        @{ Name = 'a token asked for with -AsPlainText'; Text = { New-SnowflakeJwt a-b c $plainKey.PrivateKeyPath -AsPlainText | Out-String } }
        @{ Name = 'a passphrase broken over lines'; Text = { $secrets.passphrase.Insert(5, "`n") } }
        @{ Name = 'a private key'; Text = { Get-Content -LiteralPath $plainKey.PrivateKeyPath -Raw } }
        @{ Name = 'a key in the connector''s frame'; Text = { 'PRIV_KEY_FILE%2x%%2' + [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($plainKey.PrivateKeyPath)) } }
    ) {
        Find-Secret -Text (& $Text) -Secret $secrets | Should -Not -BeNullOrEmpty
    }

    It 'are written to no file but an encrypted one' {
        Get-ChildItem -LiteralPath $TestDrive -File | Where-Object Name -NotIn 'secrets.json', 'plain.p8' | ForEach-Object {
            Find-Secret -Text (Get-Content -LiteralPath $_.FullName -Raw) -Secret $secrets | Should -BeNullOrEmpty -Because $_.Name
        }
    }
}
