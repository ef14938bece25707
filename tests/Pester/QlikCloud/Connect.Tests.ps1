BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
}

Describe 'Connect-QlikCloud' {
    BeforeEach { Disconnect-All }
    AfterEach { Move-EmulatorClock 0 }
    AfterAll { Disconnect-All }

    It 'emits nothing, and the session with -PassThru' {
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login | Should -BeNullOrEmpty
        $session = Connect-QlikCloud @login -PassThru
        $session.Tenant | Should -BeExactly $login.Tenant
        $session.TenantId | Should -BeExactly (Get-Emulator).qlikCloud.tenantId
        $session.User.Id | Should -BeExactly (Get-Emulator).qlikCloud.userId
    }

    It 'takes the key from the pipeline, as a secret store gives it' {
        $login = Get-Login QlikCloud
        $key = $login.ApiKey
        $login.Remove('ApiKey')
        $key | Connect-QlikCloud @login
        Get-QlikCloudSession | Should -HaveCount 1
    }

    It 'still works when the key that was given is disposed' {
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login
        $login.ApiKey.Dispose()
        Get-QlikCloudUser -Me | Should -Not -BeNullOrEmpty
    }

    It 'takes a tenant as a browser''s address bar shows it, and in all spellings as one' {
        $login = Get-Login QlikCloud
        $tenant = $login.Tenant
        foreach ($spelling in $tenant, "https://$tenant/", "$($tenant.ToUpperInvariant())/", "https://$tenant/analytics/home?a=b#c") {
            $login.Tenant = $spelling
            Connect-QlikCloud @login
            (Get-QlikCloudSession).Name | Should -BeExactly $tenant
        }
    }

    It 'says that a key is not known' {
        $login = Get-Login QlikCloud
        $login.ApiKey = ConvertTo-TestSecret 'eyJhbGciOiJFUzM4NCJ9.eyJqdGkiOiJub25lIn0.AAAA'
        $failure = Get-Failure { Connect-QlikCloud @login }
        Assert-Failure $failure -Id QlikCloudLoginFailed -Category AuthenticationError -Advice 'New-QlikCloudApiKey'
        $failure.Ends | Should -BeTrue
        $failure.Record.Exception.StatusCode | Should -Be 401
        Get-QlikCloudSession | Should -BeNullOrEmpty
    }

    It 'says that a key is expired' {
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login
        $login.ApiKey = (New-QlikCloudApiKey 'to expire' -ExpiresIn PT1H).Token
        Disconnect-QlikCloud
        Connect-QlikCloud @login
        Disconnect-QlikCloud
        Move-EmulatorClock 7200
        Assert-Failure (Get-Failure { Connect-QlikCloud @login }) -Id QlikCloudLoginFailed -Category AuthenticationError -Advice 'expired'
    }

    It 'refuses a certificate whose authority is not trusted, and sends nothing' {
        $login = Get-Login QlikCloud
        $login.Remove('RootCertificatePath')
        Assert-Failure (Get-Failure { Connect-QlikCloud @login }) -Id ServerCertificateUntrusted -Category SecurityError -Advice '-RootCertificatePath' -Unsent
    }

    It 'warns of a certificate that is not checked, and connects' {
        $login = Get-Login QlikCloud
        $login.Remove('RootCertificatePath')
        @(Connect-QlikCloud @login -SkipCertificateCheck 3>&1)[0].Message | Should -Match '-RootCertificatePath'
        Get-QlikCloudSession | Should -HaveCount 1
    }

    It 'refuses before any request: <Name>' -ForEach @(
        @{ Name = 'a tenant by http'; Change = { @{ Tenant = 'http://localhost/console' } }; Id = 'TenantInvalid' }
        @{ Name = 'a tenant with a space'; Change = { @{ Tenant = 'my tenant' } }; Id = 'TenantInvalid' }
        @{ Name = 'a key with a line break'; Change = { @{ ApiKey = ConvertTo-TestSecret "abc`ndef" } }; Id = 'ApiKeyInvalid' }
        @{ Name = 'a key with a blank at its end'; Change = { @{ ApiKey = ConvertTo-TestSecret 'abc ' } }; Id = 'ApiKeyInvalid' }
        @{ Name = 'an empty key'; Change = { @{ ApiKey = New-Object System.Security.SecureString } }; Id = 'ApiKeyInvalid' }
    ) {
        $login = Get-Login QlikCloud
        $other = & $Change
        foreach ($key in $other.Keys) { $login[$key] = $other[$key] }
        $failure = Get-Failure { Connect-QlikCloud @login }
        Assert-Failure $failure -Id $Id -Category InvalidArgument -Advice '\w' -Unsent
        $failure.Record.ErrorDetails.RecommendedAction | Should -Not -Match 'qlikserver'
        $failure.Ends | Should -BeTrue
    }

    It 'follows no redirect to another host, which would get the key' {
        $login = Get-Login QlikCloud
        Add-EmulatorFault @{ service = 'qlikCloud'; kind = 'status'; status = 302; times = -1 }
        try {
            Assert-Failure (Get-Failure { Connect-QlikCloud @login }) -Id RedirectRefused -Category SecurityError
        }
        finally {
            Clear-EmulatorFault
        }
    }
}

Describe 'Get-QlikCloudUser' {
    BeforeAll {
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login
    }

    AfterAll {
        Edit-EmulatorSetting qlikCloud @{ meAnswer = 'Direct' }
        Disconnect-All
    }

    It 'gives the user of the key, when the tenant answers <_>' -ForEach 'Direct', 'Found', 'TemporaryRedirect' {
        Edit-EmulatorSetting qlikCloud @{ meAnswer = $_ }
        $me = Get-QlikCloudUser -Me
        $me.Id | Should -BeExactly (Get-Emulator).qlikCloud.userId
        $me.TenantId | Should -BeExactly (Get-Emulator).qlikCloud.tenantId
        $me.Status | Should -BeExactly 'active'
        $me.Roles | Should -Contain 'TenantAdmin'
    }
}

Describe 'New-QlikCloudApiKey' {
    BeforeAll {
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login
        $script:create = '/api/v1/api-keys'
    }

    AfterAll { Disconnect-All }

    It 'gives the new key with its token as a SecureString, and the token works' {
        $key = New-QlikCloudApiKey 'for the reload task'
        $key.Description | Should -BeExactly 'for the reload task'
        $key.Status | Should -BeExactly 'active'
        $key.UserId | Should -BeExactly (Get-Emulator).qlikCloud.userId
        $key.Token | Should -BeOfType [securestring]

        $login = Get-Login QlikCloud
        $login.ApiKey = $key.Token
        (Connect-QlikCloud @login -Name other -PassThru).User.Id | Should -BeExactly $key.UserId
        Disconnect-QlikCloud other
    }

    It 'says where Export-Clixml would write the key unencrypted, which is so' {
        Skip-Unless (Test-Unix) 'Windows encrypts it'
        $file = Join-Path $TestDrive 'key.xml'
        New-QlikCloudApiKey 'to a file' -ExpiresIn PT1H -WarningVariable warnings -WarningAction SilentlyContinue | Export-Clixml -LiteralPath $file
        "$warnings" | Should -Match 'does not encrypt'
        $hidden = [regex]::Match((Get-Content -LiteralPath $file -Raw), '<SS N="Token">([0-9a-f]+)</SS>').Groups[1].Value
        $bytes = for ($i = 0; $i -lt $hidden.Length; $i += 2) { [Convert]::ToByte($hidden.Substring($i, 2), 16) }
        [System.Text.Encoding]::Unicode.GetString($bytes) | Should -Match '^eyJ[\w-]+\.'

        $null = New-QlikCloudApiKey 'not to a file' -ExpiresIn PT1H -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'gives the token alone, as text, with -AsPlainText' {
        $token = New-QlikCloudApiKey 'plain' -AsPlainText
        $token | Should -BeOfType [string]
        $token | Should -Match '^[\w-]+\.[\w-]+\.[\w-]+$'
    }

    It 'lives as long as -ExpiresIn <Given> says' -ForEach @(
        @{ Given = 'P30D'; Hours = 720 }
        @{ Given = 'P1W'; Hours = 168 }
        @{ Given = 'PT6H'; Hours = 6 }
        @{ Given = 'P1DT12H'; Hours = 36 }
        @{ Given = '06:00:00'; Hours = 6 }
        @{ Given = '2.00:00:00'; Hours = 48 }
        @{ Given = [timespan]::FromHours(3); Hours = 3 }
    ) {
        $key = New-QlikCloudApiKey 'lifetime' -ExpiresIn $Given
        ($key.ExpiresAt - $key.CreatedAt).TotalHours | Should -Be $Hours
        $key.ExpiresAt | Should -BeOfType System.DateTimeOffset
    }

    It 'takes descriptions from the pipeline' {
        ('one', 'two' | New-QlikCloudApiKey -ExpiresIn PT1H).Description | Should -BeExactly 'one', 'two'
    }

    It 'refuses -ExpiresIn <Given> before any request' -ForEach @(
        @{ Given = 'soon'; Id = 'ParameterArgumentTransformationError' }
        @{ Given = 30; Id = 'ParameterArgumentTransformationError' }
        @{ Given = '24:00:00'; Id = 'ParameterArgumentTransformationError' }
        @{ Given = '2020-01-01'; Id = 'ParameterArgumentTransformationError' }
        @{ Given = '-01:00:00'; Id = 'ParameterArgumentTransformationError' }
        @{ Given = [timespan]'-01:00:00'; Id = 'ApiKeyLifetimeInvalid' }
    ) {
        Assert-Failure (Get-Failure { New-QlikCloudApiKey 'lifetime' -ExpiresIn $Given }) -Id $Id -Unsent
    }

    It 'refuses a blank description before any request' {
        Assert-Failure (Get-Failure { New-QlikCloudApiKey ' ' }) -Id ApiKeyDescriptionInvalid -Category InvalidArgument -Unsent
    }

    It 'makes no key with -WhatIf' {
        $before = Get-RequestCount -ChangingOnly
        New-QlikCloudApiKey 'whatif' -WhatIf | Should -BeNullOrEmpty
        (Get-RequestCount -ChangingOnly) - $before | Should -Be 0
    }

    It 'says that there are as many keys as the tenant allows' {
        Edit-ApiKeyPolicy -MostKeys 1
        try {
            Assert-Failure (Get-Failure { New-QlikCloudApiKey 'one too many' }) -Id ApiKeyLimitReached -Category LimitsExceeded -Advice 'limit'
        }
        finally {
            Edit-ApiKeyPolicy
        }
    }

    It 'says that the tenant allows no such lifetime' {
        Edit-ApiKeyPolicy -LongestLife PT24H
        try {
            Assert-Failure (Get-Failure { New-QlikCloudApiKey 'too long' -ExpiresIn P30D }) -Id ApiKeyLifetimeTooLong -Category LimitsExceeded -Message 'P1D'
        }
        finally {
            Edit-ApiKeyPolicy
        }
    }

    It 'makes no second key when the connection is dropped after the work' {
        $before = Get-RequestCount -Service qlikCloud -Method POST -Route $create
        Add-EmulatorFault @{ service = 'qlikCloud'; method = 'POST'; kind = 'dropAfter' }
        try {
            Assert-Failure (Get-Failure { New-QlikCloudApiKey 'dropped' }) -Id ConnectionLost -Category ConnectionError
        }
        finally {
            Clear-EmulatorFault
        }

        (Get-RequestCount -Service qlikCloud -Method POST -Route $create) - $before | Should -Be 1
    }

    It 'waits as long as the tenant asks when there are too many requests' {
        Add-EmulatorFault @{ service = 'qlikCloud'; method = 'POST'; kind = 'status'; status = 429; retryAfter = 1 }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        (New-QlikCloudApiKey 'patient').Description | Should -BeExactly 'patient'
        $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 1
    }
}
