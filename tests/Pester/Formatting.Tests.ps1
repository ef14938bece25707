BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')

    # The headings of a table, as its user sees them.
    function Get-Heading {
        param($InputObject)
        $lines = @(($InputObject | Out-String -Width 400) -split '\r?\n' | ForEach-Object { $_ -replace '\x1b\[[0-9;]*m' } | Where-Object { $_.Trim() })
        $lines[1] | Should -Match '^[-\s]+$' -Because 'a table has a line below its headings'
        $lines[0].Trim() -split '\s+'
    }

    # The labels of a list.
    function Get-Label {
        param($InputObject)
        ($InputObject | Format-List | Out-String -Width 400) -split '\r?\n' | ForEach-Object { $_ -replace '\x1b\[[0-9;]*m' } |
            Where-Object { $_ -match '^(\w+)\s+:' } | ForEach-Object { $Matches[1] }
    }
}

Describe 'Default views' {
    BeforeAll {
        Disconnect-All
        $script:objects = @{}
        foreach ($service in 'Qrs', 'QlikCloud', 'Snowflake') {
            $login = Get-Login $service
            $objects["$service session"] = & "Connect-$service" @login -PassThru
        }

        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'rsa_key.p8') -NoPassphrase
        $objects['key pair'] = $pair
        $objects['public key'] = $pair | Get-SnowflakePublicKey
        $objects['token'] = $pair | New-SnowflakeJwt -Account a-b -User c
        $objects['API key'] = New-QlikCloudApiKey 'view' -ExpiresIn PT1H
        $objects['user'] = Get-QlikCloudUser -Me
        $objects['role'] = Get-QlikCloudRole TenantAdmin
        $objects['tenant'] = Get-QlikCloudTenant
        $objects['policy'] = Get-QlikCloudApiKeyPolicy
        $objects['cloud connection'] = New-QlikCloudDataConnection "view $([guid]::NewGuid())" -DataSource snowflake -ConnectionProperty @{ server = 'a.example' }
        $objects['cloud connection'] | Remove-QlikCloudDataConnection -Confirm:$false
        $login = Get-Login QlikCloud
        $login.ApiKey = $objects['API key'].Token
        Connect-QlikCloud @login -Name view
        $objects['rotation'] = Update-QlikCloudApiKey -Session view -StoreScript { }
        Disconnect-QlikCloud view
        $made = New-QrsDataConnection "view $([guid]::NewGuid())" -Account a-b -User SVC -PrivateKeyPath $pair.PrivateKeyPath
        $objects['connection across sites'] = Get-QlikSnowflakeConnection $made.Name
        $objects['test'] = Test-QlikSnowflakeConnection $made.Name
        $objects['data connection'] = $made | Get-QrsDataConnection -IncludeSecret
    }

    AfterAll { Disconnect-All }

    It 'shows a <Name> as a table' -ForEach @(
        @{ Name = 'Qrs session'; Columns = 'Name', 'Default', 'Server', 'User', 'Version', 'Connected' }
        @{ Name = 'QlikCloud session'; Columns = 'Name', 'Default', 'Tenant', 'User', 'Connected' }
        @{ Name = 'Snowflake session'; Columns = 'Name', 'Default', 'Account', 'User', 'Role', 'Warehouse', 'Server', 'Connected' }
        @{ Name = 'data connection'; Columns = 'Name', 'Account', 'User', 'Owner', 'Modified', 'Id' }
        @{ Name = 'API key'; Columns = 'Description', 'Owner', 'Status', 'DaysLeft', 'ExpiresAt', 'Current', 'Id' }
        @{ Name = 'user'; Columns = 'Name', 'Email', 'Status', 'Roles', 'Id' }
        @{ Name = 'role'; Columns = 'Name', 'Type', 'Level', 'Scopes', 'Id' }
        @{ Name = 'tenant'; Columns = 'Name', 'HostNames', 'Region', 'Id' }
        @{ Name = 'policy'; Columns = 'MaximumLifetime', 'MaximumKeysPerUser', 'ScimLifetime', 'IsEnabled', 'IsLegacy' }
        @{ Name = 'rotation'; Columns = 'Rotated', 'Store', 'ExpiresAt', 'OldKeyRetired', 'Reason' }
        @{ Name = 'cloud connection'; Columns = 'Name', 'DataSource', 'Login', 'Server', 'Space', 'Id' }
        @{ Name = 'connection across sites'; Columns = 'Name', 'Login', 'User', 'Account', 'Site', 'Key', 'Modified' }
        @{ Name = 'test'; Columns = 'Result', 'Name', 'Login', 'User', 'Site', 'Reason' }
        @{ Name = 'token'; Columns = 'Subject', 'ExpiresAt', 'Fingerprint' }
        @{ Name = 'key pair'; Columns = 'PrivateKeyPath', 'KeySize', 'Encrypted', 'Fingerprint' }
    ) {
        Get-Heading $objects[$Name] | Should -BeExactly $Columns
    }

    It 'shows a <Name> as a list of what there is to know' -ForEach @(
        @{ Name = 'data connection'; Labels = 'Id', 'Name', 'Type', 'ConnectionString', 'UserName', 'HasPassword', 'KeyFingerprint', 'LogOn', 'Architecture', 'Owner', 'Tags', 'CustomProperties', 'CreatedDate', 'ModifiedDate', 'ModifiedByUserName', 'EngineObjectId' }
        @{ Name = 'API key'; Labels = 'Id', 'Description', 'Status', 'Owner', 'UserId', 'TenantId', 'CreatedAt', 'ExpiresAt', 'DaysLeft', 'IsCurrent', 'Token' }
        @{ Name = 'rotation'; Labels = 'Rotated', 'Reason', 'Store', 'Tenant', 'UserId', 'KeyId', 'ExpiresAt', 'OldKeyId', 'OldKeyRetired', 'RemovedKeyIds', 'ReadBack' }
        @{ Name = 'cloud connection'; Labels = 'Id', 'Name', 'DataSource', 'LoginKind', 'Server', 'SpaceId', 'OwnerId', 'ConnectionString', 'CreatedAt', 'ModifiedAt' }
        @{ Name = 'token'; Labels = 'Subject', 'Issuer', 'Fingerprint', 'IssuedAt', 'ExpiresAt', 'Token' }
        @{ Name = 'key pair'; Labels = 'PrivateKeyPath', 'PublicKeyPath', 'KeySize', 'Encrypted', 'Fingerprint', 'PublicKey' }
        @{ Name = 'public key'; Labels = 'Path', 'KeySize', 'Fingerprint', 'PublicKey', 'AlterUserStatement' }
    ) {
        Get-Label $objects[$Name] | Should -BeExactly $Labels
    }

    It 'shows times of the <Name> as they are here, with the zone' -ForEach @(
        @{ Name = 'Qrs session' }, @{ Name = 'data connection' }, @{ Name = 'API key' }, @{ Name = 'token' }, @{ Name = 'connection across sites' }
    ) {
        $object = $objects[$Name]
        $time = foreach ($property in 'ConnectedAt', 'ModifiedDate', 'ExpiresAt', 'ModifiedAt') {
            if ($object.PSObject.Properties[$property]) { $object.$property; break }
        }
        $time | Should -BeOfType System.DateTimeOffset
        $here = $time.ToLocalTime()
        ($object | Format-Table | Out-String -Width 400) | Should -Match ([regex]::Escape($here.ToString('yyyy-MM-dd HH:mmzzz')))
        ($object | Format-List | Out-String -Width 400) | Should -Match ([regex]::Escape($here.ToString('yyyy-MM-dd HH:mm:sszzz')))
    }

    It 'shows the name, account, user and owner of a data connection in <_> columns' -ForEach 80, 100, 120 {
        $connection = [pscustomobject]@{
            PSTypeName = 'QlikSnowflake.Qrs.Connections.DataConnection'; Name = 'Sales (internal_sa_api)'; Type = 'QvOdbcConnectorPackage.exe'
            ConnectionString = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myacct.snowflakecomputing.com"'
            UserName = 'SVC_QLIK'; Owner = 'INTERNAL\sa_repository'; ModifiedDate = [DateTimeOffset]::Now; Id = [guid]::Empty
        }
        $lines = @(($connection | Format-Table | Out-String -Width $_) -split '\r?\n' | Where-Object { $_.Trim() })
        $lines | Should -HaveCount 3
        $lines[0] | Should -Match '^Name\s+Account\s+User\s+Owner\s'
        $lines[2] | Should -Match '^Sales \(internal_sa_api\) myorg-myacct SVC_QLIK INTERNAL\\sa_repository '
        foreach ($line in $lines) { $line.Length | Should -BeLessOrEqual $_ }
    }

    It 'takes account and user of a data connection from <String>' -ForEach @(
        @{ String = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=my-acct.privatelink.snowflakecomputing.com;uid=me"'; Account = 'my-acct'; User = 'me' }
        @{ String = 'ODBC CONNECT TO [x];Server=xy1.eu-west-1.snowflakecomputing.com;UID=me'; Account = 'xy1.eu-west-1'; User = 'me' }
        @{ String = 'C:\Data'; Account = 'the type'; User = '' }
    ) {
        $connection = [pscustomobject]@{ PSTypeName = 'QlikSnowflake.Qrs.Connections.DataConnection'; Name = 'n'; Type = 'the type'; ConnectionString = $String; UserName = ''; Owner = 'o'; ModifiedDate = [DateTimeOffset]::Now; Id = [guid]::Empty }
        $line = ($connection | Format-Table | Out-String -Width 200) -split '\r?\n' | Where-Object { $_ -match '^n ' }
        $line -replace '\x1b\[[0-9;]*m' | Should -Match ('^n\s+' + [regex]::Escape($Account) + '\s+' + $User + '\s*o\s')
    }

    It 'puts numbers to the right' {
        $lines = ($objects['API key'] | Format-Table | Out-String -Width 200) -replace '\x1b\[[0-9;]*m' -split '\r?\n' | Where-Object { $_.Trim() }
        $end = $lines[0].IndexOf('DaysLeft') + 'DaysLeft'.Length
        $lines[2].Substring(0, $end) | Should -Match '\s\d+(\.\d+)?$'
    }

    It 'breaks no id, fingerprint or query of a diagnosis at <_> columns' -ForEach 80, 100, 120 {
        $id = [guid]::NewGuid()
        $query = "SELECT SYSTEM`$GET_LOGIN_FAILURE_DETAILS('$id')"
        $print = 'SHA256:' + ('x' * 43) + '='
        $check = [pscustomobject]@{
            PSTypeName = 'QlikSnowflake.Snowflake.Diagnosis.ConnectionCheck'; Name = 'Login'; Status = 'Failed'
            Detail = "Snowflake refuses the login: JWT token is invalid. [$id] The key $print is in none of the user's slots and key pairs."
            Advice = "An administrator sees the reason by: $query With an administrator's session, -Detailed asks for it."
        }
        $lines = ($check | Out-String -Width $_) -replace '\x1b\[[0-9;]*m' -split '\r?\n'
        foreach ($whole in "$id", $print, $query) { @($lines | Where-Object { $_.Contains($whole) }).Count | Should -BeGreaterOrEqual 1 -Because $whole }
        $lines | Where-Object { $_.Length -gt 79 } | Should -BeNullOrEmpty
        ($lines.Trim() -join ' ').Trim() | Should -BeExactly "Login        Failed   $($check.Detail) $($check.Advice)"
    }

    It 'gives what is wrong a colour where the host has any, and no other text' {
        $bad = [pscustomobject]@{ PSTypeName = 'QlikSnowflake.Snowflake.Diagnosis.ConnectionCheck'; Name = 'Clock'; Status = 'Failed'; Detail = 'off'; Advice = '' }
        $good = [pscustomobject]@{ PSTypeName = 'QlikSnowflake.Snowflake.Diagnosis.ConnectionCheck'; Name = 'Clock'; Status = 'Passed'; Detail = 'on'; Advice = '' }
        $style = Get-Variable -Name PSStyle -ValueOnly -ErrorAction Ignore
        if ($style) {
            $before = $style.OutputRendering
            try {
                $style.OutputRendering = 'Ansi'
                ($bad | Out-String) | Should -Match '\x1b\[91mFailed'
                ($good | Out-String) | Should -Not -Match '\x1b\[91m'
            }
            finally { $style.OutputRendering = $before }
        }
        ($bad | Out-String) -replace '\x1b\[[0-9;]*m' | Should -Match 'Clock\s+Failed\s+off'
        ($good | Out-String) -replace '\x1b\[[0-9;]*m' | Should -Match 'Clock\s+Passed\s+on'
    }

    It 'writes the <List> of a <Name> into a cell of Export-Csv' -ForEach @(
        @{ Name = 'user'; List = 'Roles' }, @{ Name = 'tenant'; List = 'HostNames' }
    ) {
        $object = $objects[$Name]
        ($object | ConvertTo-Csv | ConvertFrom-Csv).$List | Should -BeExactly ($object.$List -join '; ')
        $object.$List.Count | Should -BeGreaterThan 0
    }

    It 'exports no internals of a data connection' {
        ($objects['data connection'] | ConvertTo-Csv | Select-Object -First 2) -join '' | Should -Not -Match 'ModifiedDateText'
    }

    It 'shows a public key as a list, since its statement is to be copied' {
        $shown = $objects['public key'] | Out-String -Width 1000
        $shown | Should -Match 'AlterUserStatement\s+:'
    }

    It 'shows a token''s text in no list' {
        ($objects['token'] | Format-List | Out-String) | Should -Match 'Token\s+: System\.Security\.SecureString'
        ($objects['API key'] | Format-List | Out-String) | Should -Match 'Token\s+: System\.Security\.SecureString'
    }

    It 'shows the path of a key pair and the like where text is wanted' {
        "$($objects['key pair'])" | Should -BeExactly (Join-Path $TestDrive 'rsa_key.p8')
        "$($objects['public key'])" | Should -Match '^SHA256:'
        "$($objects['token'])" | Should -Match 'A-B\.C'
        "$($objects['API key'])" | Should -Match '^view \('
    }

    It 'shows an error with its advice' {
        try { New-SnowflakeJwt a/b c d -ErrorAction Stop } catch { $record = $_ }
        $shown = ($record | Out-String -Width 400) -replace '\x1b\[[0-9;]*m' -replace '\s*\|?\s+', ' '
        $shown | Should -Match 'no Snowflake account identifier'
        ([regex]::Matches($shown, 'Give it as Snowflake shows it')).Count | Should -Be 1
    }
}
