[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

# Every cmdlet that changes something, called so that it would.
$changes = @(
    @{ Name = 'New-SnowflakeKeyPair'; Call = { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'whatif.p8') -NoPassphrase -WhatIf } }
    @{ Name = 'New-QrsDataConnection'; Call = { New-QrsDataConnection 'whatif' -ConnectionString 'C:\Data' -Type folder -WhatIf } }
    @{ Name = 'Set-QrsDataConnection'; Call = { Set-QrsDataConnection 'whatif target' -NewName 'whatif' -AddTag 'whatif' -CreateTag -WhatIf } }
    @{ Name = 'Remove-QrsDataConnection'; Call = { Remove-QrsDataConnection 'whatif target' -WhatIf } }
    @{ Name = 'Export-QrsDataConnection'; Call = { Export-QrsDataConnection 'whatif target' -Path (Join-Path $TestDrive 'whatif.json') -WhatIf } }
    # What it emits is the plan; nothing of it is done.
    @{ Name = 'Import-QrsDataConnection'; Call = { $export.Replace('whatif target', 'whatif') | Import-QrsDataConnection -WhatIf | Where-Object -Property Done } }
    @{ Name = 'Export-QrsCertificate'; Call = { Export-QrsCertificate 'whatif.local' -WhatIf } }
    @{ Name = 'Invoke-QrsRequest'; Call = { Invoke-QrsRequest tag -Method POST -Body @{ name = 'whatif' } -WhatIf } }
    @{ Name = 'New-QlikCloudApiKey'; Call = { New-QlikCloudApiKey 'whatif' -WhatIf } }
    @{ Name = 'Invoke-QlikCloudRequest'; Call = { Invoke-QlikCloudRequest roles -Method POST -Body @{ name = 'whatif' } -WhatIf } }
    @{ Name = 'Set-QlikCloudApiKey'; Call = { Set-QlikCloudApiKey $keyId 'whatif' -WhatIf } }
    @{ Name = 'Remove-QlikCloudApiKey'; Call = { Remove-QlikCloudApiKey $keyId -WhatIf } }
    @{ Name = 'Update-QlikCloudApiKey'; Call = { Update-QlikCloudApiKey -Path (Join-Path $TestDrive 'whatif.key') -AsPlainText -WhatIf } }
    @{ Name = 'Set-QlikCloudApiKeyPolicy'; Call = { Set-QlikCloudApiKeyPolicy -MaximumKeysPerUser 7 -WhatIf } }
    @{ Name = 'Grant-QlikCloudApiKeyPermission'; Call = { Grant-QlikCloudApiKeyPermission -Everyone -WhatIf } }
    @{ Name = 'Revoke-QlikCloudApiKeyPermission'; Call = { Revoke-QlikCloudApiKeyPermission dana@example.com -WhatIf } }
    @{ Name = 'New-QlikCloudDataConnection'; Call = { New-QlikCloudDataConnection 'whatif' -Account a-b -User u -PrivateKeyPath (Get-Emulator).snowflake.privateKey -WhatIf } }
    @{ Name = 'Set-QlikCloudDataConnection'; Call = { Set-QlikCloudDataConnection $connectionId -User u -PrivateKeyPath (Get-Emulator).snowflake.privateKey -WhatIf } }
    @{ Name = 'Remove-QlikCloudDataConnection'; Call = { Remove-QlikCloudDataConnection $connectionId -WhatIf } }
    @{ Name = 'ConvertTo-QlikSnowflakeKeyPair'; Call = { ConvertTo-QlikSnowflakeKeyPair 'whatif password' -PrivateKeyPath (Get-Emulator).snowflake.privateKey -WhatIf | Where-Object -Property Changed } }
    @{ Name = 'Export-QlikSnowflakeReport'; Call = { Export-QlikSnowflakeReport -Path (Join-Path $TestDrive 'whatif.html') -WhatIf } }
    @{ Name = 'Set-SnowflakeUserKey'; Call = { Set-SnowflakeUserKey -PrivateKeyPath (Get-Emulator).snowflake.adminPrivateKey -KeyPairName WHATIF -WhatIf } }
    @{ Name = 'Remove-SnowflakeUserKey'; Call = { Remove-SnowflakeUserKey -Slot 1 -AllowLockOut -Force -WhatIf } }
    @{ Name = 'Update-QlikSnowflakeKey'; Call = { $null = Update-QlikSnowflakeKey (Get-Emulator).snowflake.user (Join-Path $TestDrive 'whatif-all.p8') -Passphrase (ConvertTo-TestSecret 'a phrase') -WhatIf } }
    @{ Name = 'Update-SnowflakeUserKey'; Call = { Update-SnowflakeUserKey -Path (Join-Path $TestDrive 'whatif.p8') -NoPassphrase -KeyPairName WHATIF -WhatIf } }
    @{ Name = 'Stop-SnowflakeStatement'; Call = { Stop-SnowflakeStatement '01b69c52-0002-cff6-007b-7807000435b2' -WhatIf } }
    @{ Name = 'Add-SnowflakeRow'; Call = { [pscustomobject] @{ ID = 1 } | Add-SnowflakeRow WHATIF -WhatIf } }
    @{ Name = 'Export-SnowflakeQuery'; Call = { Export-SnowflakeQuery 'SELECT 1' (Join-Path $TestDrive 'whatif.csv') -WhatIf } }
    @{ Name = 'Start-QlikSnowflakeEmulator'; Call = { Start-QlikSnowflakeEmulator (Join-Path $TestDrive 'whatif') -WhatIf } }
    @{ Name = 'Stop-QlikSnowflakeEmulator'; Call = { Stop-QlikSnowflakeEmulator -WhatIf } }
    @{ Name = 'Invoke-SnowflakeSql'; Call = { Invoke-SnowflakeSql 'DROP TABLE IMPORTANT' -WhatIf } }
)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    foreach ($service in 'Qrs', 'QlikCloud', 'Snowflake') {
        $login = Get-Login $service
        & "Connect-$service" @login
    }
    $null = New-QrsDataConnection 'whatif target' -ConnectionString 'C:\Data' -Type folder
    $export = Export-QrsDataConnection 'whatif target'
    $credential = New-Object System.Management.Automation.PSCredential (Get-Emulator).snowflake.user, (ConvertTo-TestSecret 'a word')
    $text = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=' + (Get-Emulator).snowflake.account + '.snowflakecomputing.com;"'
    $null = New-QrsDataConnection 'whatif password' -ConnectionString $text -Type QvOdbcConnectorPackage.exe -Credential $credential
    $keyId = (New-QlikCloudApiKey 'whatif target' -ExpiresIn PT1H).Id
    $connectionId = (New-QlikCloudDataConnection 'whatif target' -DataSource snowflake -ConnectionProperty @{ server = 'a.example' }).Id
    Grant-QlikCloudApiKeyPermission dana@example.com
}

AfterAll {
    Remove-QrsDataConnection 'whatif target', 'whatif password' -Confirm:$false
    Remove-QlikCloudApiKey $keyId -Confirm:$false
    Remove-QlikCloudDataConnection $connectionId -Confirm:$false
    Revoke-QlikCloudApiKeyPermission dana@example.com -Confirm:$false
    Disconnect-All
}

Describe '-WhatIf' {
    It 'of <Name> emits nothing, sends nothing that changes and writes no file' -ForEach $changes {
        $before = Get-RequestCount -ChangingOnly
        & $Call | Should -BeNullOrEmpty
        (Get-RequestCount -ChangingOnly) - $before | Should -Be 0
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'obeys $WhatIfPreference as well: <Name>' -ForEach $changes {
        $WhatIfPreference = $true
        $before = Get-RequestCount -ChangingOnly
        & ([scriptblock]::Create("$Call".Replace('-WhatIf', ''))) | Should -BeNullOrEmpty
        (Get-RequestCount -ChangingOnly) - $before | Should -Be 0
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'is tested for every cmdlet that has it' -ForEach @(@{ Tested = $changes.Name }) {
        $having = (Get-ModuleCommand | Where-Object { $_.Parameters.ContainsKey('WhatIf') }).Name
        Compare-Object -ReferenceObject $having -DifferenceObject $Tested | Should -BeNullOrEmpty
    }

    It 'has a counterpart that changes something, or these tests would prove nothing' {
        $before = Get-RequestCount -ChangingOnly
        $null = New-QlikCloudApiKey 'not whatif' -ExpiresIn PT1H
        $null = New-QrsDataConnection "not whatif $([guid]::NewGuid())" -ConnectionString 'C:\Data' -Type folder
        $null = Invoke-SnowflakeSql 'SELECT 1 AS N'
        (Get-RequestCount -ChangingOnly) - $before | Should -Be 3
    }
}
