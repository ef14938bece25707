BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Rest.ps1')
    $login = Get-Login QlikCloud
    Connect-QlikCloud @login -Name admin
    $script:dana = Get-QlikCloudUser -Email dana@example.com
}

AfterAll {
    Edit-ApiKeyPolicy
    Disconnect-All
}

Describe 'The policy for API keys' {
    It 'is read, and changed where it differs' {
        Set-QlikCloudApiKeyPolicy -MaximumLifetime 90d -MaximumKeysPerUser 12 | Should -BeNullOrEmpty
        $policy = Get-QlikCloudApiKeyPolicy
        $policy.MaximumLifetime.TotalDays, $policy.MaximumKeysPerUser, $policy.IsLegacy | Should -Be 90, 12, $false
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        (Set-QlikCloudApiKeyPolicy -MaximumLifetime P90D -PassThru).MaximumKeysPerUser | Should -Be 12
        Set-QlikCloudApiKeyPolicy -MaximumLifetime P30D -WhatIf
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
    }

    It 'refuses what cannot be' {
        Assert-Failure (Get-Failure { Set-QlikCloudApiKeyPolicy }) -Id ApiKeyPolicyUnchanged -Unsent
        Assert-Failure (Get-Failure { Set-QlikCloudApiKeyPolicy -MaximumLifetime PT0S }) -Id ApiKeyLifetimeInvalid -Unsent
        Assert-Failure (Get-Failure { Set-QlikCloudApiKeyPolicy -Enabled $true }) -Id ApiKeySwitchAbsent -Advice 'Grant-QlikCloudApiKeyPermission'
    }
}

Describe 'The permission for API keys' {
    It 'goes to a user by the pipeline, once, and back' {
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        $dana | Grant-QlikCloudApiKeyPermission -WhatIf
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        ($dana | Grant-QlikCloudApiKeyPermission -PassThru).Roles | Should -Contain 'API Key Manager'
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Grant-QlikCloudApiKeyPermission dana@example.com | Should -BeNullOrEmpty
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        (Revoke-QlikCloudApiKeyPermission 'Dana Developer' -Confirm:$false -PassThru).Roles | Should -BeNullOrEmpty
    }

    It 'goes to everyone and back, and a revocation that leaves another way open warns' {
        (Grant-QlikCloudApiKeyPermission -Everyone -PassThru).Scopes | Should -Contain 'api-keys'
        $dana | Grant-QlikCloudApiKeyPermission
        $warning = Revoke-QlikCloudApiKeyPermission $dana.Id -Confirm:$false 3>&1
        "$warning" | Should -Match 'can still use API keys'
        (Revoke-QlikCloudApiKeyPermission -Everyone -Confirm:$false -PassThru).Scopes | Should -Not -Contain 'api-keys'
    }

    It 'reports what was done in part as a warning' {
        Add-EmulatorFault @{ service = 'qlikCloud'; method = 'PATCH'; path = '/api/v1/users/*'; kind = 'status'; status = 207; body = '{"errors":[{"title":"one step failed"}]}' }
        "$(Grant-QlikCloudApiKeyPermission $dana.Id 3>&1)" | Should -Match 'one step failed'
    }

    It 'goes on after a user who does not exist' {
        $failure = Get-Failure { Grant-QlikCloudApiKeyPermission nobody, $dana.Id -WhatIf }
        Assert-Failure $failure -Id QlikCloudObjectNotFound -Category ObjectNotFound
        $failure.Count | Should -Be 1
    }

    It 'is asked about before it is taken away' {
        (Get-Command Revoke-QlikCloudApiKeyPermission).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'High'
    }
}

Describe 'The permission of a group' {
    BeforeAll { $null = Invoke-EmulatorControl -Method Post -Path seed -Body @{ service = 'qlikCloud'; group = 'Analysts' } }

    It 'is given once, and taken' {
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Grant-QlikCloudApiKeyPermission -Group Analysts -WhatIf
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        (Grant-QlikCloudApiKeyPermission -Group Analysts -PassThru).Roles | Should -Be 'API Key Manager'
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Grant-QlikCloudApiKeyPermission -Group Analysts
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        (Revoke-QlikCloudApiKeyPermission -Group Analysts -Confirm:$false -PassThru).Roles | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Grant-QlikCloudApiKeyPermission -Group Nobody }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
    }
}

Describe 'A tenant of the time before' {
    BeforeAll {
        # The suite's emulator is modern.
        $script:modern = $env:QLIKSNOWFLAKE_TEST_EMULATOR
        $script:legacy = Open-Emulator -Path $env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH -ArgumentList '--qlik-cloud-tenant', 'legacy'
        $env:QLIKSNOWFLAKE_TEST_EMULATOR = $legacy.StateDirectory
        $other = Get-Login QlikCloud
        Connect-QlikCloud @other -Name legacy
    }

    AfterAll {
        Disconnect-QlikCloud legacy
        $env:QLIKSNOWFLAKE_TEST_EMULATOR = $modern
        Close-Emulator -Emulator $legacy
    }

    It 'has the switch, which is found out' {
        $policy = Get-QlikCloudApiKeyPolicy
        $policy.IsLegacy, $policy.IsEnabled | Should -Be $true, $true
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Set-QlikCloudApiKeyPolicy -Enabled $false -WhatIf
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        $cloud = (Get-Emulator).qlikCloud
        $null = $other.Remove('ApiKey')
        Connect-QlikCloud @other -ClientId $cloud.oAuthClientId -ClientSecret (ConvertTo-TestSecret $cloud.oAuthClientSecret) -Name bot
        (Set-QlikCloudApiKeyPolicy -Enabled $false -Session bot -PassThru).IsEnabled | Should -BeFalse
        Assert-Failure (Get-Failure { Get-QlikCloudUser -Me -Session legacy }) -Id QlikCloudLoginFailed
        Assert-Failure (Get-Failure { New-QlikCloudApiKey x -Session bot }) -Id ApiKeysDisabled -Advice 'Set-QlikCloudApiKeyPolicy'
        (Set-QlikCloudApiKeyPolicy -Enabled $true -Session bot -PassThru).IsEnabled | Should -BeTrue
        Disconnect-QlikCloud bot
    }

    It 'gives the permission by the role Developer' {
        (Grant-QlikCloudApiKeyPermission dana@example.com -PassThru).Roles | Should -Be 'Developer'
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Grant-QlikCloudApiKeyPermission dana@example.com
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        (Revoke-QlikCloudApiKeyPermission dana@example.com -Confirm:$false -PassThru).Roles | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Grant-QlikCloudApiKeyPermission -Everyone }) -Id PermissionForEveryoneAbsent -Advice '-Group'
    }
}

Describe 'Users, roles and tenant' {
    It 'are found by name, id, mail address and filter' {
        (Get-QlikCloudUser 'Dana*').Id | Should -Be $dana.Id
        (Get-QlikCloudUser 'dana developer').Id | Should -Be $dana.Id
        ($dana | Select-Object -Property Id | Get-QlikCloudUser).Id | Should -Be $dana.Id
        (Get-QlikCloudUser -Email DANA@*).Id | Should -Be $dana.Id
        Get-QlikCloudUser -Email nobody@* | Should -BeNullOrEmpty
        (Get-QlikCloudUser -Filter 'email co "dana"').Id | Should -Be $dana.Id
        (Get-QlikCloudUser -Me).Name | Should -Be 'Tenant Admin'
        (Get-QlikCloudRole TenantAdmin).Level | Should -Be 'admin'
        (Get-QlikCloudRole User*).Name | Should -Be 'UserDefault'
        (Get-QlikCloudTenant).Id | Should -Be (Get-Emulator).qlikCloud.tenantId
    }

    It 'that are named and not there are errors; wildcards are silent' {
        Assert-Failure (Get-Failure { Get-QlikCloudUser nobody }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QlikCloudUser -Email nobody@example.com }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QlikCloudRole nothing }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QlikCloudUser -Filter 'name is' }) -Id QlikCloudRequestInvalid
        Get-QlikCloudUser nobody* | Should -BeNullOrEmpty
    }

    It 'stop being fetched when nobody wants more' {
        $before = Get-RequestCount -Service qlikCloud
        $null = Get-QlikCloudUser | Select-Object -First 1
        (Get-RequestCount -Service qlikCloud) - $before | Should -Be 1
    }
}

Describe 'Invoke-QlikCloudRequest' {
    It 'reads, writes and lists what no other cmdlet does' {
        (Invoke-QlikCloudRequest tenants/me).id | Should -Be (Get-Emulator).qlikCloud.tenantId
        (Invoke-QlikCloudRequest /api/v1/users/me -Raw | ConvertFrom-Json).id | Should -Be (Get-Emulator).qlikCloud.userId
        (Invoke-QlikCloudRequest /api/connectivity/data-sources).dataSources.dataSourceId | Should -Contain 'snowflake'
        $role = Invoke-QlikCloudRequest roles POST -Body @{ name = 'by request'; assignedScopes = @('api-keys') }
        $role.name | Should -Be 'by request'
        '[{ "op": "replace", "path": "/description", "value": "changed" }]' | Invoke-QlikCloudRequest "roles/$($role.id)" -Method PATCH | Should -BeNullOrEmpty
        (Get-QlikCloudRole 'by request').Description | Should -Be 'changed'
        Invoke-QlikCloudRequest "roles/$($role.id)" -Method DELETE
    }

    It 'goes through all pages' {
        $all = Invoke-QlikCloudRequest roles -All -Query @{ limit = 2 }
        $all.name | Should -Be (Get-QlikCloudRole).Name
        @($all).Count | Should -BeGreaterThan 4
    }

    It 'refuses before any request: <Case>' -ForEach @(
        @{ Case = 'a path that leads out'; Id = 'QlikCloudPathInvalid'; Call = { Invoke-QlikCloudRequest ../../oauth/token } }
        @{ Case = 'another host'; Id = 'QlikCloudPathInvalid'; Call = { Invoke-QlikCloudRequest https://evil.example/api } }
        @{ Case = 'another host without scheme'; Id = 'QlikCloudPathInvalid'; Call = { Invoke-QlikCloudRequest //evil.example/api -All } }
        @{ Case = 'a query in the path'; Id = 'QlikCloudPathInvalid'; Call = { Invoke-QlikCloudRequest 'users?limit=1' } }
        @{ Case = 'a query without value'; Id = 'QlikCloudQueryInvalid'; Call = { Invoke-QlikCloudRequest users -Query @{ filter = '' } } }
        @{ Case = 'a body that is no JSON'; Id = 'QlikCloudBodyInvalid'; Call = { '{ x' | Invoke-QlikCloudRequest users -Method POST } }
    ) {
        Assert-Failure (Get-Failure $Call) -Id $Id -Advice '\w' -Unsent
    }

    It 'says what the tenant refuses' {
        Assert-Failure (Get-Failure { Invoke-QlikCloudRequest nothing/here }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Invoke-QlikCloudRequest tenants/me -All }) -Id ReplyNotUnderstood -Category InvalidData
    }
}

Describe 'Connect-QlikCloud in its other ways' {
    It 'opens as an OAuth client' {
        $cloud = (Get-Emulator).qlikCloud
        $null = $login.Remove('ApiKey')
        $session = Connect-QlikCloud @login -ClientId $cloud.oAuthClientId -ClientSecret (ConvertTo-TestSecret $cloud.oAuthClientSecret) -Name bot -PassThru
        $session.LoginKind | Should -Be 'OAuthClient'
        Disconnect-QlikCloud bot
        Assert-Failure (Get-Failure { Connect-QlikCloud @login -ClientId x -ClientSecret (ConvertTo-TestSecret 'wrong') }) -Id QlikCloudLoginFailed -Category AuthenticationError -Advice 'machine-to-machine'
    }

    It 'opens by a context of qlik-cli, whose names are completed' {
        $cloud = (Get-Emulator).qlikCloud
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'home/.qlik')
        Set-Content -LiteralPath (Join-Path $folder.FullName 'contexts.yml') -Encoding Ascii -Value @"
contexts:
    emulated tenant:
        headers:
            Authorization: Bearer $($cloud.apiKey)
        server: $($cloud.url)
        server-type: cloud
current-context: emulated tenant
"@
        $before = $env:QLIK_CLI_USER_HOME_DIR
        $env:QLIK_CLI_USER_HOME_DIR = Join-Path $TestDrive 'home'
        try {
            (Connect-QlikCloud -Context 'emulated tenant' -RootCertificatePath $cloud.rootCertificate -PassThru).Name | Should -Be 'emulated tenant'
            Disconnect-QlikCloud 'emulated tenant'
            (TabExpansion2 -inputScript 'Connect-QlikCloud -Context emu' -cursorColumn 30).CompletionMatches.CompletionText | Should -Be "'emulated tenant'"
            Assert-Failure (Get-Failure { Connect-QlikCloud -Context other }) -Id ContextNotFound -Category ObjectNotFound -Advice 'emulated tenant' -Unsent
        }
        finally {
            $env:QLIK_CLI_USER_HOME_DIR = $before
        }
    }
}
