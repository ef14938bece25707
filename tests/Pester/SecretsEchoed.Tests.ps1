# A service, a proxy or a firewall that answers by what it was sent: nothing secret of it may come back as an error, a warning or
# a message, whatever the status.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    . (Join-Path $PSScriptRoot 'Support/Canary.ps1')

    Disconnect-All
    $emulator = Get-Emulator
    $plain = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'plain.p8') -NoPassphrase).PrivateKeyPath
    $passphrase = ConvertTo-TestSecret 'CANARY-passphrase-4f1c9d'
    $encrypted = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase).PrivateKeyPath

    $script:secrets = @{
        passphrase   = 'CANARY-passphrase-4f1c9d'
        password     = 'CANARY-p"ss/w+rd-9b21'
        property     = 'CANARY-property-pwd-77c2'
        json         = 'CANARY-json-password-1c2d'
        clientSecret = 'CANARY-client-secret-0d0e'
        token        = 'CANARY-access-token-5e5e'
        apiKey       = $emulator.qlikCloud.apiKey
        pfxPassword  = $emulator.qrs.clientPfxPassword
        proxy        = 'CANARY-proxy-password-31'
        body         = (Get-Content -LiteralPath $plain | Where-Object { $_ -notmatch '-----' }) -join ''
        base64       = [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($plain))
    }
    $credential = New-Object pscredential 'reader', (ConvertTo-TestSecret $secrets.password)
    $proxyCredential = New-Object pscredential 'meter', (ConvertTo-TestSecret $secrets.proxy)
    $json = ConvertTo-Json -InputObject @{ name = 'echo'; connectionstring = 'b'; type = 'folder'; password = $secrets.json }
    $qrs = Get-Login Qrs
    $cloud = Get-Login QlikCloud
    $snowflake = Get-Login Snowflake
    $tenant = @{ Tenant = $cloud.Tenant; RootCertificatePath = $cloud.RootCertificatePath }
    $site = @{
        Server = 'localhost'; Port = ([uri]$emulator.qrs.proxy.url).Port; VirtualProxy = $emulator.qrs.proxy.prefix
        RootCertificatePath = $qrs.RootCertificatePath
    }
    $account = @{ Account = $snowflake.Account; HostName = $snowflake.HostName; RootCertificatePath = $snowflake.RootCertificatePath }
    $deadProxy = "http://meter:$($secrets.proxy)@127.0.0.1:1"

    $script:cases = @(
        { Connect-Qrs @qrs }
        { Connect-Qrs @site -Jwt (ConvertTo-TestSecret $secrets.token) }
        { Connect-Qrs @site -Ticket (ConvertTo-TestSecret $secrets.token) }
        { Connect-Qrs @site -SessionCookie (ConvertTo-TestSecret $secrets.token) }
        { Connect-Qrs @site -Credential $credential }
        { Connect-QlikCloud @cloud }
        { Connect-QlikCloud @tenant -ClientId echo -ClientSecret (ConvertTo-TestSecret $secrets.clientSecret) }
        { Connect-Snowflake @snowflake }
        { Connect-Snowflake @account -Token (ConvertTo-TestSecret $secrets.token) }
        { Connect-Snowflake @account -Token (ConvertTo-TestSecret $secrets.token) -OAuth }
        { Test-SnowflakeConnection @snowflake }
        { Test-SnowflakeConnection @account -User u -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { New-QrsDataConnection echo -Account a-b -User u -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { New-QrsDataConnection echo -Account a-b -User u -PrivateKeyPath $plain }
        { New-QrsDataConnection echo -ConnectionString "x;PWD=$($secrets.property);" -Type odbc -Credential $credential }
        { $json | New-QrsDataConnection }
        { Set-QrsDataConnection 'echo kept' -PrivateKeyPath $plain }
        { Set-QrsDataConnection 'echo kept' -Credential $credential }
        { Invoke-QrsRequest dataconnection -Method POST -Body $json -Confirm:$false }
        { Get-QrsDataConnection 'echo kept' -IncludeSecret }
        { New-QlikCloudApiKey echo -ExpiresIn PT1H }
        { New-QlikCloudDataConnection echo -Account a-b -User u -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { New-QlikCloudDataConnection echo -Account a-b -User u -PrivateKeyPath $plain }
        { New-QlikCloudDataConnection echo -Account a-b -Credential $credential }
        { New-QlikCloudDataConnection echo -DataSource snowflake -ConnectionProperty @{ PWD = $secrets.property; secretKey = $secrets.property } }
        { Set-QlikCloudDataConnection -Id $kept.Id -ConnectionProperty @{ PWD = $secrets.property; secretKey = $secrets.property } -WhatIf }
        { Set-QlikCloudDataConnection -Id $kept.Id -ConnectionProperty @{ PWD = $secrets.property } }
        { Set-QlikCloudDataConnection -Id $kept.Id -Credential $credential }
        { Invoke-QlikCloudRequest data-connections -Method POST -Body $json -Confirm:$false }
        { Update-QlikCloudApiKey -StoreScript { param($key) throw (ConvertFrom-TestSecret $key) } -ReadScript { } }
        { Invoke-SnowflakeSql "ALTER USER nobody SET PASSWORD = '$($secrets.property)'" }
        { Invoke-SnowflakeSql 'SELECT ?' -Parameter $secrets.property }
        { Set-SnowflakeUserKey -PrivateKeyPath $encrypted -Passphrase $passphrase -Slot 2 }
        { [pscustomobject] @{ ID = $secrets.property } | Add-SnowflakeRow ECHO }
        { Test-QrsDataConnection 'echo kept' -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { Export-QrsDataConnection 'echo kept' -Passphrase $passphrase }
        { $exported | Import-QrsDataConnection -Passphrase $passphrase -Update }
        { Export-QrsCertificate echo.local -Password $passphrase }
        { Get-QlikSnowflakeConnection -Name 'echo kept' }
        { $keptPair | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { $keptPair | Test-QlikSnowflakeConnection }
        { Update-SnowflakeUserKey SVC_ECHO -Path (Join-Path $TestDrive 'echoed.p8') -Passphrase $passphrase }
        { Update-QlikSnowflakeKey SVC_ECHO -Path (Join-Path $TestDrive 'across.p8') -Passphrase $passphrase }
    )
    # What does not even get to the service.
    $script:lost = @(
        { New-SnowflakeKeyPair -Path $encrypted -Passphrase $passphrase }
        { Get-SnowflakePublicKey $encrypted -Passphrase $proxyCredential.Password }
        { New-SnowflakeJwt a-b c $encrypted -Passphrase $proxyCredential.Password }
        { Test-SnowflakeJwt (ConvertTo-TestSecret $secrets.token) -PrivateKeyPath $encrypted -Passphrase $passphrase }
        { Get-QrsCertificate -Path $emulator.qrs.clientPfx -Password $proxyCredential.Password }
        { Connect-Qrs @qrs -Proxy $deadProxy }
        { Connect-QlikCloud @cloud -Proxy $deadProxy }
        { Connect-Snowflake @snowflake -Proxy $deadProxy }
        { Test-SnowflakeConnection @snowflake -Proxy $deadProxy }
        { Connect-QlikCloud @cloud -Proxy "ftp://meter:$($secrets.proxy)@127.0.0.1" }
        { Connect-QlikCloud @cloud -ProxyCredential $proxyCredential }
        { Connect-QlikCloud @cloud -Proxy 127.0.0.1:1 -ProxyCredential $proxyCredential }
        { Connect-Qrs -Server localhost -Port $qrs.Port -CertificatePath $qrs.CertificatePath -CertificatePassword $qrs.CertificatePassword }
        { Connect-QlikCloud -Tenant $cloud.Tenant -ApiKey $cloud.ApiKey }
        { Connect-Snowflake -Account $snowflake.Account -HostName $snowflake.HostName -Token (ConvertTo-TestSecret $secrets.token) }
    )

    # All that a command says, in every form that curious users ask for.
    function Get-Said {
        param([scriptblock] $Case)

        $ErrorActionPreference = 'Continue'
        $VerbosePreference = 'Continue'
        $DebugPreference = 'Continue'
        $global:Error.Clear()
        $all = @(try { & $Case *>&1 } catch { $_ })
        $file = Join-Path $TestDrive 'said.xml'
        $all | Export-Clixml -LiteralPath $file -Depth 3
        @(
            $all | Out-String -Width 500
            $all | Format-List * -Force | Out-String -Width 500
            Get-Content -LiteralPath $file -Raw
            foreach ($record in $global:Error) {
                $exception = $record.Exception
                if (-not $exception) { $exception = $record }
                "$exception"
                $record.ErrorDetails | Out-String -Width 500
                $record.TargetObject | Out-String -Width 500
            }
        ) -join "`n"
    }

    function Find-Echoed {
        param([scriptblock] $Case)

        $said = Get-Said $Case
        $found = @(Find-Secret -Text $said -Secret $secrets)
        if ($found) { "$($Case.ToString().Trim()): $($found -join ', ')" }
        $script:shown += $said
    }

    Connect-Qrs @qrs
    Connect-QlikCloud @cloud
    Connect-Snowflake @snowflake
    $null = New-QrsDataConnection 'echo kept' -Account a-b -User u -PrivateKeyPath $plain
    $kept = New-QlikCloudDataConnection 'echo kept' -Account a-b -Credential $credential
    $keptPair = Get-QlikSnowflakeConnection -Name 'echo kept'
    $exported = Export-QrsDataConnection 'echo kept' -Passphrase $passphrase
    $script:shown = ''
}

AfterAll {
    Clear-EmulatorFault
    if (Get-QrsSession) { Get-QrsDataConnection 'echo*' | Remove-QrsDataConnection -Confirm:$false }
    if (Get-QlikCloudSession) { Get-QlikCloudDataConnection 'echo*' | Remove-QlikCloudDataConnection -Confirm:$false }
    Disconnect-All
}

Describe 'Secrets that are sent back' {
    It 'are in nothing that is said: status <status>, <contentType>' -ForEach @(
        @{ status = 401; contentType = 'application/json' }
        @{ status = 403; contentType = 'application/json' }
        @{ status = 422; contentType = 'application/json' }
        @{ status = 500; contentType = 'application/json' }
        @{ status = 500; contentType = 'text/plain' }
        @{ status = 201; contentType = 'application/json' }
        @{ status = 200; contentType = 'text/html' }
    ) {
        # What the escape hatches return of a success is what was asked for.
        $asked = @($cases | Where-Object { $status -ge 400 -or $_.ToString() -notmatch 'Invoke-(Qrs|QlikCloud)Request' })
        $found = foreach ($case in $asked) {
            Add-EmulatorFault @{ kind = 'echo'; status = $status; contentType = $contentType; retryAfter = 0; times = -1 }
            try { Find-Echoed $case } finally { Clear-EmulatorFault }
        }

        $found | Should -BeNullOrEmpty
    }

    It 'are in nothing that is said where no service answers' {
        $found = foreach ($case in $lost) { Find-Echoed $case }

        $found | Should -BeNullOrEmpty
        $shown | Should -Match 'ProxyNotReached'
        $shown | Should -Match 'ProxyInvalid'
        $shown | Should -Match 'ProxyMissing'
        $shown | Should -Match 'ServerCertificateUntrusted'
    }

    It 'are in no file that a command has left, journals among them' {
        $journals = Join-Path ([System.Environment]::GetFolderPath('LocalApplicationData')) 'QlikSnowflake'
        $files = @(Get-ChildItem -LiteralPath $TestDrive, $journals -File -Recurse -ErrorAction Ignore | Where-Object FullName -NE $plain)

        $files.Name | Should -Contain 'encrypted.p8'
        $found = foreach ($file in $files) {
            $text = Get-Content -LiteralPath $file.FullName -Raw -ErrorAction Ignore
            if ($text -and (Find-Secret -Text $text -Secret $secrets)) { $file.FullName }
        }
        $found | Should -BeNullOrEmpty
    }

    It 'are asked of every cmdlet that takes one' {
        $takers = @(Get-ModuleCommand | Where-Object { $_.Parameters.Values | Where-Object ParameterType -In ([securestring]), ([pscredential]) })

        $takers.Count | Should -BeGreaterThan 15
        foreach ($taker in $takers.Name) { "$cases $lost" | Should -Match "\b$taker\b" }
    }

    It 'were there to be found: the services did repeat them' {
        $shown | Should -Match '\(secret\)'
        $shown | Should -Match 'X-Qlik-User|Authorization'
        $names = @($cases + $lost | ForEach-Object { [regex]::Matches($_.ToString(), '\b[A-Z][a-z]+-(Qrs|QlikCloud|Snowflake)\w+').Value } | Sort-Object -Unique)
        Write-Host "      $($names.Count) cmdlets, $($cases.Count) cases at 7 kinds of answer and $($lost.Count) that reach no service"
    }
}
