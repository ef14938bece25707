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
        $null = Invoke-EmulatorControl -Method Post -Path seed -Body @{ service = 'qlikCloud'; group = 'Analysts' }
        $null = New-QrsDataConnection 'tab [1]' -Type folder -ConnectionString C:\Data -Tag 'tab tag' -CreateTag
        $null = New-QrsDataConnection "tab it's" -Type folder -ConnectionString C:\Data
        $null = Invoke-QrsRequest custompropertydefinition -Method POST -Body @{ name = 'tab' + [guid]::NewGuid().ToString('N').Substring(0, 8); valueType = 'Text'; objectTypes = @('DataConnection') }
    }

    AfterAll {
        Get-QrsDataConnection -Filter "name sw 'tab '" | Remove-QrsDataConnection -Confirm:$false
        Disconnect-All
    }

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

    It 'offers <Expected> after <Line>' -ForEach @(
        @{ Line = 'Get-QrsDataConnection -Owner internal\sa_'; Expected = 'INTERNAL\sa_api' }
        @{ Line = 'Set-QrsDataConnection x -AddTag '; Expected = 'tab tag' }
        @{ Line = 'Get-QrsTag tab'; Expected = 'tab tag' }
        @{ Line = 'Remove-QrsDataConnection tab'; Expected = 'tab [1]' }
        @{ Line = 'Get-QrsDataConnection -Name it'; Expected = "tab it's" }
        @{ Line = 'New-QrsDataConnection x -Account my'; Expected = 'myorg-myaccount' }
        @{ Line = 'New-QrsDataConnection x -Warehouse comp'; Expected = 'COMPUTE_WH' }
        @{ Line = 'Get-QlikCloudUser -Email dana'; Expected = 'dana@example.com' }
        @{ Line = 'Grant-QlikCloudApiKeyPermission dana'; Expected = 'dana@example.com' }
        @{ Line = 'Grant-QlikCloudApiKeyPermission -Group ana'; Expected = 'Analysts' }
        @{ Line = 'Get-QlikCloudRole tenant'; Expected = 'TenantAdmin' }
        @{ Line = 'Get-QlikCloudDataConnection -Space shared'; Expected = 'Shared connections' }
        @{ Line = 'Set-QlikCloudApiKey first'; Expected = 'first key' }
        @{ Line = 'Invoke-SnowflakeSql x -Role pub'; Expected = 'PUBLIC' }
        @{ Line = 'Invoke-SnowflakeSql x -Warehouse comp'; Expected = 'COMPUTE_WH' }
        @{ Line = 'Invoke-SnowflakeSql x -Database sal'; Expected = 'SALES' }
        @{ Line = 'Connect-Snowflake my'; Expected = 'myorg-myaccount' }
        @{ Line = 'Get-SnowflakeUserKey '; Expected = '*' }
        @{ Line = 'Remove-SnowflakeUserKey -Name rsa'; Expected = 'RSA_PUBLIC_KEY' }
        @{ Line = 'Get-QlikSnowflakeConnection tab'; Expected = 'tab [1]' }
    ) {
        Push-Location -LiteralPath $TestDrive
        try { $matches = Get-Completion $Line }
        finally { Pop-Location }
        $matches.ToolTip | Where-Object { $Expected -eq '*' -or $_ -eq $Expected } | Should -Not -BeNullOrEmpty
        $matches.ResultType | Select-Object -Unique | Should -Be 'ParameterValue'
    }

    It 'sends one request, and none for what it has seen until something may have changed' {
        $before = Get-RequestCount -Service qrs
        (Get-Completion 'Get-QrsCustomProperty ').Count | Should -BeGreaterThan 0
        $null = Get-Completion 'Get-QrsCustomProperty x'
        (Get-RequestCount -Service qrs) - $before | Should -Be 1
        Set-QrsDataConnection 'tab `[1]' -AddTag 'tab tag' -WhatIf
        $before = Get-RequestCount -Service qrs
        $null = Get-Completion 'Get-QrsCustomProperty '
        (Get-RequestCount -Service qrs) - $before | Should -Be 1
    }

    It 'offers nothing, tells nothing and waits for nobody where the service does not answer' {
        Add-EmulatorFault @{ service = 'qrs'; kind = 'slow'; delayMs = 30000; times = 1; path = '*/user/full' }
        $Error.Clear()
        try {
            Set-QrsDataConnection 'tab `[1]' -AddTag 'tab tag' -WhatIf
            Push-Location -LiteralPath $TestDrive
            $null = New-Item -ItemType File -Path (Join-Path $TestDrive 'file.txt') -Force
            (Get-Completion 'Get-QrsDataConnection -Owner ').CompletionText | Should -BeExactly "''"
            (Get-Completion 'Get-QrsDataConnection -Owner fi').CompletionText | Should -BeExactly 'fi'
        }
        finally {
            Pop-Location
            Clear-EmulatorFault
        }
        $Error | Should -BeNullOrEmpty
    }

    It 'never offers files for what is no path' {
        $texts = 'Body', 'Query', 'Parameter', 'InputObject', 'HeaderValue', 'Path', 'StatePath', 'Baseline', 'JournalPath', 'Value'
        $without = foreach ($command in Get-Command -Module QlikSnowflake -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.ParameterType.Name -notin 'String', 'String[]', 'Object', 'Object[]') { continue }
                if ($parameter.Name -in [System.Management.Automation.PSCmdlet]::CommonParameters -or $parameter.Name -in $texts -or $parameter.Name -match 'Path$') { continue }
                $kinds = $parameter.Attributes | ForEach-Object { $_.GetType().Name }
                if (-not ($kinds -match 'ArgumentCompleter|ValidateSet')) { "$($command.Name) -$($parameter.Name)" }
            }
        }
        $without | Should -BeNullOrEmpty
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
