$services = @(
    @{ Service = 'Qrs' }
    @{ Service = 'QlikCloud' }
    @{ Service = 'Snowflake' }
)

# Each cmdlet that needs a session, called so that only the session is missing.
$sessionCalls = @(
    @{ Name = 'Get-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { Get-QrsDataConnection } }
    @{ Name = 'New-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { New-QrsDataConnection x -ConnectionString y -Type folder } }
    @{ Name = 'Get-QlikCloudUser'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudUser -Me } }
    @{ Name = 'New-QlikCloudApiKey'; Connect = 'Connect-QlikCloud'; Call = { New-QlikCloudApiKey x } }
    @{ Name = 'Invoke-QlikCloudRequest'; Connect = 'Connect-QlikCloud'; Call = { Invoke-QlikCloudRequest spaces } }
    @{ Name = 'Get-QlikCloudTenant'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudTenant } }
    @{ Name = 'Get-QlikCloudRole'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudRole } }
    @{ Name = 'Get-QlikCloudApiKey'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudApiKey } }
    @{ Name = 'Set-QlikCloudApiKey'; Connect = 'Connect-QlikCloud'; Call = { Set-QlikCloudApiKey x y } }
    @{ Name = 'Remove-QlikCloudApiKey'; Connect = 'Connect-QlikCloud'; Call = { Remove-QlikCloudApiKey x -Confirm:$false } }
    @{ Name = 'Update-QlikCloudApiKey'; Connect = 'Connect-QlikCloud'; Call = { Update-QlikCloudApiKey x } }
    @{ Name = 'Get-QlikCloudApiKeyPolicy'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudApiKeyPolicy } }
    @{ Name = 'Set-QlikCloudApiKeyPolicy'; Connect = 'Connect-QlikCloud'; Call = { Set-QlikCloudApiKeyPolicy -MaximumKeysPerUser 5 } }
    @{ Name = 'Grant-QlikCloudApiKeyPermission'; Connect = 'Connect-QlikCloud'; Call = { Grant-QlikCloudApiKeyPermission x } }
    @{ Name = 'Revoke-QlikCloudApiKeyPermission'; Connect = 'Connect-QlikCloud'; Call = { Revoke-QlikCloudApiKeyPermission x -Confirm:$false } }
    @{ Name = 'Get-QlikCloudDataConnection'; Connect = 'Connect-QlikCloud'; Call = { Get-QlikCloudDataConnection } }
    @{ Name = 'New-QlikCloudDataConnection'; Connect = 'Connect-QlikCloud'; Call = { New-QlikCloudDataConnection x -DataSource y } }
    @{ Name = 'Set-QlikCloudDataConnection'; Connect = 'Connect-QlikCloud'; Call = { Set-QlikCloudDataConnection x -NewName y } }
    @{ Name = 'Remove-QlikCloudDataConnection'; Connect = 'Connect-QlikCloud'; Call = { Remove-QlikCloudDataConnection x -Confirm:$false } }
    @{ Name = 'Get-QrsAbout'; Connect = 'Connect-Qrs'; Call = { Get-QrsAbout } }
    @{ Name = 'Get-QrsTag'; Connect = 'Connect-Qrs'; Call = { Get-QrsTag } }
    @{ Name = 'Get-QrsUser'; Connect = 'Connect-Qrs'; Call = { Get-QrsUser } }
    @{ Name = 'Get-QrsCustomProperty'; Connect = 'Connect-Qrs'; Call = { Get-QrsCustomProperty } }
    @{ Name = 'Set-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { Set-QrsDataConnection x -NewName y } }
    @{ Name = 'Remove-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { Remove-QrsDataConnection x -Confirm:$false } }
    @{ Name = 'Test-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { Test-QrsDataConnection x -Type folder } }
    @{ Name = 'Export-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { Export-QrsDataConnection x } }
    @{ Name = 'Import-QrsDataConnection'; Connect = 'Connect-Qrs'; Call = { '{}' | Import-QrsDataConnection } }
    @{ Name = 'Export-QrsCertificate'; Connect = 'Connect-Qrs'; Call = { Export-QrsCertificate x } }
    @{ Name = 'Invoke-QrsRequest'; Connect = 'Connect-Qrs'; Call = { Invoke-QrsRequest about } }
    @{ Name = 'Add-SnowflakeRow'; Connect = 'Connect-Snowflake'; Call = { [pscustomobject] @{ ID = 1 } | Add-SnowflakeRow T } }
    @{ Name = 'Get-SnowflakeStatement'; Connect = 'Connect-Snowflake'; Call = { Get-SnowflakeStatement x } }
    @{ Name = 'Wait-SnowflakeStatement'; Connect = 'Connect-Snowflake'; Call = { Wait-SnowflakeStatement x } }
    @{ Name = 'Receive-SnowflakeStatement'; Connect = 'Connect-Snowflake'; Call = { Receive-SnowflakeStatement x } }
    @{ Name = 'Stop-SnowflakeStatement'; Connect = 'Connect-Snowflake'; Call = { Stop-SnowflakeStatement x } }
    @{ Name = 'Get-SnowflakeUserKey'; Connect = 'Connect-Snowflake'; Call = { Get-SnowflakeUserKey } }
    @{ Name = 'Set-SnowflakeUserKey'; Connect = 'Connect-Snowflake'; Call = { Set-SnowflakeUserKey me x.pub } }
    @{ Name = 'Remove-SnowflakeUserKey'; Connect = 'Connect-Snowflake'; Call = { Remove-SnowflakeUserKey me -Slot 1 -Confirm:$false } }
    @{ Name = 'Update-SnowflakeUserKey'; Connect = 'Connect-Snowflake'; Call = { Update-SnowflakeUserKey -Path x.p8 -NoPassphrase } }
    @{ Name = 'Export-SnowflakeQuery'; Connect = 'Connect-Snowflake'; Call = { Export-SnowflakeQuery 'SELECT 1' (Join-Path $TestDrive 'x.csv') } }
    @{ Name = 'Invoke-SnowflakeSql'; Connect = 'Connect-Snowflake'; Call = { Invoke-SnowflakeSql 'SELECT 1' } }
)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
}

Describe 'Without a session' {
    BeforeAll { Disconnect-All }

    It '<Name> ends with an error that names <Connect>, and sends nothing' -ForEach $sessionCalls {
        $failure = Get-Failure $Call
        Assert-Failure $failure -Id NoSession -Category ConnectionError -Advice $Connect -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'is tested for every cmdlet that needs a session' -ForEach @(@{ Tested = $sessionCalls.Name }) {
        $needing = (Get-ModuleCommand | Where-Object { $_.Verb -ne 'Disconnect' -and $_.Parameters.ContainsKey('Session') }).Name |
            # Its session is that of an administrator, and is needed with -Detailed only.
            # Those across all sites work on every open session, and are tested with the folder Connections; one chooses a session.
            Where-Object { $_ -ne 'Test-SnowflakeConnection' -and $_ -notlike '*-QlikSnowflake*' }
        Compare-Object -ReferenceObject $needing -DifferenceObject $Tested | Should -BeNullOrEmpty
    }
}

Describe 'Sessions of <Service>' -ForEach $services {
    BeforeAll {
        $script:connect = "Connect-$Service"
        $script:disconnect = "Disconnect-$Service"
        $script:get = "Get-${Service}Session"
        $script:login = Get-Login $Service
    }

    BeforeEach { Disconnect-All }
    AfterAll { Disconnect-All }

    It 'has a name by itself, or the one given' {
        (& $connect @login -PassThru).Name | Should -Not -BeNullOrEmpty
        (& $connect @login -Name mine -PassThru).Name | Should -BeExactly 'mine'
    }

    It 'lists the default, which is the one opened last, first' {
        & $connect @login -Name first
        & $connect @login -Name second
        (& $get).Name | Should -BeExactly 'second', 'first'
    }

    It 'finds sessions by name and wildcards, literal names that are not there being an error' {
        & $connect @login -Name blue
        & $connect @login -Name black
        (& $get blue).Name | Should -BeExactly 'blue'
        (& $get BL*).Name | Should -BeExactly 'black', 'blue'
        & $get gr* | Should -BeNullOrEmpty
        $failure = Get-Failure { & $get green, blue }
        Assert-Failure $failure -Id SessionNotFound -Category ObjectNotFound -Message 'green' -Advice $connect
        $failure.Output.Name | Should -BeExactly 'blue'
    }

    It 'closes the default, one by name and one from the pipeline' {
        1..4 | ForEach-Object { & $connect @login -Name "s$_" }
        & $disconnect
        (& $get).Name | Should -BeExactly 's3', 's2', 's1'
        & $disconnect s1
        (& $get).Name | Should -BeExactly 's3', 's2'
        & $get s2 | & $disconnect
        (& $get).Name | Should -BeExactly 's3'
        & $disconnect -Session (& $get s3)
        & $get | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { & $disconnect }) -Id NoSession
    }

    It 'says which sessions there are when one is named that is not' {
        & $connect @login -Name known
        $failure = Get-Failure { & $disconnect unknown }
        Assert-Failure $failure -Id ParameterArgumentTransformationError -Unsent
        $failure.Record.Exception.Message | Should -Match 'known'
        $failure.Record.Exception.Message | Should -Match $connect
    }

    It 'replaces the session of the same name, whatever its case, and closes the old one' {
        $old = & $connect @login -Name same -PassThru
        $new = & $connect @login -Name SAME -PassThru
        (& $get) | Should -HaveCount 1
        [object]::ReferenceEquals((& $get), $new) | Should -BeTrue
        [object]::ReferenceEquals($old, $new) | Should -BeFalse
    }

    It 'prints its name where text is wanted' {
        "$(& $connect @login -Name printed -PassThru)" | Should -BeExactly 'printed'
    }

    It 'is of the runspace that opened it' {
        & $connect @login
        $run = Invoke-NewRunspace -ArgumentList $get -Script 'param($get) @(& $get).Count'
        $run.Output | Should -Be 0
        (& $get) | Should -HaveCount 1
    }

    It 'is closed when the module is removed' {
        $run = Invoke-NewRunspace -ArgumentList $connect, $get, $login, $env:QLIKSNOWFLAKE_TEST_MODULE -Script @'
param($connect, $get, $login, $manifest)
& $connect @login
@(& $get).Count
Remove-Module -Name QlikSnowflake
Import-Module -Name $manifest
@(& $get).Count
'@
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be 1, 0
    }
}

Describe 'The session that a command uses' {
    BeforeAll {
        Disconnect-All
        $user = Get-Login Snowflake
        $admin = Get-Login SnowflakeAdmin
        Connect-Snowflake @admin -Name 'the admin'
        Connect-Snowflake @user -Name user
    }

    AfterAll { Disconnect-All }

    It 'is the default, or the one given by name or as an object' {
        $sql = 'SELECT CURRENT_USER() AS ME'
        (Invoke-SnowflakeSql $sql).ME | Should -BeExactly 'SVC_QLIK'
        (Invoke-SnowflakeSql $sql -Session 'THE ADMIN').ME | Should -BeExactly 'ADMIN'
        (Invoke-SnowflakeSql $sql -Session (Get-SnowflakeSession 'the admin')).ME | Should -BeExactly 'ADMIN'
        (Invoke-SnowflakeSql $sql).ME | Should -BeExactly 'SVC_QLIK'
    }

    It 'is not one of another service' {
        $cloud = Get-Login QlikCloud
        $other = Connect-QlikCloud @cloud -PassThru
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' -Session $other }) -Id CannotConvertArgumentNoMessage -Unsent
    }

    It 'can be named where two runspaces work at the same time, each with its own' {
        if ($PSVersionTable.PSVersion.Major -lt 7) {
            Set-ItResult -Skipped -Because 'ForEach-Object -Parallel came with PowerShell 7'
            return
        }

        $manifest = $env:QLIKSNOWFLAKE_TEST_MODULE
        $none = 1..2 | ForEach-Object -Parallel {
            Import-Module -Name $using:manifest
            try { Invoke-SnowflakeSql 'SELECT 1' } catch { $_.FullyQualifiedErrorId }
        }
        $none | Should -BeLike 'NoSession,*'

        $logins = (Get-Login Snowflake), (Get-Login SnowflakeAdmin), (Get-Login Snowflake), (Get-Login SnowflakeAdmin)
        $users = $logins | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module -Name $using:manifest
            $login = $_
            Connect-Snowflake @login
            1..5 | ForEach-Object { $login.User + '=' + (Invoke-SnowflakeSql 'SELECT CURRENT_USER() AS ME').ME }
            Disconnect-Snowflake
        }
        $users | Should -HaveCount 20
        $users | Where-Object { $_ -notin 'SVC_QLIK=SVC_QLIK', 'ADMIN=ADMIN' } | Should -BeNullOrEmpty
        (Get-SnowflakeSession).Name | Should -BeExactly 'user', 'the admin'
    }

    It 'can be handed to other runspaces as an object' {
        if ($PSVersionTable.PSVersion.Major -lt 7) {
            Set-ItResult -Skipped -Because 'ForEach-Object -Parallel came with PowerShell 7'
            return
        }

        $manifest = $env:QLIKSNOWFLAKE_TEST_MODULE
        $session = Get-SnowflakeSession user
        $numbers = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module -Name $using:manifest
            (Invoke-SnowflakeSql "SELECT $_ AS N" -Session $using:session).N
        }
        $numbers | Sort-Object | Should -Be (1..8)
    }
}

Describe 'A session that is closed' {
    It 'says so when it is used' {
        $login = Get-Login QlikCloud
        $session = Connect-QlikCloud @login -PassThru
        Disconnect-QlikCloud
        $failure = Get-Failure { Get-QlikCloudUser -Me -Session $session }
        $failure.Record | Should -Not -BeNullOrEmpty
        $failure.Record.FullyQualifiedErrorId | Should -Match '^SessionClosed'
        $failure.Record.ErrorDetails.RecommendedAction | Should -Match 'Connect-QlikCloud'
    }
}

Describe 'The default session' {
    BeforeEach { Disconnect-All }
    AfterAll { Disconnect-All }

    It 'of <Service> is marked, chosen, and not replaced in silence when it is closed' -ForEach $services {
        $login = Get-Login $Service
        foreach ($name in 'one', 'two', 'three') { & "Connect-$Service" @login -Name $name }
        (& "Get-${Service}Session" | Where-Object IsDefault).Name | Should -BeExactly 'three'
        (& "Get-${Service}Session" | Out-String) | Should -Match '(?m)^three +\* '
        Select-QlikSnowflakeSession one | Should -BeNullOrEmpty
        (& "Get-${Service}Session").Name | Should -BeExactly 'one', 'three', 'two'
        (& "Get-${Service}Session" | Where-Object IsDefault).Name | Should -BeExactly 'one'
        (& "Get-${Service}Session" two | Select-QlikSnowflakeSession -PassThru).Name | Should -BeExactly 'two'
        & "Disconnect-$Service" -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match "now use 'one'"
        (& "Get-${Service}Session" | Where-Object IsDefault).Name | Should -BeExactly 'one'
        & "Disconnect-$Service" three -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty -Because 'the default is still the same'
        & "Get-${Service}Session" | & "Disconnect-$Service" -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty -Because 'none is left'
        Assert-Failure (Get-Failure { & "Disconnect-$Service" }) -Id NoSession
    }

    It 'is chosen by name and service, and refused where that is unclear, closed or none' {
        $qrs = Get-Login Qrs
        $cloud = Get-Login QlikCloud
        Connect-Qrs @qrs -Name same
        Connect-QlikCloud @cloud -Name same
        Assert-Failure (Get-Failure { Select-QlikSnowflakeSession same }) -Id SessionAmbiguous -Category InvalidArgument -Message 'Qrs, QlikCloud' -Advice '-Service'
        (Select-QlikSnowflakeSession same -Service Qrs -PassThru).GetType().Name | Should -Be 'QrsSession'
        Assert-Failure (Get-Failure { Select-QlikSnowflakeSession other }) -Id SessionNotFound -Category ObjectNotFound -Message 'same' -Unsent
        $session = Get-QrsSession same
        Disconnect-Qrs same
        Assert-Failure (Get-Failure { $session | Select-QlikSnowflakeSession }) -Id SessionClosed
        Assert-Failure (Get-Failure { Select-QlikSnowflakeSession ([pscustomobject] @{ Name = 'x' }) }) -Id InputObjectUnclear
        $completed = (TabExpansion2 -inputScript 'Select-QlikSnowflakeSession sa' -cursorColumn 30).CompletionMatches
        $completed.CompletionText | Should -Be 'same'
    }
}

Describe 'Connecting with what comes in from the pipeline' {
    BeforeEach { Disconnect-All }
    AfterAll { Disconnect-All }

    It 'ends with an error where nothing came in, and the default stays' {
        $login = Get-Login Qrs
        Connect-Qrs @login -Name test
        $failure = Get-Failure { @() | Connect-Qrs prod.example.com }
        Assert-Failure $failure -Id ConnectNothing -Category ObjectNotFound -Message "'test' is still the default" -Unsent
        $failure.Ends | Should -BeTrue
        Assert-Failure (Get-Failure { @() | Connect-Snowflake acct ME }) -Id ConnectNothing -Unsent
        Assert-Failure (Get-Failure { @() | Connect-QlikCloud tenant.example.com }) -Id ConnectNothing -Unsent
    }

    It 'opens no session where several came in' {
        $login = Get-Login Snowflake
        $key = [pscustomobject] @{ PrivateKeyPath = $login.PrivateKeyPath }
        $login.Remove('PrivateKeyPath')
        $failure = Get-Failure { $key, $key | Connect-Snowflake @login }
        Assert-Failure $failure -Id ConnectAmbiguous -Category InvalidArgument
        Get-SnowflakeSession | Should -BeNullOrEmpty
        $key | Connect-Snowflake @login
        Get-SnowflakeSession | Should -HaveCount 1
    }

    It 'refuses two ports, and a path on a server' {
        $login = Get-Login Qrs
        $login.Server = 'localhost:46465'
        Assert-Failure (Get-Failure { Connect-Qrs @login }) -Id PortContradiction -Category InvalidArgument -Message '46465.*' -Unsent
        foreach ($server in 'https://localhost:443/sense', 'localhost:46465/hub') {
            Assert-Failure (Get-Failure { Connect-Qrs $server -VirtualProxy '' -UseDefaultCredentials }) -Id ServerInvalid -Message 'has a path' -Advice '-VirtualProxy' -Unsent
        }
        $cloud = Get-Login QlikCloud
        $cloud.Tenant = "https://$($cloud.Tenant)/analytics/home?x=1"
        (Connect-QlikCloud @cloud -PassThru).Tenant | Should -Not -Match 'analytics'
    }
}
