[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The stand-ins for a vault are global, as the commands of a vault are.')]
param()

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Rest.ps1')
    Edit-ApiKeyPolicy
    $login = Get-Login QlikCloud
    Connect-QlikCloud @login -Name admin
    $script:current = Get-QlikCloudApiKey | Where-Object -Property IsCurrent
}

AfterAll { Disconnect-All }

Describe 'Get-QlikCloudApiKey' {
    BeforeAll {
        $script:soon = New-QlikCloudApiKey -Description 'soon over [1]' -ExpiresIn 2d
        $script:later = New-QlikCloudApiKey -Description 'long to go' -ExpiresIn P60D
    }

    AfterAll { $soon, $later | Remove-QlikCloudApiKey -Confirm:$false }

    It 'marks the key in use and tells the days left' {
        $current | Should -HaveCount 1
        $soon.DaysLeft | Should -Be 2
        (Get-QlikCloudApiKey -Description 'long to go').IsCurrent | Should -BeFalse
        (Get-QlikCloudApiKey -Description 'long to go').Token | Should -BeNullOrEmpty
    }

    It 'takes <_> for the time in which keys end' -ForEach '7d', 'P7D', 'P1W', '168h', '7.00:00:00', '1 week', '6d 24h' {
        $keys = Get-QlikCloudApiKey -ExpiringWithin $_
        $keys.Id | Should -Contain $soon.Id
        $keys.Id | Should -Not -Contain $later.Id
        $keys.Status | Select-Object -Unique | Should -Be 'active'
    }

    It 'takes 7d without quotes, which PowerShell reads as a decimal number' {
        (Get-QlikCloudApiKey -ExpiringWithin 7d).Id | Should -Be (Get-QlikCloudApiKey -ExpiringWithin '7d').Id
    }

    It 'takes the date on which they end, as text, DateTime or DateTimeOffset' {
        $end = [datetime]::Today.AddDays(8)
        foreach ($given in $end.ToString('yyyy-MM-dd'), $end, ([DateTimeOffset]$end).ToOffset([timespan]::FromHours(-7))) {
            $keys = Get-QlikCloudApiKey -ExpiringWithin $given
            $keys.Id | Should -Contain $soon.Id
            $keys.Id | Should -Not -Contain $later.Id
        }
    }

    It 'gives times that compare as instants' {
        $soon.ExpiresAt | Should -BeOfType System.DateTimeOffset
        @($soon, $later | Where-Object ExpiresAt -LT (Get-Date).AddHours(50)).Id | Should -Be $soon.Id
    }

    It 'refuses <_>, which could be hours or days' -ForEach '24:00:00', '48:00' {
        Assert-Failure (Get-Failure { Get-QlikCloudApiKey -ExpiringWithin $_ }) -Id ParameterArgumentTransformationError -Message 'two ways' -Unsent
    }

    It 'refuses <_>, a number without a unit' -ForEach 7, '7', '-1', '1e3' {
        Assert-Failure (Get-Failure { Get-QlikCloudApiKey -ExpiringWithin $_ }) -Id ParameterArgumentTransformationError -Message 'no unit' -Unsent
    }

    It 'names the owner: of one''s own keys without asking, of others'' once for a page' {
        $null = Invoke-EmulatorControl -Method Post -Path seed -Body @{ service = 'qlikCloud'; users = 3 }
        $before = Get-RequestCount -Service qlikCloud
        (Get-QlikCloudApiKey 'long to go').Owner | Should -Be 'Tenant Admin'
        (Get-RequestCount -Service qlikCloud) - $before | Should -Be 1
        $keys = Get-QlikCloudApiKey 'key of user*' -All
        $keys | Should -HaveCount 3
        (Get-RequestCount -Service qlikCloud) - $before | Should -Be 3
        foreach ($key in $keys) { "key of $($key.Owner)" | Should -Be $key.Description }
        (Get-QlikCloudApiKey -Id $keys[0].Id).Owner | Should -Be $keys[0].Owner
        ($keys[0] | Remove-QlikCloudApiKey -Confirm:$false -Verbose 4>&1 | Out-String) | Should -Match 'Revoke API key'
        (Get-QlikCloudApiKey -Id $keys[0].Id).Status | Should -Be 'revoked'
    }

    It 'finds by description, wildcards and brackets' {
        (Get-QlikCloudApiKey 'soon over `[*').Id | Should -Be $soon.Id
        (Get-QlikCloudApiKey 'SOON OVER [1]').Id | Should -Be $soon.Id
        Get-QlikCloudApiKey 'nothing*' | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Get-QlikCloudApiKey nothing }) -Id ApiKeyNotFound -Category ObjectNotFound -Advice 'Get-QlikCloudApiKey'
    }

    It 'finds the keys of a SCIM client' {
        $body = @{ description = 'provisioning'; sub = 'SCIM\idp 1'; subType = 'externalClient' }
        $made = Invoke-QlikCloudRequest api-keys -Method POST -Body $body -Confirm:$false
        (Get-QlikCloudApiKey -Owner 'scim\idp 1').Description | Should -Be 'provisioning'
        Get-QlikCloudApiKey -Owner 'SCIM\another' | Should -BeNullOrEmpty
        Remove-QlikCloudApiKey -Id $made.id -Confirm:$false
    }

    It 'finds by id through the pipeline, and by owner' {
        ($soon | Select-Object -Property Id | Get-QlikCloudApiKey).Description | Should -Be 'soon over [1]'
        (Get-QlikCloudApiKey -Owner admin@example.com -Status active).Id | Should -Contain $later.Id
        (Get-QlikCloudUser -Me | ForEach-Object { Get-QlikCloudApiKey -Owner $_ }).Id | Should -Contain $later.Id
        (Get-QlikCloudApiKey -All).Id | Should -Contain $later.Id
        Assert-Failure (Get-Failure { Get-QlikCloudApiKey -Owner nobody@example.com }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Get-QlikCloudApiKey -Id 00000000-0000-0000-0000-000000000000 }) -Id QlikCloudObjectNotFound -Category ObjectNotFound
    }
}

Describe 'New-QlikCloudApiKey against the policy' {
    AfterEach { Edit-ApiKeyPolicy }

    It 'refuses a lifetime that the tenant does not allow, without asking for it' {
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Assert-Failure (Get-Failure { New-QlikCloudApiKey x -ExpiresIn P900D }) -Id ApiKeyLifetimeTooLong -Category LimitsExceeded -Advice 'Set-QlikCloudApiKeyPolicy'
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
    }

    It 'refuses one key too many, without asking for it' {
        Edit-ApiKeyPolicy -MostKeys 1
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Assert-Failure (Get-Failure { New-QlikCloudApiKey x -ExpiresIn 1d }) -Id ApiKeyLimitReached -Category LimitsExceeded -Advice 'Remove-QlikCloudApiKey'
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
    }

    It 'leaves the decision to the tenant where the policy cannot be read: <Status> <Body>' -ForEach @(
        @{ Status = 403; Body = '{}' }
        @{ Status = 500; Body = '{}' }
        @{ Status = 200; Body = '{"max_api_key_expiry":"PT1.5H","max_keys_per_user":5}' }
        @{ Status = 200; Body = '{"max_api_key_expiry":"30 days","max_keys_per_user":5}' }
        @{ Status = 200; Body = '{"max_api_key_expiry":null,"max_keys_per_user":null}' }
        @{ Status = 200; Body = '[]' }
    ) {
        Add-EmulatorFault @{ service = 'qlikCloud'; path = '/api/v1/api-keys/configs/*'; kind = 'status'; status = $Status; body = $Body; times = -1 }
        New-QlikCloudApiKey unread -ExpiresIn 1d | Remove-QlikCloudApiKey -Confirm:$false
        Clear-EmulatorFault
    }
}

Describe 'Set- and Remove-QlikCloudApiKey' {
    BeforeEach { $script:key = New-QlikCloudApiKey -Description victim -ExpiresIn 1d }
    AfterEach { Get-QlikCloudApiKey -Description victim*, renamed* | Remove-QlikCloudApiKey -Confirm:$false }

    It 'change the description by object and by id, and emit only when asked' {
        $key | Set-QlikCloudApiKey -Description renamed | Should -BeNullOrEmpty
        (Set-QlikCloudApiKey $key.Id 'renamed again' -PassThru).Description | Should -Be 'renamed again'
        $before = Get-RequestCount -Service qlikCloud -Method PATCH
        Set-QlikCloudApiKey $key.Id 'renamed again'
        Get-RequestCount -Service qlikCloud -Method PATCH | Should -Be $before
    }

    It 'change nothing with -WhatIf' {
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        $key | Set-QlikCloudApiKey -Description renamed -WhatIf
        $key | Remove-QlikCloudApiKey -WhatIf
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
    }

    It 'delete, and say so' {
        $text = $key | Remove-QlikCloudApiKey -Confirm:$false -Verbose 4>&1 | Out-String
        $text | Should -Match "Delete API key 'victim'"
        Get-QlikCloudApiKey victim* | Should -BeNullOrEmpty
    }

    It 'refuse the key in use without -AllowLockOut, -Force or not' {
        $failure = Get-Failure { $current | Remove-QlikCloudApiKey -Force }
        Assert-Failure $failure -Id ApiKeyInUse -Category InvalidArgument -Advice 'Update-QlikCloudApiKey' -Unsent
    }

    It 'go on after an id that does not exist' {
        $failure = Get-Failure { Remove-QlikCloudApiKey -Id nothing, $key.Id -Confirm:$false }
        Assert-Failure $failure -Id QlikCloudObjectNotFound
        $failure.Count | Should -Be 1
        Get-QlikCloudApiKey victim* | Should -BeNullOrEmpty
    }

    It 'ask first' {
        (Get-Command Remove-QlikCloudApiKey).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'High'
    }
}

Describe 'Update-QlikCloudApiKey' {
    AfterAll {
        Remove-Item -Path Function:Get-Secret, Function:Set-Secret -ErrorAction SilentlyContinue
        Remove-Variable -Name TestVault -Scope Global
    }

    BeforeEach {
        function global:Get-Secret { param([string] $Name, [string] $Vault) if ($global:TestVault.ContainsKey("$Vault/$Name")) { $global:TestVault["$Vault/$Name"] } else { Write-Error -Category ObjectNotFound -Message 'no such secret' -ErrorAction Stop } }
        function global:Set-Secret { param([string] $Name, [string] $Vault, [securestring] $SecureStringSecret) $global:TestVault["$Vault/$Name"] = $SecureStringSecret }
        $global:TestVault = @{}
        $script:old = New-QlikCloudApiKey -Session admin -Description reloads -ExpiresIn P3D
        $login = Get-Login QlikCloud
        $login.ApiKey = $old.Token
        Connect-QlikCloud @login -Name rotating
    }

    AfterEach {
        Clear-EmulatorFault
        Disconnect-QlikCloud rotating
        Get-QlikCloudApiKey -Session admin -Description reloads* -Status active | Remove-QlikCloudApiKey -Session admin -Confirm:$false
    }

    It 'stores a new key in a vault, retires the old one, and moves the session over' {
        $run = Update-QlikCloudApiKey -SecretName qlik -Vault Local -Session rotating
        $run.Rotated, $run.ReadBack, $run.OldKeyRetired | Should -Be $true, $true, $true
        $run.OldKeyId | Should -Be $old.Id
        (Get-QlikCloudSession rotating).ApiKeyId | Should -Be $run.KeyId
        $login.ApiKey = $global:TestVault['Local/qlik']
        (Connect-QlikCloud @login -Name stored -PassThru).ApiKeyId | Should -Be $run.KeyId
        Disconnect-QlikCloud stored
        $keys = Get-QlikCloudApiKey -Session rotating -Description reloads* -Status active
        $keys.Id | Should -Be $run.KeyId
        $keys.DaysLeft | Should -Be 3
        ($run | ConvertTo-Json) + ($run | Format-List * | Out-String) | Should -Not -Match 'eyJ[\w-]+\.'
    }

    It 'skips while enough is left' {
        (Update-QlikCloudApiKey qlik -Session rotating -MinRemaining 1d).Rotated | Should -BeFalse
        $global:TestVault.Count | Should -Be 0
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-RequestCount -Service qlikCloud -ChangingOnly
        Update-QlikCloudApiKey qlik -Session rotating -WhatIf | Should -BeNullOrEmpty
        Get-RequestCount -Service qlikCloud -ChangingOnly | Should -Be $before
        $global:TestVault.Count | Should -Be 0
    }

    It 'keeps the old key for the grace period' {
        $run = Update-QlikCloudApiKey qlik -Session rotating -GracePeriod 1h
        $run.OldKeyRetired | Should -BeFalse
        @(Get-QlikCloudApiKey -Session rotating -Description reloads* -Status active).Count | Should -Be 2
    }

    It 'stores by script blocks, which see what their script sees' {
        $box = @{}
        $run = Update-QlikCloudApiKey -Session rotating -StoreScript { param($Key) $box.Key = $Key } -ReadScript { $box.Key }
        $run.ReadBack | Should -BeTrue
        $box.Key | Should -BeOfType securestring
    }

    It 'tells nothing of a key that <Case> puts into its words' -ForEach @(
        @{ Case = 'a throw of -StoreScript'; Call = { Update-QlikCloudApiKey -Session rotating -StoreScript { param($Key) throw "cannot store $(ConvertFrom-TestSecret $Key)" } -ReadScript { $global:TestVault['in use'] } } }
        @{ Case = 'an error of -StoreScript'; Call = { Update-QlikCloudApiKey -Session rotating -StoreScript { param($Key) Write-Error "cannot store $(ConvertFrom-TestSecret $Key)" -ErrorAction Stop } } }
        @{ Case = 'a throw of -ReadScript'; Call = { Update-QlikCloudApiKey -Session rotating -StoreScript { } -ReadScript { throw "cannot open $(ConvertFrom-TestSecret $global:TestVault['in use'])" } } }
    ) {
        $global:TestVault['in use'] = $old.Token
        $global:Error.Clear()
        $failure = Get-Failure $Call
        $failure.Record.Exception.Message | Should -Match 'failed: cannot (store|open) \(secret\)'
        foreach ($record in @($failure.Record) + $global:Error) {
            "$record" + ($record | Format-List * -Force | Out-String) + $record.Exception | Should -Not -Match 'eyJ[\w-]+\.'
        }
    }

    It 'keeps both keys good when the store fails and does not show which one it holds' {
        $failure = Get-Failure { Update-QlikCloudApiKey -Session rotating -StoreScript { throw 'the vault is locked' } -ReadScript { } }
        Assert-Failure $failure -Id RotationIncomplete -Message 'the vault is locked'
        $active = @(Get-QlikCloudApiKey -Session rotating -Description reloads* -Status active)
        $active.Id | Should -Contain $old.Id
        $active.Count | Should -Be 2
    }

    It 'removes the key whose reply was lost' {
        Add-EmulatorFault @{ service = 'qlikCloud'; method = 'POST'; path = '/api/v1/api-keys'; kind = 'dropAfter' }
        $run = Update-QlikCloudApiKey qlik -Session rotating -WarningAction SilentlyContinue
        $run.Rotated | Should -BeTrue
        (Get-QlikCloudApiKey -Session rotating -Description reloads* -Status active).Id | Should -Be $run.KeyId
    }

    It 'refuses before any request: <Case>' -ForEach @(
        @{ Case = 'a negative grace period'; Id = 'RotationTimeInvalid'; Call = { Update-QlikCloudApiKey qlik -Session rotating -GracePeriod ([timespan]-1) } }
        @{ Case = 'a negative rest'; Id = 'RotationTimeInvalid'; Call = { Update-QlikCloudApiKey qlik -Session rotating -MinRemaining ([timespan]-1) } }
        @{ Case = 'no lifetime'; Id = 'ApiKeyLifetimeInvalid'; Call = { Update-QlikCloudApiKey qlik -Session rotating -ExpiresIn PT0S } }
        @{ Case = 'a folder that is not there'; Id = 'ApiKeyFolderNotFound'; Call = { Update-QlikCloudApiKey -Path (Join-Path $TestDrive 'none/x.key') -AsPlainText -Session rotating } }
        @{ Case = 'a folder for a file'; Id = 'ApiKeyFileInvalid'; Call = { Update-QlikCloudApiKey -Path "$TestDrive" -AsPlainText -Session rotating } }
    ) {
        Assert-Failure (Get-Failure $Call) -Id $Id -Advice '\w' -Unsent
    }

    It 'says what is missing where there is no vault' {
        Remove-Item -Path Function:Get-Secret
        $failure = Get-Failure { Update-QlikCloudApiKey qlik -Session rotating }
        Assert-Failure $failure -Id StoreCommandMissing -Category ObjectNotFound -Advice 'SecretManagement'
    }

    It 'keeps the key in a plain file for its owner, from which a session opens' {
        $path = Join-Path $TestDrive 'plain.key'
        $run = Update-QlikCloudApiKey -Path $path -AsPlainText -Session rotating
        $null = $login.Remove('ApiKey')
        (Connect-QlikCloud @login -ApiKeyPath $path -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
        Disconnect-QlikCloud file
        if ($PSEdition -eq 'Core' -and -not $IsWindows) {
            & chmod 644 $path
            Assert-Failure (Get-Failure { Connect-QlikCloud @login -ApiKeyPath $path }) -Id ApiKeyFileUnsafe -Category SecurityError -Advice 'chmod 600.*rotate it'
        }
    }

    It 'writes the file behind a link, which stays one' {
        Skip-Unless ($PSEdition -eq 'Core' -and -not $IsWindows) 'making a link needs rights on Windows'
        $target = Join-Path $TestDrive 'behind.key'
        $link = Join-Path $TestDrive 'link.key'
        [System.IO.File]::WriteAllText($target, 'old')
        chmod 600 $target
        $null = New-Item -ItemType SymbolicLink -Path $link -Target $target
        $before = Get-QlikCloudApiKey -Session rotating | Where-Object IsCurrent
        $run = Update-QlikCloudApiKey -Path $link -AsPlainText -Session rotating -WarningAction SilentlyContinue
        $run.Rotated | Should -BeTrue
        $run.KeyId | Should -Not -Be $before.Id
        (Get-Item -LiteralPath $link).LinkType | Should -Be 'SymbolicLink'
        $null = $login.Remove('ApiKey')
        (Connect-QlikCloud @login -ApiKeyPath $target -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
        Disconnect-QlikCloud file
    }

    It 'warns where every run would rotate' {
        Update-QlikCloudApiKey qlik -Session rotating -MinRemaining 400d -ExpiresIn 1d -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'Every run will rotate'
    }

    It 'encrypts the file to a certificate' {
        Skip-Unless ($PSEdition -eq 'Core') 'Windows PowerShell has no class that makes the certificate'
        $rsa = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=keys', $rsa, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('KeyEncipherment', $true))
        $purposes = [System.Security.Cryptography.OidCollection]::new()
        $null = $purposes.Add([System.Security.Cryptography.Oid]::new('1.3.6.1.4.1.311.80.1'))
        $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($purposes, $false))
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        $path = Join-Path $TestDrive 'encrypted.key'
        $run = Update-QlikCloudApiKey -Path $path -Certificate $certificate -Session rotating
        Get-Content -LiteralPath $path -Raw | Should -Match '^-----BEGIN CMS-----'
        # With the dot between its parts: without it, random base64 would match now and then.
        Get-Content -LiteralPath $path -Raw | Should -Not -Match 'eyJ[\w-]+\.'
        $null = $login.Remove('ApiKey')
        (Connect-QlikCloud @login -ApiKeyPath $path -Certificate $certificate -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
        Disconnect-QlikCloud file

        # PowerShell's own commands read what we write, and write what we read.
        $key = Unprotect-CmsMessage -LiteralPath $path -To $certificate
        $key | Should -Match '^eyJ[\w-]+\.'
        Protect-CmsMessage -Content $key -To $certificate -OutFile $path
        (Connect-QlikCloud @login -ApiKeyPath $path -Certificate $certificate -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
        Disconnect-QlikCloud file

        # And the certificate is found where the account keeps it.
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
        $store.Open('ReadWrite')
        $pfx = $certificate.Export('Pfx', 'x')
        $kept = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($pfx, 'x', 'PersistKeySet')
        try {
            $store.Add($kept)
            (Connect-QlikCloud @login -ApiKeyPath $path -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
            Disconnect-QlikCloud file
        }
        finally { $store.Remove($kept); $store.Dispose() }
        Assert-Failure (Get-Failure { Connect-QlikCloud @login -ApiKeyPath $path }) -Id EncryptionCertificateNotFound -Category ObjectNotFound -Advice Certificate
    }

    It 'protects the file by Windows, and says where that is not possible' {
        if ($PSEdition -eq 'Core' -and -not $IsWindows) {
            Assert-Failure (Get-Failure { Update-QlikCloudApiKey -Path (Join-Path $TestDrive 'x') -Session rotating }) -Id DataProtectionAbsent -Advice 'Certificate' -Unsent
        }
        else {
            $path = Join-Path $TestDrive 'protected.key'
            $run = Update-QlikCloudApiKey -Path $path -Session rotating
            $null = $login.Remove('ApiKey')
            (Connect-QlikCloud @login -ApiKeyPath $path -Name file -PassThru).ApiKeyId | Should -Be $run.KeyId
            Disconnect-QlikCloud file
        }
    }
}

Describe 'Update-QlikCloudApiKey in processes of their own' -Tag Slow {
    BeforeAll {
        $script:cloud = (Get-Emulator).qlikCloud
        $script:path = Join-Path $TestDrive 'rotated.key'
        $script:file = Join-Path $TestDrive 'rotate.ps1'
        # The key in the file is that of all runs; $env:KILLED says where the process is to end as by a power cut.
        Set-Content -LiteralPath $file -Encoding Ascii -Value @"
Import-Module '$env:QLIKSNOWFLAKE_TEST_MODULE'
`$ErrorActionPreference = 'Stop'
function Read-Key { (New-Object System.Net.NetworkCredential '', ([System.IO.File]::ReadAllText('$path'))).SecurePassword }
function Write-Key([securestring] `$Key) { [System.IO.File]::WriteAllText('$path', (New-Object System.Net.NetworkCredential '', `$Key).Password) }
function Stop-Here([string] `$Where) { if (`$env:KILLED -eq `$Where) { [System.Diagnostics.Process]::GetCurrentProcess().Kill(); Start-Sleep 60 } }
try { Connect-QlikCloud $(([uri]$cloud.url).Authority) -ApiKey (Read-Key) -RootCertificatePath '$($cloud.rootCertificate)' } catch { 'too late to connect'; exit }
try {
    `$run = Update-QlikCloudApiKey -ReadScript { Read-Key } -StoreScript { param(`$Key) Stop-Here before; Write-Key `$Key; Stop-Here after }
    "rotated `$(`$run.Rotated), removed `$(`$run.RemovedKeyIds.Count)"
}
catch { (`$_.FullyQualifiedErrorId -split ',')[0] }
"@
        $script:file = $file

        function Assert-StoredKey {
            $login = Get-Login QlikCloud
            $login.ApiKey = ConvertTo-TestSecret ([System.IO.File]::ReadAllText($path))
            (Connect-QlikCloud @login -Name stored -PassThru).User.Id | Should -Be $cloud.userId
            Disconnect-QlikCloud stored
        }

        function Get-RotatedKey { Get-QlikCloudApiKey -Session admin -Description rotated* -Status active }
    }

    BeforeEach { [System.IO.File]::WriteAllText($path, (New-QlikCloudApiKey -Session admin -Description rotated -ExpiresIn 2d -AsPlainText)) }
    AfterEach {
        $env:KILLED = $null
        Get-RotatedKey | Remove-QlikCloudApiKey -Session admin -Confirm:$false
    }

    It 'killed <_> the key is stored, leaves a stored key that works and one more, which the next run removes' -ForEach 'before', 'after' {
        $env:KILLED = $_
        (Invoke-PowerShell -File $file).ExitCode | Should -Not -Be 0
        Assert-StoredKey
        Get-RotatedKey | Should -HaveCount 2
        $env:KILLED = $null
        (Invoke-PowerShell -File $file).Output.Trim() | Should -Be 'rotated True, removed 1'
        Assert-StoredKey
        Get-RotatedKey | Should -HaveCount 1
    }

    It 'at once, lose no key' {
        $shell = Get-PowerShell
        $arguments = @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $file | ForEach-Object { "`"$_`"" }
        $running = 1..3 | ForEach-Object {
            Start-Process -FilePath $shell.Path -ArgumentList ($arguments -join ' ') -PassThru -RedirectStandardOutput (Join-Path $TestDrive "out$_.txt") -RedirectStandardError (Join-Path $TestDrive "error$_.txt")
        }
        foreach ($process in $running) { $process.WaitForExit() }
        $said = 1..3 | ForEach-Object { (Get-Content -LiteralPath (Join-Path $TestDrive "out$_.txt") -Raw).Trim() }
        # The others find the lock, or the new key in the store, or that the key they have just read is gone.
        @($said -like 'rotated True*').Count | Should -BeGreaterOrEqual 1 -Because ($said -join '; ')
        $said | Where-Object { $_ -notmatch '^rotated|^RotationRunning$|^too late' } | Should -BeNullOrEmpty
        Assert-StoredKey
        Get-RotatedKey | Should -HaveCount 1
    }
}
