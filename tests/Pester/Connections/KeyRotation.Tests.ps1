[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Disconnect-All
    foreach ($service in 'Qrs', 'QlikCloud', 'SnowflakeAdmin') {
        $login = Get-Login $service
        & ('Connect-' + ($service -replace 'Admin')) @login -Name "rotate-$service"
    }

    # The emulator's user without keys, so that no other test's user is locked out.
    $script:user = 'SVC_NEW'
    $script:account = @{ Account = (Get-Emulator).snowflake.account; User = $user }
    $script:prefix = "rotate $([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $script:passphrase = ConvertTo-TestSecret 'a phrase of the test'
    Get-SnowflakeUserKey $user | Remove-SnowflakeUserKey -AllowLockOut -Confirm:$false
    $script:oldPath = Join-Path $TestDrive 'old.p8'
    $script:old = New-SnowflakeKeyPair -Path $oldPath -NoPassphrase
    $old | Set-SnowflakeUserKey $user
    $null = New-QrsDataConnection "$prefix site" @account -PrivateKeyPath $oldPath
    $null = New-QlikCloudDataConnection "$prefix tenant" @account -PrivateKeyPath $oldPath
    $script:rotate = @{ User = $user; Passphrase = $passphrase }
}

AfterAll {
    Clear-EmulatorFault
    Get-QrsDataConnection "$prefix*" | Remove-QrsDataConnection -Confirm:$false
    Get-QlikCloudDataConnection "$prefix*" | Remove-QlikCloudDataConnection -Confirm:$false
    Get-SnowflakeUserKey $user | Remove-SnowflakeUserKey -AllowLockOut -Confirm:$false
    Disconnect-All
}

Describe 'Update-QlikSnowflakeKey' {
    It 'emits the whole plan with -WhatIf, and changes nothing' {
        $path = Join-Path $TestDrive 'planned.p8'
        $plan = @(Update-QlikSnowflakeKey @rotate -Path $path -WhatIf 6>$null)
        $plan[0].Step, $plan[1].Step, $plan[2].Step | Should -Be 'Make new key', 'Register new key', 'Prove new key'
        $switches = @($plan | Where-Object { $_.Target -like "$prefix*" })
        $switches.Outcome | Should -Be 'ToSwitch', 'ToSwitch'
        ($switches.Service | Sort-Object) | Should -Be 'QlikCloud', 'Qrs'
        $plan[-1].Step | Should -Be 'Retire old key'
        Test-Path $path | Should -BeFalse
        (Get-SnowflakeUserKey $user).Fingerprint | Should -Be $old.Fingerprint
        ($plan | Out-String) | Should -Match 'Switch connection'
    }

    It 'refuses before any change: <Id>' -ForEach @(
        @{ Id = 'FolderNotFound'; With = @{ Path = 'none/x.p8' } }
        @{ Id = 'PassphraseEmpty'; With = @{ Path = 'x.p8'; Passphrase = New-Object securestring } }
        @{ Id = 'RotationTimeInvalid'; With = @{ Path = 'x.p8'; GracePeriod = [timespan] -1 } }
        @{ Id = 'UserKeyNotAllowed'; With = @{ Path = 'x.p8'; User = 'NOBODY' } }
    ) {
        $arguments = $rotate.Clone()
        foreach ($name in $With.Keys) { $arguments[$name] = $With[$name] }
        $arguments.Path = Join-Path $TestDrive $arguments.Path
        Assert-Failure (Get-Failure { Update-QlikSnowflakeKey @arguments }) -Id $Id -Advice '.'
        (Get-SnowflakeUserKey $user).Fingerprint | Should -Be $old.Fingerprint
    }

    It 'says so where no session with Snowflake or no site is open' {
        $run = [powershell]::Create()
        try {
            $null = $run.AddScript("Import-Module '$env:QLIKSNOWFLAKE_TEST_MODULE'; Update-QlikSnowflakeKey u x.p8 -Passphrase (New-Object securestring)")
            $null = $run.Invoke()
            $run.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NoSession,*'
        }
        finally { $run.Dispose() }
    }

    It 'gives every connection the new key, proves it and retires the old one' {
        $path = Join-Path $TestDrive 'new.p8'
        $result = Update-QlikSnowflakeKey $user $path -Passphrase $passphrase -Force -WarningAction SilentlyContinue
        $result.Status, $result.Failed | Should -Be 'Completed', 0
        $result.OldFingerprint, $result.OldKeyRetired | Should -Be $old.Fingerprint, $true
        (Get-SnowflakeUserKey $user).Fingerprint | Should -Be $result.Fingerprint
        (Get-QrsDataConnection "$prefix site").KeyFingerprint | Should -Be $result.Fingerprint
        @($result.Connections | Where-Object { $_.Name -like "$prefix*" }).Outcome | Should -Be 'Switched', 'Switched'
        Test-Path $result.JournalPath | Should -BeTrue
        Get-Content -LiteralPath $result.JournalPath -Raw | Should -Not -Match 'PRIVATE|phrase'
        ($result | Out-String) | Should -Match 'Completed'
        ($result.Connections | Out-String) | Should -Match 'Switched'

        $again = Update-QlikSnowflakeKey $user $path -Passphrase $passphrase -Force -WarningAction SilentlyContinue
        $again.Status, $again.Fingerprint | Should -Be 'Completed', $result.Fingerprint
    }

    It 'leaves the old key where a connection fails, lists it, and goes on by the same command' {
        $id = (Get-QrsDataConnection "$prefix site").Id
        Add-EmulatorFault @{ service = 'qrs'; method = 'PUT'; path = "/qrs/dataconnection/$id"; kind = 'status'; status = 403; times = -1 }
        $before = (Get-SnowflakeUserKey $user).Fingerprint
        $path = Join-Path $TestDrive 'third.p8'
        $result = Update-QlikSnowflakeKey $user $path -Passphrase $passphrase -Force -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failure
        $result.Status, $result.Failed, $result.OldKeyRetired | Should -Be 'Incomplete', 1, $false
        @($result.Connections | Where-Object { $_.Outcome -eq 'Failed' }).Name | Should -Be "$prefix site"
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionsNotSwitched*'
        (Get-SnowflakeUserKey $user).Fingerprint | Should -Contain $before

        Clear-EmulatorFault
        $result = Update-QlikSnowflakeKey $user $path -Passphrase $passphrase -Force -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Completed'
        (Get-SnowflakeUserKey $user).Fingerprint | Should -Be $result.Fingerprint
    }
}
