BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    Disconnect-All
    $stem = 'origin ' + [guid]::NewGuid().ToString('N').Substring(0, 8)

    # A second site, tenant and account, with objects of the same names.
    $second = Open-Emulator -Path $env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH
    $first = $env:QLIKSNOWFLAKE_TEST_EMULATOR
    foreach ($place in @{ Name = 'test'; State = $first }, @{ Name = 'prod'; State = $second.StateDirectory }) {
        $env:QLIKSNOWFLAKE_TEST_EMULATOR = $place.State
        $login = Get-Login Qrs
        Connect-Qrs @login -Name $place.Name
        $login = Get-Login QlikCloud
        Connect-QlikCloud @login -Name $place.Name
        $login = Get-Login SnowflakeAdmin
        Connect-Snowflake @login -Name $place.Name
    }

    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $first
    $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'cloud.p8') -NoPassphrase
    $cloudLogin = @{ Account = 'myorg-myaccount'; User = 'SVC'; PrivateKeyPath = $pair.PrivateKeyPath }
    foreach ($site in 'test', 'prod') {
        foreach ($name in "$stem a", "$stem b", "$stem c", "$stem d") {
            $null = New-QrsDataConnection $name -ConnectionString 'C:\Data' -Type folder -Session $site
            $null = New-QlikCloudDataConnection $name @cloudLogin -Session $site
        }
    }
}

AfterAll {
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $first
    foreach ($name in 'a', 'b', 'c', 'd', 'e') {
        foreach ($site in 'test', 'prod') {
            Remove-QrsDataConnection "$stem $name" -Session $site -Confirm:$false -ErrorAction SilentlyContinue
            Remove-QlikCloudDataConnection "$stem $name" -Session $site -Confirm:$false -ErrorAction SilentlyContinue
        }
    }
    Disconnect-All
    Close-Emulator -Emulator $second
}

Describe 'An object of a Qlik Sense site' {
    It 'is worked on where it came from, piped or by position, filtered, sorted or alone' {
        Get-QrsDataConnection "$stem a" -Session test | Remove-QrsDataConnection -Confirm:$false
        Get-QrsDataConnection "$stem*" -Session test | Where-Object Name -like '*b' | Sort-Object Name | Select-Object -First 1 |
            Set-QrsDataConnection -ConnectionString 'C:\Changed'
        $object = Get-QrsDataConnection "$stem c" -Session test
        Set-QrsDataConnection $object -ConnectionString 'C:\Changed'
        Set-QrsDataConnection @($object) -ConnectionString 'C:\Changed'
        (Test-QrsDataConnection $object -ConnectionString 'C:\Changed').InDesiredState | Should -BeTrue
        Remove-QrsDataConnection -InputObject $object -Force
        (Get-QrsDataConnection "$stem*" -Session prod).ConnectionString | Should -Be (@('C:\Data') * 4)
        (Get-QrsDataConnection "$stem*" -Session test).ConnectionString | Should -Be 'C:\Changed', 'C:\Data'
        ($object | Get-QrsDataConnection -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
    }

    It 'is worked on in the session given, where one is' {
        $failure = Get-Failure { Get-QrsDataConnection "$stem b" -Session test | Remove-QrsDataConnection -Session prod -Confirm:$false }
        Assert-Failure $failure -Id QrsObjectNotFound
        (Get-QrsDataConnection "$stem b" -Session test).Name | Should -BeExactly "$stem b"
    }

    It 'of a plain request remembers, too' {
        Invoke-QrsRequest dataconnection -Query @{ filter = "name eq '$stem b'" } -Session test | Set-QrsDataConnection -ConnectionString 'C:\Again'
        (Get-QrsDataConnection "$stem b" -Session test).ConnectionString | Should -Be 'C:\Again'
        (Get-QrsDataConnection "$stem b" -Session prod).ConnectionString | Should -Be 'C:\Data'
    }

    It 'says nothing of its session in JSON, CSV, XML, text or a view' {
        $object = Get-QrsDataConnection "$stem b" -Session test
        $file = Join-Path $TestDrive 'object.xml'
        $object | Export-Clixml -LiteralPath $file
        $texts = @(
            $object | ConvertTo-Json -Depth 5
            ($object | ConvertTo-Csv) -join "`n"
            Get-Content -LiteralPath $file -Raw
            $object | Format-List -Property * -Force | Out-String
            $object | Out-String
        )
        foreach ($text in $texts) { $text | Should -Not -Match 'QrsSession|Session' }
        ($object | Get-Member).Name -match 'Session' | Should -BeNullOrEmpty
    }

    It 'that is a copy without its session is refused while several are open, and taken with -Session' {
        $file = Join-Path $TestDrive 'copy.xml'
        Get-QrsDataConnection "$stem b" -Session test | Export-Clixml -LiteralPath $file
        foreach ($copy in (Import-Clixml -LiteralPath $file), (Get-QrsDataConnection "$stem b" -Session test | Select-Object -Property Name)) {
            $failure = Get-Failure { $copy | Remove-QrsDataConnection -Confirm:$false }
            Assert-Failure $failure -Id ObjectSessionUnknown -Category ConnectionError -Message 'prod, test' -Advice '-Session' -Unsent
            ($copy | Set-QrsDataConnection -ConnectionString 'C:\Copy' -Session test -PassThru).ConnectionString | Should -Be 'C:\Copy'
        }
        (Get-QrsDataConnection "$stem b" -Session prod).ConnectionString | Should -Be 'C:\Data'
    }

    It 'is found by id or name from CSV, hashtables and custom objects, never by its text' {
        $id = (Get-QrsDataConnection "$stem d" -Session prod).Id
        foreach ($input in @{ Name = "$stem d" }, [pscustomobject] @{ Id = "$id" }, [pscustomobject] @{ ID = $id; name = 'other' }, ("Name,Id`n,$id" | ConvertFrom-Csv), ("Name`n$stem d" | ConvertFrom-Csv)) {
            (, $input | Set-QrsDataConnection -ConnectionString 'C:\Csv' -PassThru).Id | Should -Be $id
            (Set-QrsDataConnection $input -ConnectionString 'C:\Data' -PassThru).Id | Should -Be $id
            ($input | Get-QrsDataConnection).Id | Should -Be $id
        }
        ("$id" | Get-QrsDataConnection).Id | Should -Be $id
        Assert-Failure (Get-Failure { [pscustomobject] @{ password = 'TopSecret!42' } | Remove-QrsDataConnection -Confirm:$false }) -Id InputObjectUnclear -Category InvalidArgument -Advice 'Get-' -Unsent
        Assert-Failure (Get-Failure { [pscustomobject] @{ Id = 'abc' } | Remove-QrsDataConnection -Confirm:$false }) -Id DataConnectionIdInvalid -Unsent
        # The name of an object is a name, not a wildcard.
        Assert-Failure (Get-Failure { [pscustomobject] @{ Name = "$stem ?" } | Remove-QrsDataConnection -Confirm:$false }) -Id DataConnectionNotFound
        (Get-QrsDataConnection "$stem ?" -Session prod) | Should -HaveCount 4
    }

    It 'cannot get the name that another gets, however they come in' {
        $failure = Get-Failure { Get-QrsDataConnection "$stem ?" -Session prod | Set-QrsDataConnection -NewName "$stem e" }
        Assert-Failure $failure -Id RenameOfSeveral -Category InvalidArgument
        $failure.Count | Should -Be 1
        (Get-QrsDataConnection "$stem ?" -Session prod).Name | Should -Not -Contain "$stem e"
        (Get-QrsDataConnection "$stem d" -Session prod | Set-QrsDataConnection -NewName "$stem e" -PassThru).Name | Should -BeExactly "$stem e"
    }
}

Describe 'An object of a Qlik Cloud tenant' {
    It 'is worked on where it came from' {
        Get-QlikCloudDataConnection "$stem a" -Session test | Set-QlikCloudDataConnection -NewName "$stem e"
        Remove-QlikCloudDataConnection (Get-QlikCloudDataConnection "$stem b" -Session test) -Confirm:$false
        (Get-QlikCloudDataConnection "$stem*" -Session prod).Name | Sort-Object | Should -BeExactly "$stem a", "$stem b", "$stem c", "$stem d"
        (Get-QlikCloudDataConnection "$stem*" -Session test).Name | Sort-Object | Should -BeExactly "$stem c", "$stem d", "$stem e"
    }

    It 'is an API key, a user or a line of a file as well' {
        $key = New-QlikCloudApiKey "$stem key" -ExpiresIn 1h -Session test
        try {
            (Set-QlikCloudApiKey $key "$stem renamed" -PassThru).Description | Should -BeExactly "$stem renamed"
            ([pscustomobject] @{ Id = $key.Id } | Get-QlikCloudApiKey -Session test).Id | Should -Be $key.Id
            (Get-QlikCloudApiKey -Id $key.Id -Session test | Select-Object Id | Set-QlikCloudApiKey -Description "$stem again" -Session test -PassThru).Description |
                Should -BeExactly "$stem again"
            $copy = Get-QlikCloudApiKey -Id $key.Id -Session test | Select-Object Id
            Assert-Failure (Get-Failure { $copy | Remove-QlikCloudApiKey -Confirm:$false }) -Id ObjectSessionUnknown -Unsent
        }
        finally {
            Remove-QlikCloudApiKey "$stem again" -Session test -Confirm:$false
        }
        Get-QlikCloudApiKey "$stem*" -Session test | Should -BeNullOrEmpty
        $me = Get-QlikCloudUser -Me -Session test
        ([pscustomobject] @{ Email = $me.Email } | Get-QlikCloudUser -Session test).Id | Should -Be $me.Id
        (Get-QlikCloudUser $me.Email -Session test).Id | Should -Be $me.Id
        ($me | Get-QlikCloudUser).Id | Should -Be $me.Id
    }
}

Describe 'An object of a Snowflake account' {
    BeforeAll {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'extra.p8') -NoPassphrase
        foreach ($site in 'test', 'prod') { Set-SnowflakeUserKey SVC_QLIK $pair.PublicKeyPath -Slot 2 -Session $site }
    }

    It 'is removed where it came from, and only while it is the key that was shown' {
        $stale = Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY_2 -Session test
        $newer = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'newer.p8') -NoPassphrase
        Set-SnowflakeUserKey SVC_QLIK $newer.PublicKeyPath -Slot 2 -Session test -Force
        Assert-Failure (Get-Failure { $stale | Remove-SnowflakeUserKey -Confirm:$false }) -Id UserKeyChanged -Category ResourceExists -Message 'SHA256' -Advice 'Get-SnowflakeUserKey'
        (Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY_2 -Session test).Fingerprint | Should -Be $newer.Fingerprint
        Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY_2 -Session test | Remove-SnowflakeUserKey -Force
        (Get-SnowflakeUserKey SVC_QLIK -Session test).Name | Should -Not -Contain 'RSA_PUBLIC_KEY_2'
        (Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY_2 -Session prod).Fingerprint | Should -Be $pair.Fingerprint
        Remove-SnowflakeUserKey (Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY_2 -Session prod) -Confirm:$false
    }

    It 'is not removed as the last key of its user without a word for it' {
        $failure = Get-Failure { Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY -Session prod | Remove-SnowflakeUserKey -Force }
        Assert-Failure $failure -Id UserKeyLast -Advice 'AllowLockOut'
        $last = Get-SnowflakeUserKey SVC_QLIK -Session prod
        $last | Remove-SnowflakeUserKey -Force -AllowLockOut
        Get-SnowflakeUserKey SVC_QLIK -Session prod | Should -BeNullOrEmpty
        (Get-SnowflakeUserKey SVC_QLIK RSA_PUBLIC_KEY -Session test).User | Should -Be 'SVC_QLIK'
    }

    It 'is a statement as well' {
        $statement = Invoke-SnowflakeSql 'SELECT 1 AS N' -NoWait -Session test
        (Wait-SnowflakeStatement $statement).Status | Should -Be 'Succeeded'
        ($statement | Receive-SnowflakeStatement).N | Should -Be 1
        Assert-Failure (Get-Failure { Get-SnowflakeStatement $statement.StatementHandle }) -Id StatementNotFound
        ([pscustomobject] @{ QueryId = $statement.StatementHandle } | Get-SnowflakeStatement -Session test).Status | Should -Be 'Succeeded'
    }
}

Describe 'A session that an object came from' {
    It 'is said to be closed when it is' {
        $login = Get-Login Qrs
        Connect-Qrs @login -Name shortlived
        $object = Get-QrsDataConnection -Session shortlived | Select-Object -First 1
        Disconnect-Qrs shortlived
        $failure = Get-Failure { $object | Remove-QrsDataConnection -Confirm:$false }
        Assert-Failure $failure -Id SessionClosed -Category ConnectionError -Message 'shortlived' -Advice 'Connect-Qrs'
    }
}
