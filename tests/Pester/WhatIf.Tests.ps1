# Every cmdlet that changes something, called so that it would.
$changes = @(
    @{ Name = 'New-SnowflakeKeyPair'; Call = { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'whatif.p8') -NoPassphrase -WhatIf } }
    @{ Name = 'New-QrsDataConnection'; Call = { New-QrsDataConnection 'whatif' -ConnectionString 'C:\Data' -Type folder -WhatIf } }
    @{ Name = 'New-QlikCloudApiKey'; Call = { New-QlikCloudApiKey 'whatif' -WhatIf } }
    @{ Name = 'Set-SnowflakeUserKey'; Call = { Set-SnowflakeUserKey -User SVC_NEW -PrivateKeyPath (Get-Emulator).snowflake.adminPrivateKey -WhatIf } }
    @{ Name = 'Remove-SnowflakeUserKey'; Call = { Remove-SnowflakeUserKey -User ADMIN -Slot 1 -Force -WhatIf } }
    @{ Name = 'Update-SnowflakeUserKey'; Call = { Update-SnowflakeUserKey -Path (Join-Path $TestDrive 'whatif.p8') -User SVC_NEW -NoPassphrase -WhatIf } }
    @{ Name = 'Invoke-SnowflakeSql'; Call = { Invoke-SnowflakeSql 'DROP TABLE IMPORTANT' -WhatIf } }
)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    foreach ($service in 'Qrs', 'QlikCloud', 'Snowflake') {
        $login = Get-Login $service
        & "Connect-$service" @login
    }
}

AfterAll { Disconnect-All }

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
