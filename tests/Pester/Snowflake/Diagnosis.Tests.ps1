[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    $login = Get-Login Snowflake
    $other = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'other.p8') -NoPassphrase
}

Describe 'Test-SnowflakeConnection' {
    BeforeAll {
        Disconnect-All
        $names = 'Key readable', 'Key size', 'Fingerprint', 'Account', 'Host', 'DNS', 'TCP', 'TLS', 'Clock', 'Login', 'Key slot', 'Role', 'Warehouse'
        function Get-Check {
            param([hashtable] $With = @{}, [string] $Name)
            $call = $login.Clone()
            foreach ($key in $With.Keys) { if ($null -eq $With[$key]) { $call.Remove($key) } else { $call[$key] = $With[$key] } }
            $script:checks = Test-SnowflakeConnection @call
            if ($Name) { $script:checks | Where-Object Name -EQ $Name }
        }
    }

    AfterEach { Move-EmulatorClock 0 }
    AfterAll { Disconnect-All }

    It 'shows statements, GUIDs and fingerprints unbroken in <_> columns' -ForEach 80, 100, 120 {
        $check = Get-Check @{ User = 'NOBODY' } Login
        $id = [regex]::Match($check.Advice, '[0-9a-f]{8}-[0-9a-f-]{27}').Value
        $id | Should -Not -BeNullOrEmpty
        $shown = ($checks | Out-String -Width $_) -replace '\x1b\[[0-9;]*m'
        $lines = $shown -split '\r?\n'
        foreach ($line in $lines) { $line.Length | Should -BeLessOrEqual $_ }
        $shown | Should -Match ([regex]::Escape("SYSTEM`$GET_LOGIN_FAILURE_DETAILS('$id')"))
        $shown | Should -Match ([regex]::Escape(((($checks | Where-Object Name -EQ 'Fingerprint').Detail -replace '.*(SHA256:\S+).*', '$1'))))
        # Whatever was to be copied is there, word by word.
        ($shown -replace '\s+', ' ') | Should -Match ([regex]::Escape((($check.Detail -replace '\s+', ' '))))
        ($shown -replace '\s+', ' ') | Should -Match ([regex]::Escape((($check.Advice -replace '\s+', ' '))))
    }

    It 'emits every check, in order, and opens no session' {
        $null = Get-Check @{ Role = 'QLIK_ROLE'; Warehouse = 'QLIK_WH' }
        $checks.Name | Should -Be $names
        $checks.Status | Select-Object -Unique | Should -Be 'Passed'
        Get-SnowflakeSession | Should -BeNullOrEmpty
        ($checks | Out-String -Width 200) | Should -Match 'Key slot\s+Passed'
    }

    It 'finds <Check>' -ForEach @(
        @{ Check = 'Key readable'; With = @{ PrivateKeyPath = 'none.p8' }; Advice = '.' }
        @{ Check = 'DNS'; With = @{ HostName = 'no-such-host.invalid' }; Advice = '-Account' }
        @{ Check = 'TCP'; With = @{ HostName = '127.0.0.1:1' }; Advice = 'firewall' }
        @{ Check = 'TLS'; With = @{ RootCertificatePath = $null }; Advice = '-RootCertificatePath' }
        @{ Check = 'Role'; With = @{ Role = 'NOT_MINE' }; Advice = '.' }
        @{ Check = 'Warehouse'; With = @{ Warehouse = 'not_there' }; Advice = 'case-sensitive' }
        @{ Check = 'Login'; With = @{ User = 'NOBODY' }; Advice = 'SYSTEM\$GET_LOGIN_FAILURE_DETAILS\(' }
    ) {
        $check = Get-Check $With $Check
        $check.Status | Should -Be 'Failed'
        $check.Advice | Should -Match $Advice
        @($checks | Where-Object Status -EQ 'Failed') | Should -HaveCount 1
        $checks.Name | Should -Be $names
    }

    It 'finds a wrong clock, and that it is the reason' {
        Move-EmulatorClock 7200
        (Get-Check -Name 'Clock').Status | Should -Be 'Failed'
        ($checks | Where-Object Name -EQ 'Login').Detail | Should -Match 'Proven.*394303'
    }

    It 'goes past a certificate that is not to be checked, with a warning' {
        $warned = Get-Check @{ RootCertificatePath = $null; SkipCertificateCheck = $true; WarningAction = 'SilentlyContinue' } 'TLS'
        $warned.Status | Should -Be 'Skipped'
        ($checks | Where-Object Name -EQ 'Login').Status | Should -Be 'Passed'
        $warnings = $null
        $null = Test-SnowflakeConnection @login -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'not checked'
    }

    It 'has the login parameters of Connect-Snowflake' {
        $connect = (Get-Command Connect-Snowflake).Parameters
        $test = (Get-Command Test-SnowflakeConnection).Parameters
        @($connect.Keys | Where-Object { -not $test.ContainsKey($_) } | Sort-Object) | Should -Be @('Database', 'Name', 'PassThru', 'Schema')
    }

    It 'asks an administrator''s session with -Detailed' {
        $admin = Get-Login SnowflakeAdmin
        Connect-Snowflake @admin -Name detail
        $check = Get-Check @{ PrivateKeyPath = $other.PrivateKeyPath; Detailed = $true; Session = 'detail' } 'Login'
        $check.Detail | Should -Match 'FINGERPRINT_MISMATCH'
        $check.Advice | Should -Match 'Set-SnowflakeUserKey'
        ($checks | Where-Object Name -EQ 'Key slot').Status | Should -Be 'Failed'
        Disconnect-Snowflake detail
        Assert-Failure (Get-Failure { Test-SnowflakeConnection @login -Detailed }) -Id NoSession -Unsent
    }

    It 'refuses an account that is none before any request' {
        Assert-Failure (Get-Failure { Test-SnowflakeConnection 'a/b' u $login.PrivateKeyPath }) -Id AccountInvalid -Unsent
    }

    It 'shows no secret' {
        $null = Get-Check @{ PrivateKeyPath = $null; User = $null; Token = (ConvertTo-TestSecret 's3cret') }
        ($checks | Format-List * | Out-String) | Should -Not -Match 's3cret|eyJ[\w-]+\.'
        ($checks | Where-Object Name -EQ 'Login').Status | Should -Be 'Failed'
    }
}

Describe 'Test-SnowflakeJwt' {
    It 'takes what New-SnowflakeJwt emits, its SecureString and its text' {
        $jwt = New-SnowflakeJwt -Account myorg-acct -User me -PrivateKeyPath $other.PrivateKeyPath
        foreach ($token in $jwt, $jwt.Token, (ConvertFrom-TestSecret $jwt.Token)) {
            $result = $token | Test-SnowflakeJwt -PublicKeyPath $other.PublicKeyPath -Account myorg-acct
            $result.IsValid, $result.SignatureVerified, $result.Account, $result.User | Should -Be $true, $true, 'MYORG-ACCT', 'ME'
            $result.Problems | Should -BeNullOrEmpty
        }
    }

    It 'calls no token valid whose signature nobody has checked' {
        $jwt = New-SnowflakeJwt -Account myorg-acct -User me -PrivateKeyPath $other.PrivateKeyPath
        $text = ConvertFrom-TestSecret $jwt.Token
        $head, $claims, $signature = $text -split '\.'
        $tampered = "$head.$claims.$($signature.Substring(0, 40))$($signature.Substring(40).ToLowerInvariant())"
        foreach ($token in $text, $tampered) {
            $result = Test-SnowflakeJwt $token
            $result.IsValid | Should -Be $null
            $result.SignatureVerified | Should -Be $null
            $result.Problems | Should -BeNullOrEmpty
            ($result | Out-String -Width 200) | Should -Match 'IsValid\s+: \(not known: no key was given'
        }
        (Test-SnowflakeJwt $tampered -PublicKeyPath $other.PublicKeyPath).IsValid | Should -BeFalse
        (Test-SnowflakeJwt $text -PublicKeyPath $other.PublicKeyPath).IsValid | Should -BeTrue
    }

    It 'finds another key, another account and another time' {
        $jwt = New-SnowflakeJwt -Account myorg-acct -User me -PrivateKeyPath $other.PrivateKeyPath
        $result = $jwt | Test-SnowflakeJwt -PrivateKeyPath $login.PrivateKeyPath -Account other-acct
        $result.IsValid | Should -BeFalse
        "$($result.Problems)" | Should -Match '394307.*394304.*394306'
    }

    It 'refuses what is no token, without showing it' {
        $failure = Get-Failure { 's3cret' | Test-SnowflakeJwt }
        Assert-Failure $failure -Id JwtInvalid -Category InvalidData -Unsent
        "$($failure.Record)" | Should -Not -Match 's3cret'
    }
}
