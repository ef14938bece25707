<#
What is Windows': access control lists, certificate stores, the Task Scheduler. Login by Windows credentials is tested with the
data connections. What changes more than files of the test runs where the machine is there for tests: with the variable CI set.
#>

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    $onWindows = -not (Test-Unix)

    # Whoever may do anything with a file, but for its owner, SYSTEM and the administrators.
    function Get-OtherAccess {
        param([Parameter(Mandatory)] [string] $Path)
        $acl = Get-Acl -LiteralPath $Path
        $trusted = @('S-1-5-18', 'S-1-5-32-544') + $acl.GetOwner([System.Security.Principal.SecurityIdentifier]).Value
        $acl.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]) |
            Where-Object { $_.AccessControlType -eq 'Allow' -and $_.IdentityReference.Value -notin $trusted }
    }

    function Add-UserAccess {
        param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Rights)
        $users = New-Object -TypeName System.Security.Principal.SecurityIdentifier -ArgumentList 'S-1-5-32-545'
        $rule = New-Object -TypeName System.Security.AccessControl.FileSystemAccessRule -ArgumentList $users, $Rights, 'Allow'
        $acl = Get-Acl -LiteralPath $Path
        $acl.AddAccessRule($rule)
        Set-Acl -LiteralPath $Path -AclObject $acl
    }

    # A file that nobody but its owner and the system can touch, as a user would keep it.
    function Protect-File {
        param([Parameter(Mandatory)] [string] $Path)
        $acl = Get-Acl -LiteralPath $Path
        $acl.SetAccessRuleProtection($true, $false)
        foreach ($rule in @($acl.Access)) { $null = $acl.RemoveAccessRule($rule) }
        $own = [System.Security.Principal.WindowsIdentity]::GetCurrent().User
        $type = 'System.Security.AccessControl.FileSystemAccessRule'
        $acl.AddAccessRule((New-Object -TypeName $type -ArgumentList $own, 'FullControl', 'Allow'))
        Set-Acl -LiteralPath $Path -AclObject $acl
    }
}

Describe 'On Windows' {
    BeforeEach { Skip-Unless $onWindows 'there is no Windows here' }

    It 'a new private key is the owner''s alone, and what its folder would hand down is not' {
        $folder = Join-Path $TestDrive 'keys'
        $null = New-Item -Path $folder -ItemType Directory
        Add-UserAccess -Path $folder -Rights ReadAndExecute
        $pair = New-SnowflakeKeyPair -Path (Join-Path $folder 'own.p8') -NoPassphrase
        Get-OtherAccess -Path $pair.PrivateKeyPath | Should -BeNullOrEmpty
        (Get-Acl -LiteralPath $pair.PrivateKeyPath).AreAccessRulesProtected | Should -BeTrue
    }

    It 'a name of a device is no place for a file' {
        foreach ($name in 'con.p8', 'NUL', 'lpt1.tar') {
            Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive $name) -NoPassphrase }) -Id PathInvalid -Category InvalidArgument -Message 'device' -Advice 'another name' -Unsent
        }
    }

    It 'a connection file that others can change is refused, and one that they can read is warned of' {
        $login = Get-Login Snowflake
        $root = @{ RootCertificatePath = $login.RootCertificatePath }
        $folder = Join-Path $TestDrive 'snowflake'
        $null = New-Item -Path $folder -ItemType Directory
        $file = Join-Path $folder 'connections.toml'
        Set-Content -LiteralPath $file -Encoding Ascii -Value @"
[dev]
account = '$($login.Account)'
user = '$($login.User)'
host = '$($login.HostName)'
authenticator = 'SNOWFLAKE_JWT'
private_key_file = '$($login.PrivateKeyPath)'
"@
        Protect-File -Path $file
        $before = $env:SNOWFLAKE_HOME
        $env:SNOWFLAKE_HOME = $folder
        try {
            @(Connect-Snowflake -ConnectionName dev @root 3>&1) | Should -BeNullOrEmpty
            Add-UserAccess -Path $file -Rights Read
            @(Connect-Snowflake -ConnectionName dev @root 3>&1) | Should -HaveCount 1
            Add-UserAccess -Path $file -Rights Modify
            $failure = Get-Failure { Connect-Snowflake -ConnectionName dev @root }
            Assert-Failure $failure -Id ConnectionFileUnsafe -Category SecurityError -Advice '^(?!.*chmod).*icacls' -Unsent
        }
        finally {
            $env:SNOWFLAKE_HOME = $before
            Disconnect-All
        }
    }

    It 'the client certificate comes from the store' {
        Skip-Unless ([bool] $env:CI) 'it would add a certificate to the store of whoever runs the tests'
        $qrs = (Get-Emulator).qrs
        $types = 'System.Security.Cryptography.X509Certificates'
        $own = New-Object -TypeName "$types.X509Certificate2" -ArgumentList $qrs.clientPfx, $qrs.clientPfxPassword, 'PersistKeySet'
        $store = New-Object -TypeName "$types.X509Store" -ArgumentList 'My', 'CurrentUser'
        $store.Open('ReadWrite')
        $store.Add($own)
        try {
            $site = @{ Server = 'localhost'; Port = ([uri] $qrs.url).Port; RootCertificatePath = $qrs.rootCertificate }
            (Connect-Qrs @site -PassThru).User | Should -Be 'internal\sa_repository'
            (Connect-Qrs @site -CertificateThumbprint $own.Thumbprint -PassThru).User | Should -Be 'internal\sa_repository'
            @(Get-QrsCertificate | Where-Object Thumbprint -EQ $own.Thumbprint)[0].IsUsable | Should -BeTrue
        }
        finally {
            Disconnect-All
            $store.Close()
            # Its key was to stay with the certificate in the store, and goes with it.
            Remove-Item -Path (Join-Path 'Cert:\CurrentUser\My' $own.Thumbprint) -DeleteKey
            $own.Dispose()
        }
    }

    It 'the scheduled rotation is registered with a PowerShell that starts' {
        Skip-Unless ([bool] $env:CI) 'it would add an account and a scheduled task to this computer'
        $name = 'qliksnowflake'
        $password = ConvertTo-TestSecret ([guid]::NewGuid().ToString() + 'aA1!')
        $null = New-LocalUser -Name $name -Password $password
        $task = 'QlikSnowflake test'
        try {
            $register = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'examples/Register-ApiKeyRotation.ps1'
            $credential = New-Object -TypeName pscredential -ArgumentList "$env:COMPUTERNAME\$name", $password
            $null = & $register -Tenant mytenant.eu.qlikcloud.com -SecretName qlik -EveryHours 6 -Credential $credential -TaskName $task -SkipStart -WarningAction SilentlyContinue
            $registered = Get-ScheduledTask -TaskName $task
            $registered.Triggers | Should -HaveCount 4
            $action = @($registered.Actions)[0]
            $action.Arguments | Should -Match '-File "[^"]+Update-StoredApiKey\.ps1" -Tenant mytenant\.eu\.qlikcloud\.com -SecretName qlik '
            $action.Arguments | Should -Match ' -LogPath qlik-apikey\.log$'
            $before = @(($action.Arguments -replace '-NoProfile .*').Trim().Trim('"') -split '"? "' | Where-Object { $_ })
            & $action.Execute @before -NoProfile -NonInteractive -Command '$PSHOME' | Should -Be $PSHOME
            (& $register -Show -TaskName $task).Command | Should -Match 'Update-StoredApiKey'
            & $register -Remove -TaskName $task
            Get-ScheduledTask -TaskName $task -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }
        finally {
            Unregister-ScheduledTask -TaskName $task -Confirm:$false -ErrorAction SilentlyContinue
            Remove-LocalUser -Name $name
        }
    }
}
