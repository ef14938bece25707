# What the module writes it reads: every object that a cmdlet takes, through each form that PowerShell saves objects in.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    Disconnect-All
    foreach ($service in 'Qrs', 'QlikCloud', 'SnowflakeAdmin') {
        $login = Get-Login $service
        & ('Connect-' + ($service -replace 'Admin')) @login
    }

    $stem = "round $([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $password = New-Object pscredential 'reader', (ConvertTo-TestSecret 'CANARY-of-round-trips-17')
    $null = New-QrsDataConnection "$stem site" -ConnectionString 'C:\data' -Type folder -Credential $password
    $null = New-QlikCloudDataConnection "$stem tenant" -Account a-b -Credential $password -WarningAction SilentlyContinue
    $null = New-QlikCloudApiKey $stem -ExpiresIn 1h
    $user = (Get-Emulator).snowflake.user
    $keyPath = Join-Path $TestDrive 'second.p8'
    $null = New-SnowflakeKeyPair -Path $keyPath -NoPassphrase | Set-SnowflakeUserKey $user -Slot 2

    function Get-Saved {
        param([string] $Form, [Parameter(ValueFromPipeline)] $InputObject)

        process {
            $file = Join-Path $TestDrive "saved.$Form"
            switch ($Form) {
                'json' {
                    ConvertTo-Json -InputObject $InputObject -Depth 5 | Set-Content -LiteralPath $file -Encoding UTF8
                    Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json
                }
                'csv' {
                    $InputObject | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
                    Import-Csv -LiteralPath $file -Encoding UTF8
                }
                'xml' {
                    $InputObject | Export-Clixml -LiteralPath $file
                    Import-Clixml -LiteralPath $file
                }
            }
            if ($Form -ne 'xml') { Get-Content -LiteralPath $file -Raw | Should -Not -Match 'CANARY' }
        }
    }
}

AfterAll {
    Get-QrsDataConnection "$stem*" | Remove-QrsDataConnection -Confirm:$false
    Get-QlikCloudDataConnection "$stem*" | Remove-QlikCloudDataConnection -Confirm:$false
    Get-QlikCloudApiKey $stem | Remove-QlikCloudApiKey -Confirm:$false
    Get-SnowflakeUserKey $user RSA_PUBLIC_KEY_2 | Remove-SnowflakeUserKey -Confirm:$false
    Disconnect-All
}

Describe 'Saved as <_>' -ForEach 'json', 'csv', 'xml' {
    BeforeAll { $form = $_ }

    It 'a connection of a site makes another, which is changed, compared, exported and removed' {
        $saved = Get-QrsDataConnection "$stem site" -IncludeSecret | Get-Saved $form
        $made = $saved | New-QrsDataConnection -Name "$stem $form" -WarningVariable told -WarningAction SilentlyContinue
        # Of the three only Clixml keeps a secret, as PowerShell keeps all of them.
        $made.HasPassword | Should -Be ($form -eq 'xml')
        @($told).Count | Should -Be ([int] ($form -ne 'xml'))

        ($made | Get-Saved $form | Set-QrsDataConnection -ConnectionString 'C:\other' -PassThru).Id | Should -Be $made.Id
        ($made | Get-Saved $form | Get-QrsDataConnection).ConnectionString | Should -BeExactly 'C:\other'
        ($made | Get-Saved $form | Get-QrsDataConnection | Test-QrsDataConnection -ConnectionString 'C:\other').InDesiredState | Should -BeTrue
        ($made | Get-Saved $form | Export-QrsDataConnection | ConvertFrom-Json).connections.name | Should -BeExactly "$stem $form"
        $made | Get-Saved $form | Remove-QrsDataConnection -Confirm:$false
        Get-QrsDataConnection "$stem $form*" | Should -BeNullOrEmpty
    }

    It 'a connection has a password where it was asked for, and no place for one elsewhere' {
        (Get-QrsDataConnection "$stem site" | Get-Saved $form).PSObject.Properties.Name | Should -Not -Contain 'Password'
        (Get-QrsDataConnection "$stem site" -IncludeSecret).Password | Should -BeOfType securestring
    }

    It 'a connection of a tenant is found, changed and removed' {
        $made = New-QlikCloudDataConnection "$stem $form" -Account a-b -Credential $password -WarningAction SilentlyContinue
        ($made | Get-Saved $form | Get-QlikCloudDataConnection).Name | Should -BeExactly "$stem $form"
        ($made | Get-Saved $form | Set-QlikCloudDataConnection -ConnectionProperty @{ warehouse = 'W' } -PassThru).Id | Should -Be $made.Id
        $made | Get-Saved $form | Remove-QlikCloudDataConnection -Confirm:$false
        Get-QlikCloudDataConnection "$stem $form" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'an API key is found, changed and removed' {
        $made = New-QlikCloudApiKey "$stem $form" -ExpiresIn 1h | Select-Object -Property * -ExcludeProperty Token
        ($made | Get-Saved $form | Get-QlikCloudApiKey).Id | Should -Be $made.Id
        ($made | Get-Saved $form | Set-QlikCloudApiKey -Description "$stem $form 2" -PassThru).Description | Should -BeExactly "$stem $form 2"
        ($made | Get-Saved $form | Remove-QlikCloudApiKey -Confirm:$false -PassThru).Id | Should -Be $made.Id
    }

    It 'a user of a tenant or of a site is found' {
        (Get-QlikCloudUser dana@example.com | Get-Saved $form | Get-QlikCloudUser).Email | Should -BeExactly 'dana@example.com'
        (Get-QrsUser sa_api | Get-Saved $form | Get-QrsUser).UserId | Should -BeExactly 'sa_api'
    }

    It 'a key of a user of Snowflake is found and removed' {
        $key = Get-SnowflakeUserKey $user RSA_PUBLIC_KEY_2
        $saved = $key | Get-Saved $form
        ($saved | Get-SnowflakeUserKey | Where-Object Name -EQ $key.Name).Fingerprint | Should -BeExactly $key.Fingerprint
        $saved | Remove-SnowflakeUserKey -Confirm:$false
        Get-SnowflakeUserKey $user RSA_PUBLIC_KEY_2 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $null = Set-SnowflakeUserKey $user -PrivateKeyPath $keyPath -Slot 2
    }

    It 'a statement is waited for and received' {
        $statement = Invoke-SnowflakeSql 'SELECT 42 AS N' -NoWait
        ($statement | Get-Saved $form | Wait-SnowflakeStatement).Handle | Should -BeExactly $statement.Handle
        ($statement | Get-Saved $form | Get-SnowflakeStatement).Handle | Should -BeExactly $statement.Handle
        ($statement | Get-Saved $form | Receive-SnowflakeStatement).N | Should -Be 42
    }

    It 'a row of the inventory is proved' {
        (Get-QlikSnowflakeConnection -Name "$stem tenant" | Get-Saved $form | Test-QlikSnowflakeConnection).Name | Should -BeExactly "$stem tenant"
    }
}
