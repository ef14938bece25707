BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    $login = Get-Login QlikCloud
    Connect-QlikCloud @login
    $script:plain = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'plain.p8') -NoPassphrase).PrivateKeyPath
    $script:encrypted = (New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase (ConvertTo-TestSecret 'a passphrase')).PrivateKeyPath
    $script:snowflake = @{ Account = 'myorg-myaccount'; User = 'SVC_QLIK'; PrivateKeyPath = $plain }
}

AfterAll {
    Get-QlikCloudDataConnection Test* | Remove-QlikCloudDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Data connections of Qlik Cloud' {
    It 'are made with a key pair, found, and deleted' {
        $made = New-QlikCloudDataConnection -Name 'Test SF' @snowflake -Database DB -Warehouse WH -ConnectionProperty @{ QueryTimeout = 600 }
        $made.LoginKind | Should -Be 'KeyPair'
        $made.Server | Should -Be 'myorg-myaccount.snowflakecomputing.com'
        $made.Properties['QueryTimeout'] | Should -Be '600'
        (Get-QlikCloudDataConnection 'Test SF').Id | Should -Be $made.Id
        ($made | Select-Object -Property Id | Get-QlikCloudDataConnection).Name | Should -Be 'Test SF'
        $made | Remove-QlikCloudDataConnection -WhatIf
        $made | Remove-QlikCloudDataConnection -Confirm:$false | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Get-QlikCloudDataConnection 'Test SF' }) -Id DataConnectionNotFound -Category ObjectNotFound
    }

    It 'take an encrypted key with its passphrase from a key pair of the pipeline' {
        $made = [pscustomobject]@{ PrivateKeyPath = $encrypted } |
            New-QlikCloudDataConnection -Name 'Test encrypted' -Account myorg-myaccount -User SVC -Passphrase (ConvertTo-TestSecret 'a passphrase')
        $made.LoginKind | Should -Be 'KeyPair'
    }

    It 'by password are recognised, warned about, and become key pairs' {
        $credential = New-Object pscredential 'SVC', (ConvertTo-TestSecret 'pass')
        $made = New-QlikCloudDataConnection -Name 'Test password' -Account myorg-myaccount -Credential $credential -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'key pair'
        (Get-QlikCloudDataConnection -LoginKind Password).Name | Should -Contain 'Test password'
        ($made | Set-QlikCloudDataConnection -User SVC -PrivateKeyPath $plain -PassThru).LoginKind | Should -Be 'KeyPair'
    }

    It 'get a new key by a patch that shows no secret' {
        $made = New-QlikCloudDataConnection -Name 'Test rotate' @snowflake
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        $text = Invoke-NewRunspace -ArgumentList $login, $made.Id, $plain -Script 'param($login, $id, $key) Connect-QlikCloud @login; Start-Transcript -Path (Join-Path ([System.IO.Path]::GetTempPath()) "$id.txt") | Out-Null; Set-QlikCloudDataConnection $id -User SVC -PrivateKeyPath $key -WhatIf; Stop-Transcript | Out-Null'
        $text.Errors | Should -BeNullOrEmpty
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        $transcript = Join-Path ([System.IO.Path]::GetTempPath()) "$($made.Id).txt"
        if (Test-Path -LiteralPath $transcript) {
            Get-Content -LiteralPath $transcript -Raw | Should -Not -Match 'LS0tLS1CRUdJTi'
            Remove-Item -LiteralPath $transcript
        }

        $made | Set-QlikCloudDataConnection -User SVC2 -PrivateKeyPath $plain | Should -BeNullOrEmpty
    }

    It 'are changed and deleted by name, and by wildcard' {
        'Test name 1', 'Test name 2', 'Test [3]' | ForEach-Object { $null = New-QlikCloudDataConnection -Name $_ @snowflake }
        (Set-QlikCloudDataConnection 'test name 1' -ConnectionProperty @{ warehouse = 'W3' } -PassThru).Properties['warehouse'] | Should -Be 'W3'
        (Set-QlikCloudDataConnection 'Test name *' -ConnectionProperty @{ role = 'R' } -PassThru).Name | Sort-Object | Should -Be 'Test name 1', 'Test name 2'
        'Test name 1', 'Test `[3]' | Remove-QlikCloudDataConnection -Confirm:$false
        (Get-QlikCloudDataConnection 'Test name*', 'Test `[*').Name | Should -Be 'Test name 2'
        Assert-Failure (Get-Failure { Remove-QlikCloudDataConnection 'Test nothing*' -Confirm:$false }) -Id DataConnectionNotFound -Message 'wildcard'
        $failure = Get-Failure { Remove-QlikCloudDataConnection 'Test name 1', 'Test name 2' -Confirm:$false }
        Assert-Failure $failure -Id DataConnectionNotFound -Category ObjectNotFound -Advice 'Get-QlikCloudDataConnection'
        $failure.Count | Should -Be 1
        Get-QlikCloudDataConnection 'Test name*' | Should -BeNullOrEmpty
    }

    It 'of one name in two spaces are told apart by id' {
        $made = 'Shared connections', $null | ForEach-Object { $space = if ($_) { @{ Space = $_ } } else { @{} }; New-QlikCloudDataConnection -Name 'Test twice' @snowflake @space }
        Assert-Failure (Get-Failure { Remove-QlikCloudDataConnection 'Test twice' -Confirm:$false }) -Id QlikCloudNameAmbiguous -Category InvalidArgument -Message $made[0].Id
        Remove-QlikCloudDataConnection $made -Confirm:$false
        Get-QlikCloudDataConnection 'Test twic*' | Should -BeNullOrEmpty
    }

    It 'are renamed and get properties' {
        $made = New-QlikCloudDataConnection -Name 'Test rename' @snowflake
        $now = $made | Set-QlikCloudDataConnection -NewName 'Test renamed' -ConnectionProperty @{ warehouse = 'W2' } -PassThru
        $now.Name, $now.Properties['warehouse'] | Should -Be 'Test renamed', 'W2'
    }

    It 'refuse bad input before any request' {
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -ConnectionProperty @{ warehouse = 'a;b' } -Space s }) -Id ConnectionPropertyInvalid -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -ConnectionProperty @{ password = 'p' } }) -Id ConnectionPropertySecret -Unsent
        foreach ($name in 'Password', 'priv_key_file', 'PRIV_KEY_FILE_PWD', 'privateKeyPassphrase') {
            Assert-Failure (Get-Failure { Set-QlikCloudDataConnection -Id x -ConnectionProperty @{ $name = 'p' } -WhatIf }) -Id ConnectionPropertySecret -Unsent
        }
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -ConnectionProperty @{ Word = 'p' } -PassphraseProperty word }) -Id ConnectionPropertySecret -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x -Account a-b -User u -PrivateKeyPath $encrypted }) -Id KeyPassphraseRequired -Unsent
        Assert-Failure (Get-Failure { Set-QlikCloudDataConnection -Id x }) -Id DataConnectionUnchanged -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -Space 'no such space' }) -Id SpaceNotFound -Category ObjectNotFound
    }
}
