[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')

    # The emulator's user without keys; each test starts with it as it came.
    $user = 'SVC_NEW'
    function Clear-UserKey {
        Invoke-EmulatorControl -Method Delete -Path 'scripts'
        Clear-EmulatorFault
        Get-SnowflakeUserKey $user -Session keyadmin | Remove-SnowflakeUserKey -Session keyadmin -AllowLockOut -Confirm:$false
    }

    function Add-TestKey {
        param([string] $Name = [guid]::NewGuid().ToString('N'))
        New-SnowflakeKeyPair -Path (Join-Path $TestDrive "$Name.p8") -NoPassphrase
    }

    function Test-Login {
        param([string] $Path, [securestring] $Passphrase)
        $login = Get-Login Snowflake
        $login.User = $user
        $login.PrivateKeyPath = $Path
        if ($Passphrase) { $login.Passphrase = $Passphrase }
        try { Connect-Snowflake @login -Name probe; $true } catch { $false }
        finally { Get-SnowflakeSession probe* | Disconnect-Snowflake }
    }

    # What a script shows on its host under -WhatIf.
    function Get-WhatIfText {
        param([string] $Command)
        $login = Get-Login SnowflakeAdmin
        $arguments = @($login.Keys | ForEach-Object { "-$_ '$($login[$_])'" }) -join ' '
        $file = Join-Path $TestDrive ([guid]::NewGuid().ToString('N') + '.ps1')
        Set-Content -LiteralPath $file -Encoding Ascii -Value "Import-Module '$env:QLIKSNOWFLAKE_TEST_MODULE'`nConnect-Snowflake $arguments`n$Command"
        $run = Invoke-PowerShell -File $file
        $run.ErrorOutput | Should -BeNullOrEmpty
        $run.Output
    }

    Disconnect-All
    $admin = Get-Login SnowflakeAdmin
    Connect-Snowflake @admin -Name keyadmin
}

AfterAll {
    Clear-UserKey
    Disconnect-All
}

Describe 'Set-SnowflakeUserKey' {
    BeforeEach { Clear-UserKey }

    It 'follows New-SnowflakeKeyPair in the pipeline, into the first free slot' {
        $pair = Add-TestKey
        $pair | Set-SnowflakeUserKey $user | Should -BeNullOrEmpty
        $second = Add-TestKey
        $key = $second | Set-SnowflakeUserKey $user -PassThru
        $key.Name, $key.Slot, $key.Fingerprint | Should -Be 'RSA_PUBLIC_KEY_2', 2, $second.Fingerprint
        Test-Login $pair.PrivateKeyPath | Should -BeTrue
        Test-Login $second.PrivateKeyPath | Should -BeTrue
    }

    It 'takes a public key''s file by position, and a private key''s with its passphrase' {
        $pair = Add-TestKey
        (Set-SnowflakeUserKey $user $pair.PublicKeyPath -PassThru).Fingerprint | Should -BeExactly $pair.Fingerprint
        $passphrase = ConvertTo-TestSecret 'of the key'
        $encrypted = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase
        (Set-SnowflakeUserKey -User $user -PrivateKeyPath $encrypted.PrivateKeyPath -Passphrase $passphrase -Slot 2 -PassThru).Slot | Should -Be 2
    }

    It 'adds a named key pair with expiry and comment' {
        $key = Add-TestKey | Set-SnowflakeUserKey $user -KeyPairName nightly -DaysToExpiry 30 -Comment "it's \mine" -PassThru
        $key.Name, $key.Slot, $key.Comment | Should -BeExactly 'NIGHTLY', $null, "it's \mine"
        ($key.ExpiresAt - [DateTimeOffset]::UtcNow).TotalDays | Should -BeGreaterThan 29.9
    }

    It 'sends nothing twice for a key that is there' {
        $pair = Add-TestKey
        $pair | Set-SnowflakeUserKey $user
        $statement = "ALTER USER $user SET RSA_PUBLIC_KEY='$($pair.PublicKey)'"
        Get-StatementCount $statement | Should -Be 1
        $pair | Set-SnowflakeUserKey $user
        Get-StatementCount $statement | Should -Be 1
    }

    It 'replaces another key only with -Force' {
        Add-TestKey | Set-SnowflakeUserKey $user -Slot 1
        $other = Add-TestKey
        $failure = Get-Failure { $other | Set-SnowflakeUserKey $user -Slot 1 }
        Assert-Failure $failure -Id UserKeyExists -Category ResourceExists -Advice '-Force'
        ($other | Set-SnowflakeUserKey $user -Slot 1 -Force -PassThru).Fingerprint | Should -BeExactly $other.Fingerprint
    }

    It 'says that both slots are full' {
        Add-TestKey | Set-SnowflakeUserKey $user
        Add-TestKey | Set-SnowflakeUserKey $user
        $third = Add-TestKey
        Assert-Failure (Get-Failure { $third | Set-SnowflakeUserKey $user }) -Id NoFreeSlot -Category LimitsExceeded -Advice 'Remove-SnowflakeUserKey'
    }

    It 'refuses before any request: <Id>' -ForEach @(
        @{ Id = 'SlotAndKeyPair'; With = @{ Slot = 1; KeyPairName = 'x' } }
        @{ Id = 'SlotWithoutExpiry'; With = @{ DaysToExpiry = 5 } }
        @{ Id = 'KeyPairNameReserved'; With = @{ KeyPairName = 'public_key_1' } }
        @{ Id = 'NameInvalid'; With = @{ KeyPairName = "a`nb" } }
        @{ Id = 'ParameterArgumentValidationError'; With = @{ Slot = 3 } }
    ) {
        $pair = Add-TestKey
        Assert-Failure (Get-Failure { Set-SnowflakeUserKey $user $pair.PublicKeyPath @With }) -Id $Id -Unsent
    }

    It 'shows the statement with -WhatIf' {
        $pair = Add-TestKey
        $text = Get-WhatIfText "Set-SnowflakeUserKey $user '$($pair.PublicKeyPath)' -WhatIf"
        $text -replace '\s' | Should -Match ([regex]::Escape("ALTERUSER${user}SETRSA_PUBLIC_KEY='$($pair.PublicKey)'"))
        Get-SnowflakeUserKey $user | Should -BeNullOrEmpty
    }

    It 'shows Snowflake''s words where the role may not' {
        $login = Get-Login Snowflake
        Connect-Snowflake @login -Name limited
        $pair = Add-TestKey
        Assert-Failure (Get-Failure { $pair | Set-SnowflakeUserKey ADMIN -Session limited }) -Id SqlAccessDenied -Category PermissionDenied -Advice 'role'
        Disconnect-Snowflake limited
        Connect-Snowflake @admin -Name keyadmin
    }
}

Describe 'Get-SnowflakeUserKey' {
    BeforeAll {
        Clear-UserKey
        $first = Add-TestKey
        $first | Set-SnowflakeUserKey $user
        Add-TestKey | Set-SnowflakeUserKey $user -KeyPairName NIGHTLY
    }

    It 'lists a user''s keys, and the session''s own without a name' {
        (Get-SnowflakeUserKey $user).Name | Should -BeExactly 'RSA_PUBLIC_KEY', 'NIGHTLY'
        (Get-SnowflakeUserKey $user.ToLowerInvariant()).User | Select-Object -Unique | Should -BeExactly $user
        (Get-SnowflakeUserKey).User | Should -BeExactly 'ADMIN'
        ($user, 'ADMIN' | Get-SnowflakeUserKey) | Should -HaveCount 3
    }

    It 'finds by name and by wildcard' {
        (Get-SnowflakeUserKey $user nightly).Name | Should -BeExactly 'NIGHTLY'
        (Get-SnowflakeUserKey $user 'RSA*').Fingerprint | Should -BeExactly $first.Fingerprint
        Get-SnowflakeUserKey $user 'x*' | Should -BeNullOrEmpty
        Assert-Failure (Get-Failure { Get-SnowflakeUserKey $user missing }) -Id UserKeyNotFound -Category ObjectNotFound
    }

    It 'says that a user is not there, and goes on with the next' {
        $failure = Get-Failure { 'NOBODY', $user | Get-SnowflakeUserKey }
        Assert-Failure $failure -Id SqlObjectNotFound -Category ObjectNotFound
        $failure.Count | Should -Be 1
        $failure.Output | Should -HaveCount 2
    }

    It 'is shown as a table of name, status and fingerprint' {
        (Get-SnowflakeUserKey $user | Out-String -Width 200) | Should -Match 'NIGHTLY\s+.*ACTIVE'
        foreach ($width in 80, 100, 120) {
            $shown = Get-SnowflakeUserKey $user | Out-String -Width $width
            foreach ($key in Get-SnowflakeUserKey $user) { $shown | Should -Match ([regex]::Escape($key.Fingerprint)) }
        }
    }
}

Describe 'Remove-SnowflakeUserKey' {
    BeforeEach { Clear-UserKey }

    It 'follows Get-SnowflakeUserKey in the pipeline' {
        Add-TestKey | Set-SnowflakeUserKey $user
        Add-TestKey | Set-SnowflakeUserKey $user -KeyPairName 'my pair'
        $removed = Get-SnowflakeUserKey $user | Remove-SnowflakeUserKey -AllowLockOut -Confirm:$false -PassThru
        $removed.Name | Should -BeExactly 'RSA_PUBLIC_KEY', 'my pair'
        Get-SnowflakeUserKey $user | Should -BeNullOrEmpty
    }

    It 'removes by slot, by name and by wildcard' {
        foreach ($i in 1, 2) { Add-TestKey | Set-SnowflakeUserKey $user }
        Remove-SnowflakeUserKey $user -Slot 2 -Confirm:$false
        (Get-SnowflakeUserKey $user).Slot | Should -Be 1
        Remove-SnowflakeUserKey $user RSA_PUBLIC_* -AllowLockOut -Confirm:$false
        Assert-Failure (Get-Failure { Remove-SnowflakeUserKey $user '*' -Confirm:$false }) -Id UserKeyNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Remove-SnowflakeUserKey $user -Slot 1 -Confirm:$false }) -Id UserKeyNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Remove-SnowflakeUserKey $user none -Confirm:$false }) -Id UserKeyNotFound -Category ObjectNotFound
    }

    It 'keeps the key that the session logs in with, and removes the others' {
        $own = Add-TestKey
        $own | Set-SnowflakeUserKey ADMIN -KeyPairName SPARE
        $failure = Get-Failure { Remove-SnowflakeUserKey ADMIN '*' -Confirm:$false }
        Assert-Failure $failure -Id UserKeyInUse -Advice 'Update-SnowflakeUserKey'
        $failure.Count | Should -Be 1
        (Get-SnowflakeUserKey ADMIN).Name | Should -BeExactly 'RSA_PUBLIC_KEY'
    }

    It 'asks first, and does nothing where nobody can answer' {
        Add-TestKey | Set-SnowflakeUserKey $user
        (Get-Command Remove-SnowflakeUserKey).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
        Get-SnowflakeUserKey $user | Remove-SnowflakeUserKey -AllowLockOut -WhatIf
        Get-SnowflakeUserKey $user | Should -HaveCount 1
    }
}

Describe 'Update-SnowflakeUserKey' -Tag Slow {
    BeforeEach {
        Clear-UserKey
        $old = Add-TestKey
        $path = Join-Path $TestDrive ([guid]::NewGuid().ToString('N') + '.p8')
        $passphrase = ConvertTo-TestSecret 'of the new key'
    }

    It 'leaves the new key alone: slots' {
        $old | Set-SnowflakeUserKey $user
        $done = Update-SnowflakeUserKey $user $path -Passphrase $passphrase
        $done.Name, $done.OldFingerprint, $done.OldKeyRetired | Should -Be 'RSA_PUBLIC_KEY_2', $old.Fingerprint, $true
        Test-Login $old.PrivateKeyPath | Should -BeFalse
        Test-Login $path $passphrase | Should -BeTrue
        Get-Content -LiteralPath $path -First 1 | Should -BeExactly '-----BEGIN ENCRYPTED PRIVATE KEY-----'
        "$path.rotation.json" | Should -Not -Exist
    }

    It 'leaves the new key alone: a named key pair' {
        $old | Set-SnowflakeUserKey $user -KeyPairName QLIK
        $done = Update-SnowflakeUserKey $user $path -NoPassphrase -KeyPairName qlik
        $done.Name, $done.OldKeyRetired | Should -Be 'QLIK', $true
        (Get-SnowflakeUserKey $user).Fingerprint | Should -BeExactly $done.Fingerprint
    }

    It 'leaves both with -KeepOld, and the old one is removed later' {
        $old | Set-SnowflakeUserKey $user
        (Update-SnowflakeUserKey $user $path -NoPassphrase -KeepOld).OldKeyRetired | Should -BeFalse
        Test-Login $old.PrivateKeyPath | Should -BeTrue
        Get-SnowflakeUserKey $user | Where-Object Fingerprint -EQ $old.Fingerprint | Remove-SnowflakeUserKey -Confirm:$false
        Test-Login $path | Should -BeTrue
    }

    It 'takes the user from the pipeline' {
        $old | Set-SnowflakeUserKey $user
        (Get-SnowflakeUserKey $user | Update-SnowflakeUserKey -Path $path -NoPassphrase).User | Should -BeExactly $user
    }

    It 'stops where <Statement> fails, with a key that works, and goes on' -ForEach @(
        @{ Statement = 'ALTER USER * SET *' }, @{ Statement = 'ALTER USER * UNSET *' }, @{ Statement = 'SELECT CURRENT_USER()' }
    ) {
        $old | Set-SnowflakeUserKey $user
        $null = Invoke-EmulatorControl -Method Post -Path 'scripts' -Body @{ statement = $Statement; message = 'internal error' }
        $failure = Get-Failure { Update-SnowflakeUserKey $user $path -NoPassphrase }
        Assert-Failure $failure -Id RotationIncomplete -Advice 'same command again' -Message 'internal error'
        "$path.rotation.json" | Should -Exist
        (Test-Login $old.PrivateKeyPath) -or (Test-Login $path) | Should -BeTrue

        $null = Update-SnowflakeUserKey $user $path -NoPassphrase
        Test-Login $old.PrivateKeyPath | Should -BeFalse
        Test-Login $path | Should -BeTrue
    }

    It 'prints every statement with -WhatIf and does nothing' {
        $old | Set-SnowflakeUserKey $user
        $text = (Get-WhatIfText "Update-SnowflakeUserKey $user '$path' -NoPassphrase -WhatIf") -replace '\s+', ' '
        $text | Should -Match 'Write a new key pair'
        $text | Should -Match "ALTER USER $user SET RSA_PUBLIC_KEY_2='<new public key>'"
        $text | Should -Match "ALTER USER $user UNSET RSA_PUBLIC_KEY"
        $path | Should -Not -Exist
        (Get-SnowflakeUserKey $user).Fingerprint | Should -BeExactly $old.Fingerprint
    }

    It 'refuses before any request: <Id>' -ForEach @(
        @{ Id = 'FolderNotFound'; Call = { Update-SnowflakeUserKey -Path (Join-Path $TestDrive 'none/x.p8') -NoPassphrase } }
        @{ Id = 'KeyFileExists'; Call = { Update-SnowflakeUserKey -Path $old.PrivateKeyPath -NoPassphrase } }
        @{ Id = 'PassphraseEmpty'; Call = { Update-SnowflakeUserKey -Path $path -Passphrase (New-Object securestring) } }
        @{ Id = 'AmbiguousParameterSet'; Call = { Update-SnowflakeUserKey -Path $path -NoPassphrase -Passphrase $passphrase } }
    ) {
        Assert-Failure (Get-Failure $Call) -Id $Id -Unsent
    }

    It 'shows no secret in what it says' {
        $old | Set-SnowflakeUserKey $user
        $said = Update-SnowflakeUserKey $user $path -Passphrase $passphrase -Verbose *>&1 | Out-String -Width 500
        $said | Should -Not -Match 'of the new key|PRIVATE KEY-|eyJ[\w-]+\.'
    }
}
