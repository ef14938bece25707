BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')

    function Get-Completion {
        param([string] $Line)
        @([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches)
    }
}

Describe 'Completion' {
    BeforeAll {
        Disconnect-All
        $snowflake = Get-Login Snowflake
        Connect-Snowflake @snowflake -Name production
        Connect-Snowflake @snowflake -Name "it's new"
        $cloud = Get-Login QlikCloud
        Connect-QlikCloud @cloud -Name 'cloud'
        $qrs = Get-Login Qrs
        Connect-Qrs @qrs -Name 'site'
    }

    AfterAll { Disconnect-All }

    It 'offers the names of open sessions after <Line>' -ForEach @(
        @{ Line = 'Invoke-SnowflakeSql x -Session '; Expected = "'it''s new'", 'production' }
        @{ Line = 'Invoke-SnowflakeSql x -Session pro'; Expected = 'production' }
        @{ Line = 'Invoke-SnowflakeSql x -Session PRO'; Expected = 'production' }
        @{ Line = "Invoke-SnowflakeSql x -Session 'it"; Expected = "'it''s new'" }
        @{ Line = 'Get-SnowflakeSession '; Expected = "'it''s new'", 'production' }
        @{ Line = 'Disconnect-Snowflake p'; Expected = 'production' }
        @{ Line = 'Get-QlikCloudUser -Me -Session '; Expected = 'cloud' }
        @{ Line = 'New-QlikCloudApiKey x -Session c'; Expected = 'cloud' }
        @{ Line = 'Disconnect-QlikCloud '; Expected = 'cloud' }
        @{ Line = 'Get-QrsDataConnection -Session '; Expected = 'site' }
        @{ Line = 'Disconnect-Qrs '; Expected = 'site' }
        @{ Line = 'Get-QlikSnowflakeConnection -QrsSession '; Expected = 'site' }
        @{ Line = 'Test-QlikSnowflakeConnection -QlikCloudSession c'; Expected = 'cloud' }
        @{ Line = 'Get-QlikSnowflakeConnection -Login Key'; Expected = 'KeyPair' }
        @{ Line = 'Invoke-SnowflakeSql -Path x -Encoding win'; Expected = 'windows-1252' }
        @{ Line = 'Import-QrsDataConnection x -Encoding asc'; Expected = 'ascii' }
    ) {
        (Get-Completion $Line).CompletionText | Should -BeExactly $Expected
    }

    It 'offers what the command then takes as one session' {
        $text = (Get-Completion "Get-SnowflakeSession -Name 'it").CompletionText
        (& ([scriptblock]::Create("Get-SnowflakeSession $text"))).Name | Should -BeExactly "it's new"
    }

    It 'offers types of data connections' {
        (Get-Completion 'Get-QrsDataConnection -Type Qv').CompletionText | Should -BeExactly 'QvOdbcConnectorPackage.exe', 'QvRestConnector.exe'
        (Get-Completion 'New-QrsDataConnection x -Type f').CompletionText | Should -BeExactly 'folder'
    }

    It 'offers the sizes of keys' {
        (Get-Completion 'New-SnowflakeKeyPair x -KeySize ').CompletionText | Should -BeExactly '2048', '3072', '4096'
    }

    It 'offers the properties of what a command emits' {
        (Get-Completion '(Get-QrsDataConnection).Key').CompletionText | Should -Contain 'KeyFingerprint'
        (Get-Completion 'New-SnowflakeKeyPair x -NoPassphrase | Select-Object Finger').CompletionText | Should -Contain 'Fingerprint'
    }

    It 'asks no server' {
        $before = Get-RequestCount
        $null = Get-Completion 'Invoke-SnowflakeSql x -Session '
        $null = Get-Completion 'Get-QrsDataConnection -Type '
        (Get-RequestCount) - $before | Should -Be 0
    }

    It 'offers nothing, and no error, where no session is open' {
        $run = Invoke-NewRunspace -Script '[System.Management.Automation.CommandCompletion]::CompleteInput("Disconnect-Snowflake ", 21, $null).CompletionMatches | Where-Object ResultType -EQ ParameterValue'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
    }
}
