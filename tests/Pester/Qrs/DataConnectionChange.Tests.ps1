#Requires -Version 5.1
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

BeforeAll {
    . ([System.IO.Path]::Combine($PSScriptRoot, '..', 'Support', 'Suite.ps1'))
    $login = Get-Login Qrs
    Connect-Qrs @login
    $text = 'custom connect to "provider=QvOdbcConnectorPackage.exe; Driver=snowflake;;server=o-a.snowflakecomputing.com;warehouse=W1;role=R"'
    $key = Join-Path $TestDrive 'rsa_key.p8'
    $encryptedKey = Join-Path $TestDrive 'rsa_key_encrypted.p8'
    $null = New-SnowflakeKeyPair -Path $key -NoPassphrase
    $null = New-SnowflakeKeyPair -Path $encryptedKey -Passphrase (ConvertTo-TestSecret 'pass phrase')
    function Add-TestConnection([string] $Prefix = 'conn') {
        $credential = New-Object pscredential 'someone', (ConvertTo-TestSecret 'hidden secret')
        New-QrsDataConnection -Name "$Prefix $([guid]::NewGuid().ToString('N'))" -ConnectionString $text -Type QvOdbcConnectorPackage.exe -Credential $credential
    }
    $null = Invoke-QrsRequest -Path custompropertydefinition -Method POST -Body @{ name = 'Stage'; valueType = 'Text'; choiceValues = 'dev', 'prod'; objectTypes = @('DataConnection') }
}

AfterAll {
    Get-QrsDataConnection | Remove-QrsDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Set-QrsDataConnection' {
    It 'changes one key and leaves every other character' {
        $connection = Add-TestConnection
        Set-QrsDataConnection -Name $connection.Name -Warehouse W2 | Should -BeNullOrEmpty
        (Get-QrsDataConnection -Name $connection.Name).ConnectionString | Should -BeExactly $text.Replace('W1', 'W2')
    }

    It 'keeps the password while it changes something else, where it is returned <_>' -ForEach 'Clear', 'Empty', 'Omit' {
        $connection = Add-TestConnection
        try {
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = $_ }
            Set-QrsDataConnection -Name $connection.Name -Role R2
        }
        finally {
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = 'Clear' }
        }
        ConvertFrom-TestSecret (Get-QrsDataConnection -Name $connection.Name -IncludeSecret).Password | Should -BeExactly 'hidden secret'
    }

    It 'takes targets by object, by id and by name from the pipeline' {
        $one, $two, $three = (Add-TestConnection), (Add-TestConnection), (Add-TestConnection)
        $one | Set-QrsDataConnection -Role A
        [pscustomobject]@{ Id = $two.Id } | Set-QrsDataConnection -Role A
        $three.Name | Set-QrsDataConnection -Role A
        foreach ($connection in $one, $two, $three) { (Get-QrsDataConnection -Id $connection.Id).ConnectionString | Should -Match 'role=A"' }
    }

    It 'turns a password connection into one with a key pair' {
        $connection = Add-TestConnection | Set-QrsDataConnection -User SVC -PrivateKeyPath $key -PassThru
        $connection.UserName | Should -BeExactly 'SVC'
        $connection.KeyFingerprint | Should -BeExactly (Get-SnowflakePublicKey -PrivateKeyPath $key).Fingerprint
        $connection.ConnectionString | Should -BeExactly $text.Replace('role=R"', 'role=R;authenticator=snowflake_jwt"')
    }

    It 'warns that an encrypted key is stored decrypted' {
        $connection = Add-TestConnection
        Set-QrsDataConnection -Name $connection.Name -PrivateKeyPath $encryptedKey -Passphrase (ConvertTo-TestSecret 'pass phrase') -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match 'decrypted'
    }

    It 'clears credentials, renames, and changes owner, tags and properties' {
        $connection = Add-TestConnection
        $name = 'renamed ' + [guid]::NewGuid()
        Set-QrsDataConnection -Name $connection.Name -NewName $name -ClearCredential -Owner internal\sa_api -AddTag "tag $name" -CreateTag -CustomProperty @{ Stage = 'dev', 'prod' }
        $changed = Get-QrsDataConnection -Name $name
        $changed.UserName | Should -BeNullOrEmpty
        $changed.HasPassword | Should -BeFalse
        "$($changed.Owner)" | Should -Be 'internal\sa_api'
        $changed.Tags | Should -Be "tag $name"
        $changed.CustomProperties | Should -Be 'Stage=dev', 'Stage=prod'
        (Get-QrsDataConnection -Tag "tag $name").Id | Should -Be $connection.Id
    }

    It 'says which connection has no keys, or is none to Snowflake' {
        $folder = New-QrsDataConnection "folder $([guid]::NewGuid().ToString('N'))" -ConnectionString 'C:\x' -Type folder
        Assert-Failure (Get-Failure { $folder | Set-QrsDataConnection -PrivateKeyPath $key }) -Id DataConnectionNotSnowflake -Message $folder.Name
        Assert-Failure (Get-Failure { $folder | Set-QrsDataConnection -Warehouse W }) -Id ConnectionStringInvalid -Message $folder.Name -Advice '-ConnectionString'
    }

    It 'sends no changing request with -WhatIf, not even for a tag' {
        $connection = Add-TestConnection
        $before = Get-RequestCount -Service qrs -ChangingOnly
        Set-QrsDataConnection -Name $connection.Name -Role X -AddTag 'never made' -CreateTag -WhatIf
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
    }

    It 'sends nothing where the connection is so already' {
        $connection = Add-TestConnection
        $before = Get-RequestCount -Service qrs -ChangingOnly
        Set-QrsDataConnection -Name $connection.Name -Warehouse W1
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
    }

    It 'tries once more after a conflict, and loses nothing' {
        $connection = Add-TestConnection
        Add-EmulatorFault @{ service = 'qrs'; method = 'PUT'; path = '/qrs/dataconnection/*'; kind = 'status'; status = 409; times = 1 }
        Set-QrsDataConnection -Name $connection.Name -Role X
        (Get-QrsDataConnection -Name $connection.Name).ConnectionString | Should -Match 'role=X"'
    }

    It 'reports a name that is taken as a conflict' {
        $one, $two = (Add-TestConnection), (Add-TestConnection)
        Assert-Failure (Get-Failure { Set-QrsDataConnection -Name $one.Name -NewName $two.Name }) -Id QrsConflict -Category ResourceExists
    }

    It 'refuses <Id> before anything is changed' -ForEach @(
        @{ Id = 'ConnectionStringInvalid'; Given = @{ Warehouse = 'a;b' }; Unsent = $true }
        @{ Id = 'ConnectionStringInvalid'; Given = @{ Role = 'a"b' }; Unsent = $true }
        @{ Id = 'UserNameInvalid'; Given = @{ Owner = 'nobody' }; Unsent = $true }
        @{ Id = 'ParametersConflict'; Given = @{ ClearCredential = $true; User = 'x' }; Unsent = $true }
        @{ Id = 'NothingToChange'; Given = @{}; Unsent = $true }
        @{ Id = 'QrsUserNotFound'; Given = @{ Owner = 'no\body' } }
        @{ Id = 'QrsTagNotFound'; Given = @{ AddTag = 'no such tag' } }
        @{ Id = 'QrsCustomPropertyNotFound'; Given = @{ CustomProperty = @{ Nope = 'x' } } }
        @{ Id = 'QrsCustomPropertyValueInvalid'; Given = @{ CustomProperty = @{ Stage = 'test' } } }
    ) {
        $connection = Add-TestConnection
        $before = Get-RequestCount -Service qrs -ChangingOnly
        Assert-Failure (Get-Failure { Set-QrsDataConnection -Name $connection.Name @Given }) -Id $Id -Advice '.' -Unsent:([bool] $Unsent)
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
    }
}

Describe 'Remove-QrsDataConnection' {
    It 'removes what is piped in, and emits it with -PassThru' {
        $connection = Add-TestConnection
        ($connection | Remove-QrsDataConnection -Confirm:$false -PassThru).Id | Should -Be $connection.Id
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Id $connection.Id }) -Id QrsObjectNotFound -Category ObjectNotFound
    }

    It 'removes nothing with -WhatIf' {
        $connection = Add-TestConnection
        Remove-QrsDataConnection -Name $connection.Name -WhatIf
        Get-QrsDataConnection -Name $connection.Name | Should -Not -BeNullOrEmpty
    }

    It 'reports a name that matches nothing, and is silent for a wildcard' {
        Assert-Failure (Get-Failure { Remove-QrsDataConnection -Name 'no such' -Confirm:$false }) -Id DataConnectionNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Remove-QrsDataConnection -Name 'no such*' -Confirm:$false }) -Id DataConnectionNotFound -Message 'wildcard'
    }
}

Describe 'Test-QrsDataConnection' {
    It 'names what differs, and shows no secret' {
        $connection = Add-TestConnection
        $test = Test-QrsDataConnection -Name $connection.Name -Warehouse W2 -PasswordText (ConvertTo-TestSecret 'second value')
        $test.InDesiredState | Should -BeFalse
        $test.Differences.Field | Should -Be 'ConnectionString.warehouse', 'Password'
        $test | Format-List * | Out-String | Should -Not -Match 'hidden|second value'
    }

    It 'says that a password is unknown where it is not returned' {
        $connection = Add-TestConnection
        try {
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = 'Omit' }
            $test = Test-QrsDataConnection -Name $connection.Name -PasswordText (ConvertTo-TestSecret 'hidden secret')
            $test.Unknown | Should -Be 'Password'
            $test.InDesiredState | Should -BeNullOrEmpty
            (Test-QrsDataConnection -Name $connection.Name -Warehouse W1).InDesiredState | Should -BeTrue
        }
        finally {
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = 'Clear' }
        }
    }

    It 'says that a connection does not exist' {
        (Test-QrsDataConnection -Name 'no such').Exists | Should -BeFalse
    }
}

Describe 'Export- and Import-QrsDataConnection' {
    BeforeEach {
        $connection = Add-TestConnection transfer | Set-QrsDataConnection -Tag moved -CreateTag -CustomProperty @{ Stage = 'dev' } -Owner internal\sa_api -PassThru
        $passphrase = ConvertTo-TestSecret 'a passphrase'
    }

    It 'leaves secrets out by default' {
        $connection | Export-QrsDataConnection | Should -Not -Match 'hidden secret'
    }

    It 'brings a connection back as it was, with its secret' {
        $json = $connection | Export-QrsDataConnection -Passphrase $passphrase
        $json | Should -Not -Match 'hidden secret'
        $connection | Remove-QrsDataConnection -Confirm:$false
        ($json | Import-QrsDataConnection -Passphrase $passphrase).Action | Should -Be Create
        $back = Get-QrsDataConnection -Name $connection.Name -IncludeSecret
        ConvertFrom-TestSecret $back.Password | Should -BeExactly 'hidden secret'
        $back.ConnectionString | Should -BeExactly $connection.ConnectionString
        "$($back.Owner)" | Should -Be 'internal\sa_api'
        $back.Tags | Should -Be moved
        $back.CustomProperties | Should -Be 'Stage=dev'
    }

    It 'does nothing the second time' {
        $json = $connection | Export-QrsDataConnection -Passphrase $passphrase
        $before = Get-RequestCount -Service qrs -ChangingOnly
        ($json | Import-QrsDataConnection -Passphrase $passphrase).Action | Should -Be None
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
    }

    It 'shows the differences with -WhatIf and changes nothing' {
        $json = $connection | Export-QrsDataConnection
        $connection | Set-QrsDataConnection -Warehouse OTHER -Tag @()
        $before = Get-RequestCount -Service qrs -ChangingOnly
        $plan = $json | Import-QrsDataConnection -WhatIf
        $plan.Action | Should -Be Update
        $plan.Done | Should -BeFalse
        $plan.Differences.Field | Should -Be 'ConnectionString.warehouse', 'Tags'
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
        ($json | Import-QrsDataConnection).Done | Should -BeTrue
        (Get-QrsDataConnection -Id $connection.Id).ConnectionString | Should -BeExactly $text
    }

    It 'makes many by one request, from a file' {
        $file = Join-Path $TestDrive 'many.json'
        $names = 1..7 | ForEach-Object { (Add-TestConnection bulk).Name }
        $null = Export-QrsDataConnection -Name 'bulk *' -Path $file
        Assert-Failure (Get-Failure { Export-QrsDataConnection -Name 'bulk *' -Path $file }) -Id FileExists -Category ResourceExists
        Remove-QrsDataConnection -Name 'bulk *' -Confirm:$false
        $before = Get-RequestCount -Service qrs -Method POST
        $made = Get-Item $file | Import-QrsDataConnection -WarningAction SilentlyContinue
        ($made.Name | Sort-Object) | Should -Be ($names | Sort-Object)
        (Get-RequestCount -Service qrs -Method POST) - $before | Should -Be 1
    }

    It 'brings back a connection without a type, as the description of the repository allows' {
        $name = "untyped $([guid]::NewGuid())"
        $null = Invoke-QrsRequest dataconnection -Method POST -Body (ConvertTo-Json @{ name = $name; connectionstring = 'lib://x' }) -Confirm:$false
        $json = Export-QrsDataConnection -Name $name
        Remove-QrsDataConnection -Name $name -Confirm:$false
        ($json | Import-QrsDataConnection -WarningAction SilentlyContinue).Done | Should -BeTrue
        (Get-QrsDataConnection -Name $name).Type | Should -BeNullOrEmpty
        Remove-QrsDataConnection -Name $name -Confirm:$false
    }

    It 'imports the others where one cannot be: <What>' -ForEach @(
        @{ What = 'in the file'; Id = 'DataConnectionFileInvalid' }
        @{ What = 'in its name'; Id = 'DataConnectionFileInvalid' }
        @{ What = 'before it is sent'; Id = 'DataConnectionConnectionStringInvalid' }
    ) {
        $names = 1..3 | ForEach-Object { (Add-TestConnection several).Name }
        $read = Export-QrsDataConnection -Name 'several *' | ConvertFrom-Json
        Remove-QrsDataConnection -Name 'several *' -Confirm:$false
        $read.connections[1].name = "several broken $([guid]::NewGuid())"
        switch ($What) {
            'in the file' { $read.connections[1].logOn = 'Nobody' }
            'in its name' { $read.connections[1].name = 7 }
            default { $read.connections[1].connectionString = 'x' * 100001 }
        }
        $made = ConvertTo-Json $read -Depth 10 | Import-QrsDataConnection -ErrorVariable refused -ErrorAction SilentlyContinue -WarningAction SilentlyContinue

        $made | Should -HaveCount 2
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -Match "^$Id,"
        "$($refused[0]) $($refused[0].TargetObject)" | Should -Match $(if ($What -eq 'in its name') { 'after 1 others' } else { 'several broken' })
        Remove-QrsDataConnection -Name 'several *' -Confirm:$false
    }

    It 'makes the others where the site refuses one of a request' {
        $names = 1..3 | ForEach-Object { (Add-TestConnection refused).Name }
        $json = Export-QrsDataConnection -Name 'refused *'
        Remove-QrsDataConnection -Name 'refused *' -Confirm:$false
        # The first request, of all three, is refused.
        Add-EmulatorFault @{ service = 'qrs'; kind = 'status'; status = 400; method = 'POST'; path = '/qrs/dataconnection/many'; times = 1 }
        try { $made = $json | Import-QrsDataConnection -WarningAction SilentlyContinue } finally { Clear-EmulatorFault }
        $made | Should -HaveCount 3
        Remove-QrsDataConnection -Name 'refused *' -Confirm:$false
    }

    It 'does not give a secret to a connection that was edited in the file' {
        $json = ($connection | Export-QrsDataConnection -Passphrase $passphrase).Replace('o-a.snowflake', 'evil.snowflake')
        Assert-Failure (Get-Failure { $json | Import-QrsDataConnection -Passphrase $passphrase }) -Id ExportedSecretNotOfConnection -Category SecurityError -Unsent
    }

    It 'reports a wrong passphrase and what is no export' {
        $json = $connection | Export-QrsDataConnection -Passphrase $passphrase
        Assert-Failure (Get-Failure { $json | Import-QrsDataConnection -Passphrase (ConvertTo-TestSecret 'wrong') }) -Id ExportedSecretUnreadable -Unsent
        Assert-Failure (Get-Failure { '{}' | Import-QrsDataConnection }) -Id DataConnectionFileInvalid -Unsent
    }
}

Describe 'Connection strings' {
    It 'come back to the character' {
        $text | ConvertFrom-QlikConnectionString | ConvertTo-QlikConnectionString | Should -BeExactly $text
    }

    It 'change where a property was changed, taken out or added' {
        $keys = ConvertFrom-QlikConnectionString $text
        $keys.warehouse = 'W9'
        $keys.PSObject.Properties.Remove('role')
        Add-Member -InputObject $keys -NotePropertyName port -NotePropertyValue 443
        ConvertTo-QlikConnectionString $keys | Should -BeExactly $text.Replace('W1;role=R', 'W9;port=443')
    }

    It 'show their keys and nothing else' {
        $keys = ConvertFrom-QlikConnectionString 'CUSTOM CONNECT TO "provider=p;items=3;Item=4;"'
        $keys.PSObject.Properties.Where({ $_.MemberType -ne 'ParameterizedProperty' }).Name | Should -BeExactly provider, items, Item
        $keys | ConvertTo-Json -Compress | Should -BeExactly '{"provider":"p","items":"3","Item":"4"}'
        $text | ConvertFrom-QlikConnectionString | Format-List | Out-String | Should -Not -Match '(?m)^Items'
        $keys | ConvertTo-QlikConnectionString | Should -BeExactly 'CUSTOM CONNECT TO "provider=p;items=3;Item=4;"'
    }

    It 'are built from dictionaries and refused where they cannot be' {
        [ordered]@{ provider = 'p'; flag = $true } | ConvertTo-QlikConnectionString | Should -BeExactly 'CUSTOM CONNECT TO "provider=p;flag=true;"'
        Assert-Failure (Get-Failure { @{ a = 'b;c' } | ConvertTo-QlikConnectionString }) -Id ConnectionStringInvalid -Unsent
    }
}

Describe 'The smaller cmdlets' {
    It 'list tags, users and properties by wildcard, and report literal names that are missing' {
        (Get-QrsUser internal\sa_a*).UserId | Should -Be sa_api
        (Get-QrsCustomProperty -ObjectType DataConnection).Name | Should -Contain Stage
        Get-QrsTag 'nothing*' | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Get-QrsTag nothing }) -Id QrsTagNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QrsUser no\body }) -Id QrsUserNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QrsCustomProperty nothing }) -Id QrsCustomPropertyNotFound -Category ObjectNotFound
        (Get-QrsAbout).BuildVersion | Should -Not -BeNullOrEmpty
    }

    It 'send requests that are well formed, and keep dates as they are' {
        (Invoke-QrsRequest tag/full | Select-Object -First 1).modifiedDate | Should -BeOfType string
        (Invoke-QrsRequest "dataconnection/$((Add-TestConnection).Id)").logOn | Should -BeOfType int
        Invoke-QrsRequest tag -Method POST -Body '{"name":"x"}' -WhatIf | Should -BeNullOrEmpty
        foreach ($path in '../x', 'a?b=c', 'https://host/x') { Assert-Failure (Get-Failure { Invoke-QrsRequest $path }) -Id QrsPathInvalid -Unsent }
        Assert-Failure (Get-Failure { Invoke-QrsRequest tag -Method POST -Body '{' }) -Id QrsBodyInvalid -Unsent
    }

    It 'export certificates and say which can be used' {
        $export = Export-QrsCertificate -MachineName worker.local -Format Pem -IncludeSecretKey
        (Get-QrsCertificate $export.Path | Where-Object IsUsable).Subject | Should -Be 'CN=QlikClient'
        $bare = Export-QrsCertificate -MachineName bare.local -Format Pem
        (Get-QrsCertificate (Join-Path $bare.Path client.pem)).Problems | Should -Match 'no private key'
        Assert-Failure (Get-Failure { Export-QrsCertificate 'no host' }) -Id MachineNameInvalid -Unsent
    }
}

Describe 'A virtual proxy' {
    BeforeAll {
        $proxy = (Get-Emulator).qrs.proxy
        $door = @{ Server = ([uri] $proxy.url).Authority; VirtualProxy = $proxy.prefix; RootCertificatePath = (Get-Emulator).qrs.rootCertificate; PassThru = $true }
    }

    It 'lets in by <_>, and takes a change at once' -ForEach 'Header', 'Jwt', 'SessionCookie' {
        $kind = $_
        $given = switch ($kind) {
            'Header' { @{ HeaderName = $proxy.headerName; HeaderValue = $proxy.headerValue } }
            'Jwt' { @{ Jwt = ConvertTo-TestSecret $proxy.jwt } }
            'SessionCookie' { @{ SessionCookie = ConvertTo-TestSecret $proxy.sessionCookie; SessionCookieName = $proxy.sessionCookieName } }
        }
        $session = Connect-Qrs @door @given -Name "proxy $kind"
        $session.Login | Should -Be $kind
        $made = New-QrsDataConnection -Name "by $kind" -ConnectionString 'C:\x' -Type folder -Session $session
        $made | Remove-QrsDataConnection -Confirm:$false -Session $session
        Disconnect-Qrs $session
    }

    It 'lets in by a ticket, once' {
        $session = Connect-Qrs @door -Ticket (ConvertTo-TestSecret $proxy.ticket) -Name 'proxy ticket'
        $made = New-QrsDataConnection -Name 'by ticket' -ConnectionString 'C:\x' -Type folder -Session $session
        $made | Remove-QrsDataConnection -Confirm:$false -Session $session
        Disconnect-Qrs $session
        Assert-Failure (Get-Failure { Connect-Qrs @door -Ticket (ConvertTo-TestSecret $proxy.ticket) }) -Id QrsLoginPage -Category AuthenticationError
    }

    It 'lets in by Windows credentials, and by no wrong ones' {
        Skip-Unless ((Test-Linux) -or -not (Test-Unix)) 'macOS has no NTLM of its own'
        # A process of its own: .NET's own NTLM, which needs no package of the system, is switched on for a whole process. Windows has NTLM.
        $script = Join-Path $TestDrive 'windows.ps1'
        Set-Content -LiteralPath $script -Value @'
param($Module, $State)
[AppContext]::SetSwitch('System.Net.Security.UseManagedNtlm', $true)
Import-Module $Module
$qrs = (Get-Content -LiteralPath (Join-Path $State emulator.json) -Raw | ConvertFrom-Json).qrs
$door = @{ Server = ([uri] $qrs.proxy.url).Authority; VirtualProxy = $qrs.proxy.prefix; RootCertificatePath = $qrs.rootCertificate }
$right = [pscredential]::new($qrs.proxy.user, (ConvertTo-SecureString $qrs.proxy.password -AsPlainText -Force))
Connect-Qrs @door -Credential $right
$made = New-QrsDataConnection 'by Windows' -ConnectionString 'C:\x' -Type folder
"made by $($made.Owner)"
$made | Remove-QrsDataConnection -Confirm:$false
$wrong = [pscredential]::new($qrs.proxy.user, (ConvertTo-SecureString wrong -AsPlainText -Force))
try { Connect-Qrs @door -Credential $wrong } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction -match 'gss-ntlmssp' }
'@
        $run = Invoke-PowerShell -File $script -ArgumentList $env:QLIKSNOWFLAKE_TEST_MODULE, $env:QLIKSNOWFLAKE_TEST_EMULATOR
        $lines = $run.Output.Trim() -split '\r?\n'
        $lines[0] | Should -BeExactly "made by $($proxy.user)" -Because "it said $($run.ErrorOutput)"
        $lines[1] | Should -Match '^QrsLoginFailed,'
        $lines[2] | Should -Be "$(Test-Unix)" -Because 'a package of Linux helps on Linux only'
    }

    It 'says that nothing is given to log in with' {
        Assert-Failure (Get-Failure { Connect-Qrs @door }) -Id LoginMissing -Category InvalidArgument -Advice '-Jwt' -Unsent
    }

    It 'explains a login page and a wrong prefix' {
        Assert-Failure (Get-Failure { Connect-Qrs @door -SessionCookie (ConvertTo-TestSecret nonsense) }) -Id QrsLoginPage -Category AuthenticationError -Advice 'VirtualProxy'
        $wrong = $door.Clone()
        $wrong.VirtualProxy = 'nope'
        Assert-Failure (Get-Failure { Connect-Qrs @wrong -Jwt (ConvertTo-TestSecret $proxy.jwt) }) -Id QrsVirtualProxyNotFound -Advice 'prefix'
    }

    It 'refuses values that would mean something else' {
        Assert-Failure (Get-Failure { Connect-Qrs @door -HeaderName Host -HeaderValue x }) -Id HeaderNameInvalid -Unsent
        Assert-Failure (Get-Failure { Connect-Qrs @door -HeaderName X-User -HeaderValue "a`r`nX-Qlik-User: b" }) -Id HeaderValueInvalid -Unsent
        Assert-Failure (Get-Failure { Connect-Qrs @door -Jwt (ConvertTo-TestSecret 'a b') }) -Id JwtInvalid -Unsent
    }
}
