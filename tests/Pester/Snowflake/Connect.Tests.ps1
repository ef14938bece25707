BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
}

Describe 'Connect-Snowflake' {
    BeforeEach { Disconnect-All }
    AfterAll { Disconnect-All }

    It 'emits nothing, and the session with -PassThru' {
        $login = Get-Login Snowflake
        Connect-Snowflake @login | Should -BeNullOrEmpty
        $session = Connect-Snowflake @login -PassThru
        $session.Account | Should -BeExactly 'myorg-myaccount'
        $session.User | Should -BeExactly 'SVC_QLIK'
        $session.Server | Should -BeExactly $login.HostName
        $session.Fingerprint | Should -BeExactly (Get-SnowflakePublicKey $login.PrivateKeyPath).Fingerprint
    }

    It 'takes an encrypted key with its passphrase' {
        $passphrase = ConvertTo-TestSecret 'connecting'
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'new.p8') -Passphrase $passphrase
        $admin = Get-Login SnowflakeAdmin
        Connect-Snowflake @admin
        Invoke-SnowflakeSql "ALTER USER SVC_NEW SET RSA_PUBLIC_KEY='$($pair.PublicKey)'" | Out-Null

        $login = Get-Login Snowflake
        $login.User = 'svc_new'
        $login.PrivateKeyPath = $pair.PrivateKeyPath
        Connect-Snowflake @login -Passphrase $passphrase
        (Invoke-SnowflakeSql 'SELECT CURRENT_USER() AS ME').ME | Should -BeExactly 'SVC_NEW'
    }

    It 'takes the key pair from the pipeline' {
        $login = Get-Login Snowflake
        $path = $login.PrivateKeyPath
        $login.Remove('PrivateKeyPath')
        [pscustomobject]@{ PrivateKeyPath = $path } | Connect-Snowflake @login
        Get-SnowflakeSession | Should -HaveCount 1
    }

    It 'sends role, warehouse, database and schema with each statement' {
        $login = Get-Login Snowflake
        Connect-Snowflake @login -Role PUBLIC -Warehouse QLIK_WH -Database TESTDB -Schema TESTSCHEMA
        $row = Invoke-SnowflakeSql 'SELECT CURRENT_ROLE() AS R, CURRENT_WAREHOUSE() AS W, CURRENT_DATABASE() AS D, CURRENT_SCHEMA() AS S'
        $row.R, $row.W, $row.D, $row.S | Should -BeExactly 'PUBLIC', 'QLIK_WH', 'TESTDB', 'TESTSCHEMA'
    }

    It 'says that a role is not granted' {
        $login = Get-Login Snowflake
        $failure = Get-Failure { Connect-Snowflake @login -Role ACCOUNTADMIN }
        $failure.Ends | Should -BeTrue
        $failure.Record.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure.Record.ErrorDetails.RecommendedAction | Should -Match 'role'
    }

    It 'warns of a certificate that is not checked, and connects' {
        $login = Get-Login Snowflake
        $login.Remove('RootCertificatePath')
        $warnings = @(Connect-Snowflake @login -SkipCertificateCheck 3>&1)
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match '-RootCertificatePath'
        (Invoke-SnowflakeSql 'SELECT 7 AS N').N | Should -Be 7
    }

    It 'refuses a certificate whose authority is not trusted, and sends nothing' {
        $login = Get-Login Snowflake
        $login.Remove('RootCertificatePath')
        $failure = Get-Failure { Connect-Snowflake @login }
        Assert-Failure $failure -Id ServerCertificateUntrusted -Category SecurityError -Advice '-RootCertificatePath' -Unsent
        $failure.Ends | Should -BeTrue
        Get-SnowflakeSession | Should -BeNullOrEmpty
    }

    It 'says that <Name> cannot log in, and by which statement an administrator sees why' -ForEach @(
        @{ Name = 'a user that does not exist'; User = 'NOBODY_AT_ALL' }
        @{ Name = 'a user whose key is another'; User = 'ADMIN' }
    ) {
        $login = Get-Login Snowflake
        $login.User = $User
        $failure = Get-Failure { Connect-Snowflake @login }
        Assert-Failure $failure -Id SnowflakeLoginFailed -Category AuthenticationError -Advice 'RSA_PUBLIC_KEY_FP'
        $failure.Ends | Should -BeTrue
        $failure.Record.Exception.StatusCode | Should -Be 401

        $action = $failure.Record.ErrorDetails.RecommendedAction
        $action | Should -Match "SELECT SYSTEM\`$GET_LOGIN_FAILURE_DETAILS\('[0-9a-f-]{36}'\)"
        $null = $action -match "SELECT SYSTEM\`$GET_LOGIN_FAILURE_DETAILS\('[0-9a-f-]{36}'\)"
        $statement = $Matches[0]
        $admin = Get-Login SnowflakeAdmin
        Connect-Snowflake @admin
        (Invoke-SnowflakeSql "$statement AS DETAILS").DETAILS | Should -Match 'JWT_TOKEN_INVALID|394\d\d\d|errorCode'
    }

    It 'says that this machine''s clock is wrong, and by how much: <_> seconds' -ForEach 86400, -86400 {
        Move-EmulatorClock $_
        try {
            $login = Get-Login Snowflake
            $failure = Get-Failure { Connect-Snowflake @login }
            Assert-Failure $failure -Id SnowflakeLoginFailed -Category AuthenticationError -Advice 'clock differs from Snowflake''s by (-?\d+) seconds'
            $null = $failure.Record.ErrorDetails.RecommendedAction -match 'by (-?\d+) seconds'
            [math]::Abs([int]$Matches[1] - $_) | Should -BeLessThan 30
        }
        finally {
            Move-EmulatorClock 0
        }
    }

    It 'refuses before any request: <Name>' -ForEach @(
        @{ Name = 'an account with a slash'; Change = { @{ Account = 'myorg/myaccount' } }; Id = 'AccountInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'an account with a space'; Change = { @{ Account = 'my account' } }; Id = 'AccountInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a host with a path'; Change = { @{ HostName = 'localhost/api/v2' } }; Id = 'HostNameInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a host that is a URL with a path'; Change = { @{ HostName = 'https://localhost/console' } }; Id = 'HostNameInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a host that is not served by https'; Change = { @{ HostName = 'http://localhost' } }; Id = 'HostNameInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a key file that is not there'; Change = { @{ PrivateKeyPath = Join-Path $TestDrive 'gone.p8' } }; Id = 'KeyFileNotFound'; Category = 'ObjectNotFound' }
        @{ Name = 'a public key'; Change = { @{ PrivateKeyPath = (New-SnowflakeKeyPair (Join-Path $TestDrive 'p.p8') -NoPassphrase -Force).PublicKeyPath } }; Id = 'KeyIsPublic'; Category = 'InvalidData' }
        @{ Name = 'a blank user'; Change = { @{ User = ' ' } }; Id = 'UserInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a root certificate that is not there'; Change = { @{ RootCertificatePath = Join-Path $TestDrive 'gone.pem' } }; Id = 'RootCertificateUnreadable'; Category = 'ObjectNotFound' }
        @{ Name = 'a root certificate that is none'; Change = { Set-Content (Join-Path $TestDrive 'no.pem') 'no'; @{ RootCertificatePath = Join-Path $TestDrive 'no.pem' } }; Id = 'RootCertificateInvalid'; Category = 'InvalidData' }
    ) {
        $login = Get-Login Snowflake
        $other = & $Change
        foreach ($key in $other.Keys) { $login[$key] = $other[$key] }
        $failure = Get-Failure { Connect-Snowflake @login }
        Assert-Failure $failure -Id $Id -Category $Category -Advice '\w' -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'says that nothing answers there' {
        $login = Get-Login Snowflake
        $login.HostName = 'localhost:1'
        Assert-Failure (Get-Failure { Connect-Snowflake @login }) -Id ConnectionRefused -Category ConnectionError -Advice 'port'
    }

    It 'keeps the default session when a connection fails' {
        $login = Get-Login Snowflake
        Connect-Snowflake @login -Name good
        $login.User = 'NOBODY_AT_ALL'
        $null = Get-Failure { Connect-Snowflake @login -Name bad }
        (Get-SnowflakeSession).Name | Should -BeExactly 'good'
    }
}
