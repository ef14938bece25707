BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Disconnect-All
    foreach ($service in 'Qrs', 'QlikCloud', 'SnowflakeAdmin') {
        $login = Get-Login $service
        & ('Connect-' + ($service -replace 'Admin')) @login -Name "across-$service"
    }

    $script:emulator = Get-Emulator
    $script:user = $emulator.snowflake.user
    $script:keyPath = $emulator.snowflake.privateKey
    $script:account = @{ Account = $emulator.snowflake.account; User = $user }
    $script:prefix = "across $([guid]::NewGuid().ToString('N').Substring(0, 8))"

    function New-PasswordConnection {
        param([string] $Name)
        $credential = New-Object System.Management.Automation.PSCredential $user, (ConvertTo-TestSecret 'kept-out-of-views')
        $text = "CUSTOM CONNECT TO `"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=$($emulator.snowflake.account).snowflakecomputing.com;warehouse= compute_wh ;`""
        New-QrsDataConnection "$prefix $Name" -ConnectionString $text -Type QvOdbcConnectorPackage.exe -Credential $credential
    }
}

AfterAll {
    Get-QrsDataConnection "$prefix*" | Remove-QrsDataConnection -Confirm:$false
    Get-QlikCloudDataConnection "$prefix*" | Remove-QlikCloudDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Get-QlikSnowflakeConnection' {
    BeforeAll {
        $script:made = New-QrsDataConnection "$prefix key" @account -PrivateKeyPath $keyPath -Warehouse COMPUTE_WH
        $null = New-PasswordConnection 'password'
        $null = New-QlikCloudDataConnection "$prefix cloud [1]" @account -PrivateKeyPath $keyPath -Database DB
    }

    It 'emits the connections of all open sites and tenants as one kind of object' {
        $found = @(Get-QlikSnowflakeConnection "$prefix*" | Sort-Object -Property Name)
        $found.Name | Should -Be "$prefix cloud [1]", "$prefix key", "$prefix password"
        $found.Service | Should -Be 'QlikCloud', 'Qrs', 'Qrs'
        $found.Login | Should -Be 'KeyPair', 'KeyPair', 'Password'
        $found.Evidence | Should -Be 'SameUser', 'Fingerprint', 'None'
        $found.User | Should -Be $user, $user, $user
        $found[1].Id | Should -Be $made.Id
        $found[1].KeyFingerprint | Should -BeExactly $made.KeyFingerprint
        $found[1].KeyName | Should -Be 'RSA_PUBLIC_KEY'
        $found[1].Warehouse | Should -Be 'COMPUTE_WH'
    }

    It 'takes names with and without wildcards, by the pipeline too, and exact ones before patterns' {
        (Get-QlikSnowflakeConnection "$prefix cloud [1]").Service | Should -Be 'QlikCloud'
        ("$prefix key" | Get-QlikSnowflakeConnection).Name | Should -Be "$prefix key"
        Get-QlikSnowflakeConnection "$prefix none*" | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Get-QlikSnowflakeConnection "$prefix none" }) -Id DataConnectionNotFound -Category ObjectNotFound -Advice 'lists all'
    }

    It 'chooses by login, user, account and site' {
        (Get-QlikSnowflakeConnection "$prefix*" -Login Password).Name | Should -Be "$prefix password"
        @(Get-QlikSnowflakeConnection "$prefix*" -Login KeyPair, Password).Count | Should -Be 3
        Get-QlikSnowflakeConnection "$prefix*" -User nobody | Should -BeNullOrEmpty
        @(Get-QlikSnowflakeConnection "$prefix*" -User $user.ToLowerInvariant()).Count | Should -Be 3
        Get-QlikSnowflakeConnection "$prefix*" -Account other-* | Should -BeNullOrEmpty
        (Get-QlikSnowflakeConnection "$prefix*" -QlikCloudSession across-QlikCloud).Service | Should -Be 'QlikCloud'
        @(Get-QlikSnowflakeConnection "$prefix*" -QrsSession (Get-QrsSession across-Qrs)).Service | Should -Be 'Qrs', 'Qrs'
        @(Get-QlikSnowflakeConnection "$prefix*" -QrsSession across-Qrs, across-Qrs).Count | Should -Be 2
    }

    It 'goes on where a site fails, and says so' {
        Add-EmulatorFault @{ service = 'qrs'; kind = 'status'; status = 403; times = -1 }
        try {
            $failure = Get-Failure { Get-QlikSnowflakeConnection "$prefix*" -FindingVariable findings }
            Assert-Failure $failure -Id SiteNotRead
            $failure.Ends | Should -BeFalse
            $failure.Output.Name | Should -Be "$prefix cloud [1]"
        }
        finally { Clear-EmulatorFault }
    }

    It 'keeps what it found besides in a variable' {
        Edit-EmulatorSetting qlikCloud @{ unlistedConnection = "$prefix cloud [1]" }
        try {
            $found = Get-QlikSnowflakeConnection "$prefix*" -FindingVariable findings -WarningVariable warnings -WarningAction SilentlyContinue
            $found.Service | Should -Be 'Qrs', 'Qrs'
            $findings.Kind | Should -Contain 'ListIncomplete'
            @($findings | Where-Object IsIncomplete).Message | Should -Match 'cloud \[1\]'
            "$warnings" | Should -Match 'not complete'
        }
        finally { Edit-EmulatorSetting qlikCloud @{ unlistedConnection = $null } }
    }

    It 'shows what matters within 80 columns, and holds no secret' {
        $text = Get-QlikSnowflakeConnection "$prefix*" | Format-Table | Out-String -Width 80
        $text | Should -Match 'Name\s+Login\s+User'
        foreach ($line in $text -split '\r?\n') { $line.Length | Should -BeLessOrEqual 80 }
        $all = Get-QlikSnowflakeConnection "$prefix*"
        ($all | ConvertTo-Json -Depth 5) + ($all | Format-List * | Out-String) | Should -Not -Match 'PRIV_KEY_FILE|kept-out-of-views'
    }

    It 'needs a session' {
        $run = Invoke-NewRunspace -Script 'Get-QlikSnowflakeConnection'
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^NoSession'
        $run.Errors[0].ErrorDetails.RecommendedAction | Should -Match 'Connect-Qrs'
    }
}

Describe 'Test-QlikSnowflakeConnection' {
    It 'logs in with the connection''s own key' {
        $tests = @(Get-QlikSnowflakeConnection "$prefix*" | Sort-Object -Property Name | Test-QlikSnowflakeConnection)
        $tests.Result | Should -Be 'CannotTell', 'Works', 'CannotTell'
        $tests[1].Reason | Should -Match $user
    }

    It 'says why a connection fails' {
        $other = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'other.p8') -NoPassphrase).PrivateKeyPath
        $null = New-QrsDataConnection "$prefix wrong" @account -PrivateKeyPath $other
        $test = Test-QlikSnowflakeConnection "$prefix wrong"
        $test.Result | Should -Be 'Fails'
        $test.Reason | Should -Match '^Login: '
        $test.Advice | Should -Not -BeNullOrEmpty
        Get-QrsDataConnection "$prefix wrong" | Remove-QrsDataConnection -Confirm:$false
    }

    It 'takes names, patterns, and the lines of a file' {
        (Test-QlikSnowflakeConnection "$prefix k*").Name | Should -Be "$prefix key"
        $csv = Join-Path $TestDrive 'connections.csv'
        Get-QlikSnowflakeConnection "$prefix*" | Export-Csv -LiteralPath $csv -NoTypeInformation
        @(Import-Csv -LiteralPath $csv | Test-QlikSnowflakeConnection).Count | Should -Be 3
        $json = Get-QlikSnowflakeConnection "$prefix key" | ConvertTo-Json
        ($json | ConvertFrom-Json | Test-QlikSnowflakeConnection).Result | Should -Be 'Works'
        Assert-Failure (Get-Failure { Test-QlikSnowflakeConnection "$prefix none" }) -Id DataConnectionNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { [pscustomobject] @{ Colour = 'red' } | Test-QlikSnowflakeConnection }) -Id ConnectionInputInvalid
    }

    It 'refuses a journal that is not there, before anything is tested' {
        Assert-Failure (Get-Failure { Test-QlikSnowflakeConnection -JournalPath (Join-Path $TestDrive 'none.p8') }) -Id RotationJournalNotFound -Category ObjectNotFound -Unsent
    }

    It 'tests nothing where nothing came in' {
        @() | Test-QlikSnowflakeConnection | Should -BeNullOrEmpty
        @(Test-QlikSnowflakeConnection).Count | Should -BeGreaterOrEqual 3
    }
}

Describe 'ConvertTo-QlikSnowflakeKeyPair' {
    It 'shows before and after with -WhatIf, and changes nothing' {
        $before = Get-QrsDataConnection "$prefix password"
        $plan = Get-QlikSnowflakeConnection "$prefix password" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $keyPath -WhatIf
        $plan.Before | Should -Be 'Password'
        $plan.After | Should -Be 'KeyPair'
        $plan.Changed | Should -BeFalse
        (Get-QrsDataConnection "$prefix password").ModifiedDate | Should -Be $before.ModifiedDate
        $plan | Out-String -Width 80 | Should -Match 'Name\s+Site\s+User\s+Before\s+After'
    }

    It 'changes nothing where the key does not log in' {
        $other = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'unknown.p8') -NoPassphrase).PrivateKeyPath
        $failure = Get-Failure { Get-QlikSnowflakeConnection "$prefix password" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $other }
        Assert-Failure $failure -Id KeyNotProved -Category AuthenticationError
        (Get-QlikSnowflakeConnection "$prefix password").Login | Should -Be 'Password'
    }

    It 'converts, and leaves the rest of the string as it is' {
        $before = (Get-QrsDataConnection "$prefix password").ConnectionString
        $done = Get-QlikSnowflakeConnection "$prefix password" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $keyPath
        $done.Changed | Should -BeTrue
        $done.Evidence | Should -Be 'Fingerprint'
        (Get-QrsDataConnection "$prefix password").ConnectionString | Should -BeExactly ($before -replace '"$', 'authenticator=snowflake_jwt;"')
        (Test-QlikSnowflakeConnection "$prefix password").Result | Should -Be 'Works'
        (ConvertTo-QlikSnowflakeKeyPair "$prefix password" -PrivateKeyPath $keyPath).IsSoAlready | Should -BeTrue
    }

    It 'converts on Qlik Cloud' {
        $credential = New-Object System.Management.Automation.PSCredential $user, (ConvertTo-TestSecret 'kept-out-of-views')
        $null = New-QlikCloudDataConnection "$prefix cloud password" -Account $account.Account -Credential $credential -WarningAction SilentlyContinue
        $done = Get-QlikSnowflakeConnection "$prefix cloud password" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $keyPath
        $done.Evidence | Should -Be 'Written'
        (Get-QlikCloudDataConnection "$prefix cloud password").LoginKind | Should -Be 'KeyPair'
    }

    It 'refuses what does not log in by password, and goes on with the rest' {
        $null = New-PasswordConnection 'second'
        $other = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'third.p8') -NoPassphrase).PrivateKeyPath
        $failure = Get-Failure { "$prefix cloud [1]", "$prefix second" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $keyPath }
        Assert-Failure $failure -Id ConnectionNotPassword -Category InvalidArgument -Advice 'Update-QlikSnowflakeKey'
        $failure.Ends | Should -BeFalse
        $failure.Output.Name | Should -Be "$prefix second"
    }

    It 'goes on where a site refuses a change, and says that nothing was changed there' {
        $null = New-PasswordConnection 'refused'
        $null = New-PasswordConnection 'taken'
        Add-EmulatorFault @{ service = 'qrs'; method = 'PUT'; kind = 'status'; status = 403; times = 1 }
        try {
            $failure = Get-Failure { "$prefix refused", "$prefix taken" | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath $keyPath }
            Assert-Failure $failure -Id QrsForbidden -Category PermissionDenied
            $failure.Output.Name | Should -Be "$prefix taken"
            (Get-QlikSnowflakeConnection "$prefix refused").Login | Should -Be 'Password'
        }
        finally { Clear-EmulatorFault }
    }

    It 'says that the session is closed from which a connection came' {
        $login = Get-Login Qrs
        Connect-Qrs @login -Name across-closed
        $connection = Get-QlikSnowflakeConnection "$prefix key" -QrsSession across-closed
        Disconnect-Qrs across-closed
        Select-QlikSnowflakeSession across-Qrs
        Assert-Failure (Get-Failure { $connection | Test-QlikSnowflakeConnection }) -Id SessionClosed -Advice 'Open it again' -Unsent
    }

    It 'finds bad input before any request' {
        Assert-Failure (Get-Failure { 'x' | ConvertTo-QlikSnowflakeKeyPair -PrivateKeyPath (Join-Path $TestDrive 'none.p8') }) -Id KeyFileNotFound -Unsent
    }
}
