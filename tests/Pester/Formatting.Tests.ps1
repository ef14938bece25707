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
        @{ Name = 'data connection'; Columns = 'Name', 'Type', 'UserName', 'Owner', 'Modified', 'Id' }
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
