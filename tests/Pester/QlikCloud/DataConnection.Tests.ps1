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

    It 'are renamed and get properties' {
        $made = New-QlikCloudDataConnection -Name 'Test rename' @snowflake
        $now = $made | Set-QlikCloudDataConnection -NewName 'Test renamed' -ConnectionProperty @{ warehouse = 'W2' } -PassThru
        $now.Name, $now.Properties['warehouse'] | Should -Be 'Test renamed', 'W2'
    }

    It 'refuse bad input before any request' {
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -ConnectionProperty @{ warehouse = 'a;b' } -Space s }) -Id ConnectionPropertyInvalid -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -ConnectionProperty @{ password = 'p' } }) -Id ConnectionPropertySecret -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x -Account a-b -User u -PrivateKeyPath $encrypted }) -Id KeyPassphraseRequired -Unsent
        Assert-Failure (Get-Failure { Set-QlikCloudDataConnection -Id x }) -Id DataConnectionUnchanged -Unsent
        Assert-Failure (Get-Failure { New-QlikCloudDataConnection -Name x @snowflake -Space 'no such space' }) -Id SpaceNotFound -Category ObjectNotFound
    }
}
