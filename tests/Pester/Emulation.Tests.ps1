BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    $script:manifest = (Get-Module QlikSnowflake).Path -replace '\.psm1$', '.psd1'
    $script:docs = [System.IO.Path]::Combine((Split-Path (Split-Path $PSScriptRoot)), 'module')
}

Describe 'Start-QlikSnowflakeEmulator' {
    BeforeAll {
        $script:emulator = Start-QlikSnowflakeEmulator
    }

    AfterAll {
        $emulator | Stop-QlikSnowflakeEmulator
        Disconnect-All
    }

    It 'is ready, with a process and a state of its own' {
        $emulator.IsRunning | Should -BeTrue
        Get-Process -Id $emulator.ProcessId | Should -Not -BeNullOrEmpty
        Join-Path $emulator.StatePath 'emulator.json' | Should -Exist
        (Invoke-RestMethod "$($emulator.ControlUri)_emulator/state").clock.skewSeconds | Should -Be 0
    }

    It 'gives the parameters of <Command> with <Property>' -ForEach @(
        @{ Command = 'Connect-Qrs'; Property = 'Qrs' }
        @{ Command = 'Connect-Qrs'; Property = 'QrsProxy' }
        @{ Command = 'Connect-QlikCloud'; Property = 'QlikCloud' }
        @{ Command = 'Connect-Snowflake'; Property = 'Snowflake' }
        @{ Command = 'Connect-Snowflake'; Property = 'SnowflakeAdmin' }
    ) {
        $login = $emulator.$Property
        & $Command @login -PassThru | Should -Not -BeNullOrEmpty
    }

    It 'has orders to query, as the README prints it' {
        $login = $emulator.Snowflake
        Connect-Snowflake @login
        (Invoke-SnowflakeSql 'SELECT * FROM SALES.PUBLIC.ORDERS' | Measure-Object).Count | Should -Be 10
        (Invoke-SnowflakeSql 'SELECT * FROM SALES.ORDERS WHERE REGION = :region' @{ region = "O'Brien" }).CUSTOMER | Should -Be "O'Brien & Sons"
        $csv = Join-Path $TestDrive 'orders.csv'
        Invoke-SnowflakeSql 'SELECT ORDER_ID + 1000 AS ORDER_ID, CUSTOMER, REGION, ORDERED_AT, AMOUNT FROM SALES.PUBLIC.ORDERS WHERE AMOUNT IS NOT NULL' |
            Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8
        Import-Csv -Path $csv -Encoding UTF8 | Add-SnowflakeRow -Table SALES.PUBLIC.ORDERS
        (Invoke-SnowflakeSql 'SELECT COUNT(*) AS N FROM SALES.PUBLIC.ORDERS').N | Should -Be 19
    }

    It 'shows addresses and users, and no secret' {
        $text = $emulator | Out-String -Width 200
        $text | Should -Match 'Snowflake\s+: localhost:\d+ as SVC_QLIK'
        $text | Should -Not -Match ([regex]::Escape((ConvertFrom-TestSecret $emulator.QlikCloud.ApiKey)))
    }

    It 'keeps its state where it is told to, and starts there again' {
        $state = Join-Path $TestDrive 'state'
        $first = Start-QlikSnowflakeEmulator $state -QlikCloudTenant Legacy
        $first.StatePath | Should -BeExactly $state
        Stop-QlikSnowflakeEmulator $first
        Join-Path $state 'emulator.json' | Should -Not -Exist
        $second = Start-QlikSnowflakeEmulator -StatePath $state
        $second.IsRunning | Should -BeTrue
        $second | Stop-QlikSnowflakeEmulator
        $state | Should -Exist
    }

    It 'starts nothing with -WhatIf' {
        Start-QlikSnowflakeEmulator -WhatIf | Should -BeNullOrEmpty
    }

    It 'says what to do where there is none' {
        $failure = { Start-QlikSnowflakeEmulator -Path (Join-Path $TestDrive 'nowhere') } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'EmulatorNotFound,*'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
        $failure.ErrorDetails.RecommendedAction | Should -Match 'qliksnowflake-emulator'
    }

    It 'passes on what the program says when it does not start' {
        $file = Join-Path $TestDrive 'file'
        Set-Content -Path $file -Value 'in the way'
        $failure = { Start-QlikSnowflakeEmulator -StatePath $file } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'EmulatorNotStarted,*'
    }
}

Describe 'Stop-QlikSnowflakeEmulator' {
    It 'ends the process and takes its state away' {
        $emulator = Start-QlikSnowflakeEmulator
        Stop-QlikSnowflakeEmulator -WhatIf
        $emulator.IsRunning | Should -BeTrue
        Stop-QlikSnowflakeEmulator
        $emulator.IsRunning | Should -BeFalse
        Get-Process -Id $emulator.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
        $emulator.StatePath | Should -Not -Exist
        ($emulator | Stop-QlikSnowflakeEmulator -PassThru).ProcessId | Should -Be $emulator.ProcessId
    }

    It 'is not needed when the PowerShell that started it is killed' {
        $file = Join-Path $TestDrive 'id.txt'
        $starter = Join-Path $TestDrive 'starter.ps1'
        Set-Content -Path $starter -Encoding Ascii -Value @(
            "Import-Module '$manifest'"
            "`$PID, (Start-QlikSnowflakeEmulator -TimeoutSec 300).ProcessId | Set-Content '$file.new'"
            "Rename-Item '$file.new' id.txt"
            'Start-Sleep 600'
        )
        $powerShell = Get-PowerShell
        $arguments = @($powerShell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $starter |
            ForEach-Object { "`"$_`"" }
        $shell = Start-Process -FilePath $powerShell.Path -ArgumentList ($arguments -join ' ') -PassThru
        try {
            Wait-Condition { Test-Path $file } -What 'the other PowerShell' -TimeoutSeconds 120
            # The process started may be one that starts PowerShell in its turn.
            $powerShellId, $emulatorId = [int[]] (Get-Content $file)
            Stop-Process -Id $powerShellId -Force
            $shell.WaitForExit()
            Wait-Condition { -not (Get-Process -Id $emulatorId -ErrorAction Ignore) } -What "the emulator's end"
        }
        finally {
            if (-not $shell.HasExited) { $shell.Kill() }
        }
    }
}

Describe 'about_QlikSnowflake_Emulator' {
    It 'prints the suite that is run here' {
        $suite = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'EmulatorSuite.Tests.ps1') | Select-Object -Skip 1 |
            ForEach-Object { $_ -replace 'if \(.*else \{ (Import-Module QlikSnowflake) \}', '$1' }
        $page = Get-Content -LiteralPath ([System.IO.Path]::Combine($docs, 'docs', 'en-US', 'about_QlikSnowflake_Emulator.md')) -Raw
        $page.Replace("`r", '') | Should -BeLike ('*' + [System.Management.Automation.WildcardPattern]::Escape(($suite -join "`n").Trim()) + '*')
    }
}
