BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Disconnect-All
    $script:emulator = Get-Emulator
    $login = Get-Login Qrs
    Connect-Qrs @login
    $script:examples = Join-Path (Split-Path (Split-Path (Split-Path $PSScriptRoot))) 'examples'
    $script:prefix = "script $([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $script:user = $emulator.snowflake.user
    $credential = New-Object System.Management.Automation.PSCredential $user, (ConvertTo-TestSecret 'a password')
    $text = "CUSTOM CONNECT TO `"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=$($emulator.snowflake.account).snowflakecomputing.com;`""
    $script:made = New-QrsDataConnection "$prefix password" -ConnectionString $text -Type QvOdbcConnectorPackage.exe -Credential $credential

    # What Connect-Sites.ps1 is for a real site, and Get-Secret for a real vault.
    $script:folder = Join-Path $TestDrive 'a folder with blanks'
    $null = New-Item -ItemType Directory -Path $folder
    $script:connect = Join-Path $folder 'Connect-Emulator.ps1'
    Set-Content -LiteralPath $connect -Value @"
`$ErrorActionPreference = 'Stop'
Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'
function ConvertTo-Secret([string] `$Text) { `$secret = New-Object System.Security.SecureString; foreach (`$c in `$Text.ToCharArray()) { `$secret.AppendChar(`$c) }; `$secret }
Connect-Qrs -Server localhost -Port $($login.Port) -CertificatePath '$($emulator.qrs.clientPfx)' -CertificatePassword (ConvertTo-Secret '$($emulator.qrs.clientPfxPassword)') -RootCertificatePath '$($emulator.qrs.rootCertificate)'
Connect-QlikCloud -Tenant '$(([uri]$emulator.qlikCloud.url).Authority)' -ApiKey (ConvertTo-Secret '$($emulator.qlikCloud.apiKey)') -RootCertificatePath '$($emulator.qlikCloud.rootCertificate)'
Connect-Snowflake -Account '$($emulator.snowflake.account)' -HostName '$(([uri]$emulator.snowflake.url).Authority)' -User '$($emulator.snowflake.adminUser)' -PrivateKeyPath '$($emulator.snowflake.adminPrivateKey)' -RootCertificatePath '$($emulator.snowflake.rootCertificate)'
"@
    $script:broken = Join-Path $folder 'Connect-Nowhere.ps1'
    Set-Content -LiteralPath $broken -Value "throw 'The vault is locked.'"
}

AfterAll {
    Get-QrsDataConnection "$prefix*" | Remove-QrsDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Export-NightlyReport.ps1' {
    It 'writes the page, and ends with a code by its findings, also where it compares with the night before' {
        $reports = Join-Path $folder 'reports'
        foreach ($night in 1, 2) {
            $run = Invoke-PowerShell -File (Join-Path $examples 'Export-NightlyReport.ps1') -ArgumentList '-ConnectionScript', $connect, '-Folder', $reports
            $run.Output.Trim() | Should -Not -Match "`n"
            $line = $run.Output | ConvertFrom-Json
            $run.ExitCode | Should -Be 2 -Because "a password is in use: $($run.Output) $($run.ErrorOutput)"
            $line.exitCode | Should -Be 2
            $line.complete | Should -BeTrue
            $line.critical | Where-Object { $_ -match 'password' } | Should -Not -BeNullOrEmpty
            Test-Path -LiteralPath $line.page | Should -BeTrue
        }

        [System.IO.File]::ReadAllText((Join-Path $reports 'report.html')) | Should -Match 'Changed since'
    }

    It 'ends with 1 where no session can be opened' {
        $run = Invoke-PowerShell -File (Join-Path $examples 'Export-NightlyReport.ps1') -ArgumentList '-ConnectionScript', $broken, '-Folder', $folder
        $run.ExitCode | Should -Be 1
        ($run.Output | ConvertFrom-Json).error | Should -Be 'The vault is locked.'
    }
}

Describe 'Convert-PasswordConnection.ps1' {
    It 'lists, previews what was chosen, and converts that alone' {
        $list = Join-Path $folder 'connections.csv'
        $script = Join-Path $examples 'Convert-PasswordConnection.ps1'
        $common = '-ConnectionScript', $connect, '-ListPath', $list, '-ResultPath', (Join-Path $folder 'converted.csv')
        $key = '-PrivateKeyPath', $emulator.snowflake.privateKey

        (Invoke-PowerShell -File $script -ArgumentList (@('-Step', 'List') + $common)).ExitCode | Should -Be 0
        $rows = @(Import-Csv -LiteralPath $list)
        $rows.Name | Should -Contain "$prefix password"

        $none = Invoke-PowerShell -File $script -ArgumentList (@('-Step', 'Convert') + $common + $key)
        $none.ExitCode | Should -Be 2
        $none.ErrorOutput | Should -Match 'No row'

        $rows | Where-Object Name -EQ "$prefix password" | ForEach-Object { $_.Convert = 'yes' }
        $rows | Export-Csv -LiteralPath $list -NoTypeInformation -Encoding UTF8
        (Invoke-PowerShell -File $script -ArgumentList (@('-Step', 'Preview') + $common + $key)).ExitCode | Should -Be 0
        ($made | Get-QrsDataConnection).ConnectionString | Should -BeExactly $made.ConnectionString

        $run = Invoke-PowerShell -File $script -ArgumentList (@('-Step', 'Convert') + $common + $key)
        $run.ExitCode | Should -Be 0 -Because "$($run.Output) $($run.ErrorOutput)"
        ($made | Get-QrsDataConnection).ConnectionString | Should -Match 'authenticator=snowflake_jwt'
        @(Import-Csv -LiteralPath (Join-Path $folder 'converted.csv')).Count | Should -Be 1
    }
}

Describe 'Update-SnowflakeKeyByAge.ps1' {
    BeforeAll {
        $script:keys = Join-Path $folder 'keys'
        $old = New-SnowflakeKeyPair -Path (Join-Path $folder 'old.p8') -NoPassphrase
        $admin = Get-Login SnowflakeAdmin
        Connect-Snowflake @admin -Name byage
        $old | Set-SnowflakeUserKey SVC_NEW -Session byage
        $script:oldFingerprint = $old.Fingerprint
        $null = New-QrsDataConnection "$prefix by age" -Account $emulator.snowflake.account -User SVC_NEW -PrivateKeyPath $old.PrivateKeyPath
        $script:vault = Join-Path $folder 'vault-by-age.ps1'
        Set-Content -LiteralPath $vault -Value @"
param([string] `$ConnectionScript = '$connect', [int] `$MaxKeyAgeDays = 90, [string] `$GracePeriod = '7d')
function Get-Secret([string] `$Name) { `$secret = New-Object System.Security.SecureString; foreach (`$c in 'of the new key'.ToCharArray()) { `$secret.AppendChar(`$c) }; `$secret }
`$PSBoundParameters['ConnectionScript'] = `$ConnectionScript
& '$(Join-Path $examples 'Update-SnowflakeKeyByAge.ps1')' -User SVC_NEW -KeyFolder '$keys' -PassphraseSecret NewKey @PSBoundParameters
exit `$LASTEXITCODE
"@
        function Invoke-ByAge([string[]] $Arguments) {
            $given = if ($Arguments) { @{ ArgumentList = $Arguments } } else { @{} }
            $run = Invoke-PowerShell -File $vault @given
            $run.Output.Trim() | Should -Not -Match "`n" -Because 'one line is printed'
            $line = $run.Output | ConvertFrom-Json
            $line.exitCode | Should -Be $run.ExitCode -Because "$($run.Output) $($run.ErrorOutput)"
            $line
        }
    }

    AfterAll {
        Clear-EmulatorFault
        Get-SnowflakeUserKey SVC_NEW -Session byage | Remove-SnowflakeUserKey -AllowLockOut -Confirm:$false
    }

    It 'leaves a young key alone' {
        $line = Invoke-ByAge
        $line.exitCode, $line.status, $line.ageDays | Should -Be 0, 'NotDue', 0
        Get-ChildItem -Path $keys | Should -BeNullOrEmpty
    }

    It 'ends with 1 where a connection stays on the old key, goes on in the next run, and ends when the grace period has' {
        Add-EmulatorFault @{ service = 'qrs'; method = 'PUT'; kind = 'status'; status = 403; times = -1 }
        $first = Invoke-ByAge -Arguments '-MaxKeyAgeDays', 0
        $first.exitCode, $first.status | Should -Be 1, 'Incomplete' -Because $first.error
        $first.left | Should -Match ([regex]::Escape("$prefix by age"))
        Clear-EmulatorFault

        # Not by its age, but because it has begun.
        $second = Invoke-ByAge
        $second.exitCode, $second.status, $second.switched, $second.path | Should -Be 0, 'Waiting', 1, $first.path
        $second.retireAfter | Should -Not -BeNullOrEmpty
        (Get-SnowflakeUserKey SVC_NEW -Session byage).Fingerprint | Should -Contain $oldFingerprint

        $third = Invoke-ByAge -Arguments '-GracePeriod', '0d'
        $third.exitCode, $third.status, $third.path | Should -Be 0, 'Completed', $first.path
        (Get-SnowflakeUserKey SVC_NEW -Session byage).Fingerprint | Should -Not -Contain $oldFingerprint
        (Get-QlikSnowflakeConnection -Name "$prefix by age").KeyFingerprint | Should -Be (Get-SnowflakeUserKey SVC_NEW -Session byage).Fingerprint

        (Invoke-ByAge).status | Should -Be 'NotDue'
    }

    It 'ends with 2 where no session can be opened' {
        $line = Invoke-ByAge -Arguments '-ConnectionScript', $broken
        $line.exitCode, $line.error | Should -Be 2, 'The vault is locked.'
    }
}

Describe 'Register-Task.ps1' {
    It 'emits a line for cron that holds paths as they are seen now' {
        if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { Set-ItResult -Skipped -Because 'cron is not on Windows'; return }
        Push-Location -LiteralPath $folder
        try {
            $line = & (Join-Path $examples 'Register-Task.ps1') -Script (Join-Path $examples 'Export-NightlyReport.ps1') -Parameter @{ ConnectionScript = './Connect-Emulator.ps1'; Folder = 'night' } -Hour 5 -Minute 10
        }
        finally { Pop-Location }
        $line | Should -Match ('^10 5 \* \* \* "[^"]+" .*-NoProfile .*-File "[^"]+Export-NightlyReport\.ps1" -ConnectionScript "' + [regex]::Escape($connect) + '" -Folder "' + [regex]::Escape((Join-Path $folder 'night')) + '" >> ')
    }

    It 'refuses what a line for cron would not carry' {
        if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { Set-ItResult -Skipped -Because 'cron is not on Windows'; return }
        { & (Join-Path $examples 'Register-Task.ps1') -Script (Join-Path $examples 'Export-NightlyReport.ps1') -Parameter @{ Folder = 'a$(b)' } } | Should -Throw '*Folder*'
    }
}

Describe 'Test-ApiKeyExpiry.ps1' {
    It 'ends as a monitor expects: <Expected>' -ForEach @(
        @{ Expected = 0; Warning = '1h'; Critical = '30m'; Word = '^OK ' }
        @{ Expected = 1; Warning = '3650d'; Critical = '30m'; Word = '^WARNING ' }
        @{ Expected = 2; Warning = '3650d'; Critical = '3649d'; Word = '^CRITICAL .*days_left=' }
    ) {
        $vault = Join-Path $folder "vault$Expected.ps1"
        Set-Content -LiteralPath $vault -Value @"
Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'
function Get-Secret([string] `$Name) { `$secret = New-Object System.Security.SecureString; foreach (`$c in '$($emulator.qlikCloud.apiKey)'.ToCharArray()) { `$secret.AppendChar(`$c) }; `$secret }
& '$(Join-Path $examples 'Test-ApiKeyExpiry.ps1')' -Tenant '$(([uri]$emulator.qlikCloud.url).Authority)' -SecretName qlik -RootCertificatePath '$($emulator.qlikCloud.rootCertificate)' -Warning $Warning -Critical $Critical
exit `$LASTEXITCODE
"@
        $run = Invoke-PowerShell -File $vault
        $run.ExitCode | Should -Be $Expected -Because "$($run.Output) $($run.ErrorOutput)"
        $run.Output | Should -Match $Word
    }

    It 'ends with 3 where nobody can be asked' {
        $vault = Join-Path $folder 'vault-closed.ps1'
        Set-Content -LiteralPath $vault -Value @"
Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'
function Get-Secret([string] `$Name) { throw 'The vault | is locked.' }
& '$(Join-Path $examples 'Test-ApiKeyExpiry.ps1')' -Tenant t.example.com -SecretName qlik
exit `$LASTEXITCODE
"@
        $run = Invoke-PowerShell -File $vault
        $run.ExitCode | Should -Be 3
        $run.Output.Trim() | Should -Be 'UNKNOWN - The vault is locked.'
    }
}

Describe 'Site.Tests.ps1' {
    It 'changes nothing, and fails by what it finds' {
        $count = { (Get-RequestCount -Service qrs -Method P*) + (Get-RequestCount -Method PUT) + (Get-RequestCount -Method PATCH) + (Get-RequestCount -Method DELETE) }
        $script = Join-Path $folder 'run-pester.ps1'
        Set-Content -LiteralPath $script -Value @"
Import-Module -Name '$((Get-Module Pester).Path)'
`$container = New-PesterContainer -Path '$(Join-Path $examples 'Site.Tests.ps1')' -Data @{ ConnectionScript = '$connect' }
`$result = Invoke-Pester -Container `$container -Output None -PassThru
ConvertTo-Json -Compress @{ Total = `$result.TotalCount; Failed = @(`$result.Failed.ExpandedName); Blocks = `$result.FailedBlocksCount }
"@
        $null = New-QrsDataConnection "$prefix left" -ConnectionString $made.ConnectionString -Type QvOdbcConnectorPackage.exe -Credential (New-Object System.Management.Automation.PSCredential $user, (ConvertTo-TestSecret 'p'))
        $before = & $count
        $run = Invoke-PowerShell -File $script
        $result = $run.Output.Trim().Split("`n")[-1] | ConvertFrom-Json
        $result.Blocks | Should -Be 0 -Because "$($run.Output) $($run.ErrorOutput)"
        $result.Total | Should -BeGreaterThan 7
        $result.Failed | Should -Contain 'log in with no password'
        & $count | Should -Be $before
    }
}
