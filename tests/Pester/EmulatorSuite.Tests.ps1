#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll {
    if ($env:QLIKSNOWFLAKE_TEST_MODULE) { Import-Module $env:QLIKSNOWFLAKE_TEST_MODULE } else { Import-Module QlikSnowflake }
    $emulator = Start-QlikSnowflakeEmulator
    $login = $emulator.Snowflake
    Connect-Snowflake @login
}

Describe 'My report' {
    It 'counts the orders of a region' {
        $rows = Invoke-SnowflakeSql 'SELECT COUNT(*) AS N FROM SALES.ORDERS WHERE REGION = :region' @{ region = 'North' }
        $rows.N | Should -Be 4
    }

    It 'goes on when Snowflake is busy for a moment' {
        $busy = @{ service = 'snowflake'; kind = 'status'; status = 429; times = 1 } | ConvertTo-Json
        Invoke-RestMethod "$($emulator.ControlUri)_emulator/faults" -Method Post -Body $busy -ContentType application/json
        (Invoke-SnowflakeSql 'SELECT MAX(ORDER_ID) AS LAST FROM SALES.PUBLIC.ORDERS').LAST | Should -Be 1010
    }
}

AfterAll { $emulator | Stop-QlikSnowflakeEmulator }
