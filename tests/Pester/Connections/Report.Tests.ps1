BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Disconnect-All
    foreach ($service in 'Qrs', 'QlikCloud', 'SnowflakeAdmin') {
        $login = Get-Login $service
        & ('Connect-' + ($service -replace 'Admin')) @login -Name "report-$service"
    }

    $script:emulator = Get-Emulator
    $script:prefix = "report $([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $account = @{ Account = $emulator.snowflake.account; User = $emulator.snowflake.user }
    $credential = New-Object System.Management.Automation.PSCredential $emulator.snowflake.user, (ConvertTo-TestSecret 'a password')
    $text = "CUSTOM CONNECT TO `"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=$($emulator.snowflake.account).snowflakecomputing.com;`""
    $script:hostile = "$prefix <img src=x onerror=alert(1)>"
    $null = New-QrsDataConnection "$prefix key" @account -PrivateKeyPath $emulator.snowflake.privateKey
    $null = New-QrsDataConnection $hostile -ConnectionString $text -Type QvOdbcConnectorPackage.exe -Credential $credential
    $null = New-QlikCloudDataConnection "$prefix cloud" @account -PrivateKeyPath $emulator.snowflake.privateKey
    $script:folder = Join-Path $TestDrive 'reports'
    $null = New-Item -ItemType Directory -Path $folder
    $script:page = Join-Path $folder 'report.html'
}

AfterAll {
    Get-QrsDataConnection "$prefix*" | Remove-QrsDataConnection -Confirm:$false
    Get-QlikCloudDataConnection "$prefix*" | Remove-QlikCloudDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Export-QlikSnowflakeReport' {
    It 'writes a page, and emits the file with -PassThru only' {
        Export-QlikSnowflakeReport $page | Should -BeNullOrEmpty
        $text = [System.IO.File]::ReadAllText($page)
        $text | Should -Match '^<!DOCTYPE html>'
        $text | Should -Match ([regex]::Escape("$prefix key"))
        $text | Should -Match ([regex]::Escape("$prefix &lt;img src=x onerror=alert(1)&gt;"))
        $text | Should -Not -Match '<img|<script'
        $file = Export-QlikSnowflakeReport -Path $page -Force -PassThru
        $file.FullName | Should -Be $page
    }

    It 'emits the object, with findings, numbers, keys and API keys' {
        $report = Export-QlikSnowflakeReport -As Object
        $report.IsComplete | Should -BeTrue
        $report.Numbers.Connections | Should -Be @($report.Connections).Count
        $report.Connections.Name | Should -Contain $hostile
        ($report.Findings | Where-Object Id -EQ PasswordLogin).Subjects | Should -Contain "$hostile on $(([uri]$emulator.qrs.url).Authority)"
        ($report.Keys | Where-Object User -EQ $emulator.snowflake.user)[0].Name | Should -Be RSA_PUBLIC_KEY
        $report.ApiKeys[0].Tenant | Should -Be ([uri]$emulator.qlikCloud.url).Authority
        "$report" | Should -Not -BeNullOrEmpty
    }

    It 'emits JSON that PowerShell reads, as text and in a file' {
        $report = Export-QlikSnowflakeReport -As Json | ConvertFrom-Json
        $report.format | Should -Be 'QlikSnowflake.Report'
        $report.sites.connections.name | Should -Contain "$prefix cloud"
        $path = Join-Path $folder 'report.json'
        Export-QlikSnowflakeReport -As Json -Path $path
        (Get-Content -LiteralPath $path -Raw | ConvertFrom-Json).sites.connections.name | Should -Contain $hostile
    }

    It 'says what changed since the page that it replaces' {
        Export-QlikSnowflakeReport -Path $page -Force
        $new = New-QrsDataConnection "$prefix new" -Account $emulator.snowflake.account -User $emulator.snowflake.user -PrivateKeyPath $emulator.snowflake.privateKey
        try {
            $changes = (Export-QlikSnowflakeReport -As Object -Baseline $page).Changes
            @($changes.Connections).Count | Should -Be 1
            $changes.Connections[0].Kind | Should -Be Added
            $changes.Connections[0].Id | Should -Be $new.Id
            Export-QlikSnowflakeReport -Path $page -Baseline $page -Force
            [System.IO.File]::ReadAllText($page) | Should -Match 'Changed since'
        }
        finally { $new | Remove-QrsDataConnection -Confirm:$false }
    }

    It 'reads and writes nothing with -WhatIf' {
        $path = Join-Path $folder 'whatif.html'
        $before = Get-RequestCount
        Export-QlikSnowflakeReport -Path $path -WhatIf
        (Get-RequestCount) - $before | Should -Be 0
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'goes on where a site fails: the page says so first' {
        Add-EmulatorFault @{ service = 'qrs'; kind = 'status'; status = 403; times = -1 }
        try {
            $report = Export-QlikSnowflakeReport -As Object -WarningAction SilentlyContinue -WarningVariable warnings
            $report.IsComplete | Should -BeFalse
            $report.Findings[0].Id | Should -Be SiteFailed
            $report.Connections.Name | Should -Contain "$prefix cloud"
            "$warnings" | Should -Match 'could not be read'
        }
        finally { Clear-EmulatorFault }
    }

    It 'refuses bad input before any request: <Id>' -ForEach @(
        @{ Id = 'FileExists'; Call = { Export-QlikSnowflakeReport -Path $page } }
        @{ Id = 'ReportPathNotUsed'; Call = { Export-QlikSnowflakeReport -Path (Join-Path $folder 'x') -As Object } }
        @{ Id = 'ReportInvalid'; Call = { Set-Content -LiteralPath (Join-Path $folder 'no.html') -Value '<html></html>'; Export-QlikSnowflakeReport -Baseline (Join-Path $folder 'no.html') } }
        @{ Id = 'DurationInvalid'; Call = { Export-QlikSnowflakeReport -MaxKeyAge 0d } }
        @{ Id = 'RotationJournalNotFound'; Call = { Export-QlikSnowflakeReport -JournalPath (Join-Path $folder 'none.rotation.json') } }
    ) {
        if (-not (Test-Path -LiteralPath $page)) { Set-Content -LiteralPath $page -Value 'x' }
        $failure = Get-Failure $Call
        Assert-Failure $failure -Id $Id -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'takes a pattern of journals that matches none' {
        (Export-QlikSnowflakeReport -As Object -JournalPath (Join-Path $folder '*.rotation.json')).Rotations | Should -BeNullOrEmpty
    }

    It 'asks for a session where none is open' {
        (Invoke-NewRunspace 'Export-QlikSnowflakeReport -As Object').Errors[0].FullyQualifiedErrorId | Should -Match '^NoSession,'
    }
}
