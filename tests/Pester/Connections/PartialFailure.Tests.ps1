<#
Qlik Cloud answers a list of connections with what it could read, and says beside it what it could not. Whatever acts on the list
says so, one warning for each, with -WhatIf as well: a connection that is missing in silence keeps its old key.
#>

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Disconnect-All
    $script:emulator = Get-Emulator
    foreach ($service in 'Qrs', 'QlikCloud', 'SnowflakeAdmin') {
        $login = Get-Login $service
        & ('Connect-' + ($service -replace 'Admin')) @login
    }

    $script:prefix = "partial $([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $script:user = $emulator.snowflake.user
    $script:key = $emulator.snowflake.privateKey
    $credential = New-Object System.Management.Automation.PSCredential $user, (ConvertTo-TestSecret 'a password')
    foreach ($name in 'listed', 'unlisted') {
        $null = New-QlikCloudDataConnection "$prefix $name" -Account $emulator.snowflake.account -Credential $credential -WarningAction SilentlyContinue
    }

    Edit-EmulatorSetting qlikCloud @{ unlistedConnection = "$prefix unlisted" }
}

AfterAll {
    Clear-EmulatorFault
    Edit-EmulatorSetting qlikCloud @{ unlistedConnection = $null }
    Get-QlikCloudDataConnection "$prefix*" | Remove-QlikCloudDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'A list that is not complete' {
    It 'is told by <Case>' -ForEach @(
        @{ Case = 'Get-QlikCloudDataConnection'; Call = { Get-QlikCloudDataConnection "$prefix*" } }
        @{ Case = 'Set-QlikCloudDataConnection'; Call = { Set-QlikCloudDataConnection "$prefix*" -ConnectionProperty @{ warehouse = 'W' } } }
        @{ Case = 'Set-QlikCloudDataConnection -WhatIf'; Call = { Set-QlikCloudDataConnection "$prefix*" -ConnectionProperty @{ warehouse = 'X' } -WhatIf } }
        @{ Case = 'Remove-QlikCloudDataConnection -WhatIf'; Call = { Remove-QlikCloudDataConnection "$prefix*" -WhatIf } }
        @{ Case = 'Invoke-QlikCloudRequest -All'; Call = { Invoke-QlikCloudRequest data-connections -All } }
        @{ Case = 'Get-QlikSnowflakeConnection'; Call = { Get-QlikSnowflakeConnection "$prefix*" } }
        @{ Case = 'Test-QlikSnowflakeConnection'; Call = { Test-QlikSnowflakeConnection "$prefix*" } }
        @{ Case = 'ConvertTo-QlikSnowflakeKeyPair -WhatIf'; Call = { ConvertTo-QlikSnowflakeKeyPair "$prefix*" -PrivateKeyPath $key -WhatIf } }
        @{ Case = 'Update-QlikSnowflakeKey -WhatIf'; Call = { Update-QlikSnowflakeKey $user (Join-Path $TestDrive 'new.p8') -Passphrase (ConvertTo-TestSecret 'p') -WhatIf } }
        @{ Case = 'Export-QlikSnowflakeReport'; Call = { Export-QlikSnowflakeReport -As Json } }
    ) {
        $said = @(& $Call 3>&1 2>&1 6>$null | Where-Object { $_ -is [System.Management.Automation.WarningRecord] -or $_ -is [System.Management.Automation.ErrorRecord] })
        @($said | Where-Object { $_ -match 'not complete' -and $_ -match "$prefix unlisted" }) | Should -HaveCount 1 -Because ($said -join '; ')
    }

    It 'has a warning for each that could not be read, and none for null' {
        $body = @{ data = @(); errors = @(@{ title = 'Failed'; detail = 'first' }, @{ title = 'Failed'; detail = 'second' }, 'third') } | ConvertTo-Json -Depth 4 -Compress
        foreach ($given in $body, '{"data":null,"errors":null}') {
            Add-EmulatorFault @{ service = 'qlikCloud'; method = 'GET'; path = '/api/v1/data-connections'; kind = 'status'; status = 200; body = $given; times = 1 }
        }

        $null = Get-QlikCloudDataConnection -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings) | Should -HaveCount 3
        "$($warnings[0]);$($warnings[1]);$($warnings[2])" | Should -Match 'first.*;.*second.*;.*third'
        $null = Get-QlikCloudDataConnection -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }
}
