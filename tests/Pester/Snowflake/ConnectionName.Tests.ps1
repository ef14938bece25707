[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
param()

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')

    $login = Get-Login Snowflake
    $root = @{ RootCertificatePath = $login.RootCertificatePath }
    $snowflakeHome = Join-Path $TestDrive 'snowflake'
    $null = New-Item -ItemType Directory -Path $snowflakeHome
    $saved = @{}
    foreach ($name in @(Get-ChildItem Env: | Where-Object Name -Match '^(SNOWFLAKE|SNOWSQL)_|^PRIVATE_KEY_PASSPHRASE$' | ForEach-Object Name)) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        Remove-Item -Path "Env:$name"
    }

    $env:SNOWFLAKE_HOME = $snowflakeHome
    $isUnix = [System.IO.Path]::DirectorySeparatorChar -eq '/'

    function Write-Connection {
        param([string] $Text, [string] $Mode = '600')
        $file = Join-Path $snowflakeHome 'connections.toml'
        Set-Content -LiteralPath $file -Value $Text -Encoding Ascii
        if ($isUnix) { chmod $Mode $file }
    }

    function Write-UsualConnection {
        $key = (Get-Content -LiteralPath $login.PrivateKeyPath -Raw).Trim() -replace "`r?`n", '\n'
        Write-Connection @"
[dev]
account = '$($login.Account)'
user = '$($login.User)'
host = '$($login.HostName)'
authenticator = 'SNOWFLAKE_JWT'
private_key_file = '$($login.PrivateKeyPath)'
warehouse = 'QLIK_WH'

["it's inline"]
account = '$($login.Account)'
user = '$($login.User)'
host = '$($login.HostName)'
private_key_raw = "$key"

[browser]
account = 'a-b'
authenticator = 'externalbrowser'

[empty]
account = 'a-b'
user = 'u'
"@
    }
}

AfterAll {
    Disconnect-All
    Get-ChildItem Env: | Where-Object Name -Match '^(SNOWFLAKE|SNOWSQL)_' | ForEach-Object { Remove-Item -Path "Env:$($_.Name)" }
    foreach ($name in $saved.Keys) { Set-Item -Path "Env:$name" -Value $saved[$name] }
}

Describe 'Connect-Snowflake -ConnectionName' {
    BeforeEach {
        Disconnect-All
        Write-UsualConnection
    }

    It 'connects as the file says, under the connection''s name' {
        Connect-Snowflake -ConnectionName dev @root
        $session = Get-SnowflakeSession
        $session.Name, $session.User, $session.Warehouse, $session.Authentication | Should -BeExactly 'dev', 'SVC_QLIK', 'QLIK_WH', 'KeyPair'
    }

    It 'takes a key that stands in the file in one line' {
        (Connect-Snowflake -ConnectionName "it's inline" @root -PassThru).User | Should -BeExactly 'SVC_QLIK'
    }

    It 'puts what is typed first' {
        (Connect-Snowflake -ConnectionName dev -Warehouse COMPUTE_WH -Name mine @root -PassThru).Warehouse | Should -BeExactly 'COMPUTE_WH'
        $failure = Get-Failure { Connect-Snowflake -ConnectionName dev -User NOBODY @root }
        Assert-Failure $failure -Id SnowflakeLoginFailed -Category AuthenticationError -Advice 'Test-SnowflakeConnection'
    }

    It 'takes a relative key file from PowerShell''s location' {
        Copy-Item -LiteralPath $login.PrivateKeyPath -Destination (Join-Path $TestDrive 'relative.p8')
        Write-Connection "[dev]`naccount='$($login.Account)'`nuser='$($login.User)'`nhost='$($login.HostName)'`nprivate_key_path='relative.p8'"
        Push-Location $TestDrive
        try { (Connect-Snowflake -ConnectionName dev @root -PassThru).User | Should -BeExactly 'SVC_QLIK' }
        finally { Pop-Location }
    }

    It 'completes names on Tab' {
        $complete = { param($Line) ([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)).CompletionMatches.CompletionText }
        & $complete 'Connect-Snowflake -ConnectionName ' | Should -BeExactly 'browser', 'dev', 'empty', "'it''s inline'"
        & $complete 'Connect-Snowflake -ConnectionName D' | Should -BeExactly 'dev'
        & $complete "Test-SnowflakeConnection -ConnectionName 'it" | Should -BeExactly "'it''s inline'"
    }

    It 'refuses before any request: <Id>' -ForEach @(
        @{ Id = 'ConnectionNotFound'; Name = 'none'; Category = 'ObjectNotFound'; Advice = 'dev' }
        @{ Id = 'AuthenticatorNotSupported'; Name = 'browser'; Category = 'InvalidArgument'; Advice = 'SNOWFLAKE_JWT' }
        @{ Id = 'CredentialMissing'; Name = 'empty'; Category = 'InvalidArgument'; Advice = 'private_key_file' }
    ) {
        $failure = Get-Failure { Connect-Snowflake -ConnectionName $Name @root }
        Assert-Failure $failure -Id $Id -Category $Category -Advice $Advice -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'names the line of a damaged file, and not its text' {
        Write-Connection "[dev]`ntoken = `"s3cret"
        $failure = Get-Failure { Connect-Snowflake -ConnectionName dev @root }
        Assert-Failure $failure -Id ConnectionFileInvalid -Category InvalidData -Message 'line 2' -Unsent
        "$($failure.Record.Exception)" | Should -Not -Match 's3cret'
    }

    It 'refuses a file that others can change, and warns of one they can read' {
        Skip-Unless $isUnix 'Windows has access control lists, which a test of its own changes'
        chmod 666 (Join-Path $snowflakeHome 'connections.toml')
        Assert-Failure (Get-Failure { Connect-Snowflake -ConnectionName dev @root }) -Id ConnectionFileUnsafe -Category SecurityError -Advice 'chmod 600' -Unsent
        chmod 644 (Join-Path $snowflakeHome 'connections.toml')
        $warnings = @(Connect-Snowflake -ConnectionName dev @root 3>&1)
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match 'chmod 600'
    }
}

Describe 'Connect-Snowflake -FromEnvironment' {
    BeforeEach { Disconnect-All }
    AfterEach { Get-ChildItem Env: | Where-Object Name -Match '^SNOWFLAKE_(?!HOME)' | ForEach-Object { Remove-Item -Path "Env:$($_.Name)" } }

    It 'connects by the general variables' {
        $env:SNOWFLAKE_ACCOUNT = $login.Account
        $env:SNOWFLAKE_USER = $login.User
        $env:SNOWFLAKE_HOST = $login.HostName
        $env:SNOWFLAKE_PRIVATE_KEY_RAW = Get-Content -LiteralPath $login.PrivateKeyPath -Raw
        (Connect-Snowflake -FromEnvironment @root -PassThru).User | Should -BeExactly 'SVC_QLIK'
    }

    It 'says what is missing' {
        Assert-Failure (Get-Failure { Connect-Snowflake -FromEnvironment @root }) -Id AccountMissing -Category InvalidArgument -Advice '-Account' -Message 'environment' -Unsent
        $env:SNOWFLAKE_ACCOUNT = 'a-b'
        Assert-Failure (Get-Failure { Connect-Snowflake -FromEnvironment @root }) -Id CredentialMissing -Unsent
    }
}

Describe 'Connect-Snowflake by other credentials' {
    BeforeEach { Disconnect-All }

    It 'takes the key''s text as <Name>' -ForEach @(
        @{ Name = 'SecureString'; Make = { ConvertTo-TestSecret (Get-Content -LiteralPath $login.PrivateKeyPath -Raw) } }
        @{ Name = 'text'; Make = { Get-Content -LiteralPath $login.PrivateKeyPath -Raw } }
        @{ Name = 'byte[] of UTF-16'; Make = { , ([byte[]] @(0xFF, 0xFE) + [System.Text.Encoding]::Unicode.GetBytes((Get-Content -LiteralPath $login.PrivateKeyPath -Raw))) } }
        @{ Name = 'byte[]'; Make = { , [System.IO.File]::ReadAllBytes($login.PrivateKeyPath) } }
    ) {
        $key = & $Make
        $to = @{ Account = $login.Account; User = $login.User; HostName = $login.HostName }
        (Connect-Snowflake @to -PrivateKey $key @root -PassThru).Authentication | Should -BeExactly 'KeyPair'
        (New-SnowflakeJwt -Account a-b -User u -PrivateKey $key).Fingerprint | Should -BeExactly (Get-SnowflakePublicKey $login.PrivateKeyPath).Fingerprint
        (, $key | New-SnowflakeJwt -Account a-b -User u).Subject | Should -BeExactly 'A-B.U'
    }

    It 'connects by a token of the type <Type>, typed, in the environment and in a file' -ForEach @(
        @{ Type = 'PROGRAMMATIC_ACCESS_TOKEN'; OAuth = $false; Kind = 'ProgrammaticAccessToken' }, @{ Type = 'OAUTH'; OAuth = $true; Kind = 'OAuth' }
    ) {
        $token = (Invoke-EmulatorControl -Method Post -Path 'seed' -Body @{ service = 'snowflake'; user = $login.User; tokenType = $Type }).token
        $typed = Connect-Snowflake $login.Account -Token (ConvertTo-TestSecret $token) -OAuth:$OAuth -HostName $login.HostName @root -PassThru
        $typed.Authentication, $typed.User | Should -BeExactly $Kind, $login.User
        (Invoke-SnowflakeSql 'SELECT CURRENT_USER() AS U' -Session $typed).U | Should -BeExactly $login.User

        $file = Join-Path $TestDrive "$Type.token"
        Set-Content -LiteralPath $file -Value $token -Encoding Ascii
        Write-Connection "[byfile]`naccount = '$($login.Account)'`nhost = '$($login.HostName)'`nauthenticator = '$($Type.ToLowerInvariant())'`ntoken_file_path = '$file'"
        (Connect-Snowflake -ConnectionName byfile @root -PassThru).Authentication | Should -BeExactly $Kind

        $variables = @{ SNOWFLAKE_ACCOUNT = $login.Account; SNOWFLAKE_HOST = $login.HostName; SNOWFLAKE_TOKEN = $token; SNOWFLAKE_AUTHENTICATOR = $Type }
        try {
            foreach ($name in $variables.Keys) { Set-Item -Path "Env:$name" -Value $variables[$name] }
            (Connect-Snowflake -FromEnvironment @root -PassThru).Authentication | Should -BeExactly $Kind
            (Test-SnowflakeConnection -FromEnvironment @root | Where-Object Name -EQ 'Login').Status | Should -Be 'Passed'
        }
        finally { foreach ($name in $variables.Keys) { Remove-Item -Path "Env:$name" } }
    }

    It 'says of a token that it is refused, without showing it' -ForEach @(@{ OAuth = $false }, @{ OAuth = $true }) {
        $failure = Get-Failure { Connect-Snowflake $login.Account -Token (ConvertTo-TestSecret 's3cret.token') -OAuth:$OAuth -HostName $login.HostName @root }
        Assert-Failure $failure -Id SnowflakeLoginFailed -Category AuthenticationError -Advice 'expired|revoked'
        "$($failure.Record | Format-List * -Force | Out-String)" | Should -Not -Match 's3cret'
    }

    It 'refuses a token with a line break' {
        Assert-Failure (Get-Failure { Connect-Snowflake a-b -Token (ConvertTo-TestSecret "a`r`nX: y") }) -Id TokenInvalid -Unsent
    }

    It 'takes one way to log in: <Name>' -ForEach @(
        @{ Name = 'a name and a token'; With = @{ ConnectionName = 'x'; Token = (New-Object securestring) } }
        @{ Name = 'a name and the environment'; With = @{ ConnectionName = 'x'; FromEnvironment = $true } }
        @{ Name = 'a key''s path and its text'; With = @{ Account = 'a'; User = 'b'; PrivateKeyPath = 'x'; PrivateKey = 'y' } }
    ) {
        Assert-Failure (Get-Failure { Connect-Snowflake @With }) -Id AmbiguousParameterSet -Unsent
    }
}
