# What hands type that is not quite what a parameter wants: taken where its meaning is plain, else refused with the way to do it.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    Disconnect-All
    $qrs = Get-Login Qrs
    $cloud = Get-Login QlikCloud
    $snowflake = Get-Login SnowflakeAdmin
    Connect-Qrs @qrs
    Connect-QlikCloud @cloud
    Connect-Snowflake @snowflake
    $stem = 'words ' + [guid]::NewGuid().ToString('N').Substring(0, 8)
    $key = (Get-Emulator).snowflake.privateKey

    # A host that answers what it is asked, and keeps what it is told.
    $source = @'
using System; using System.Collections.Generic; using System.Collections.ObjectModel; using System.Globalization;
using System.Management.Automation; using System.Management.Automation.Host; using System.Security;
public sealed class AnsweringHost : PSHost {
    private readonly AnsweringUI _ui; public AnsweringHost(string[] answers) { _ui = new AnsweringUI(answers); }
    public override PSHostUserInterface UI { get { return _ui; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name { get { return "answering"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override void EnterNestedPrompt() { } public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { } public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}
public sealed class AnsweringUI : PSHostUserInterface {
    private readonly Queue<string> _answers; public AnsweringUI(string[] answers) { _answers = new Queue<string>(answers); }
    public override PSHostRawUserInterface RawUI { get { return null; } }
    public override string ReadLine() { return _answers.Dequeue(); }
    public override SecureString ReadLineAsSecureString() { var s = new SecureString(); foreach (var c in _answers.Dequeue()) s.AppendChar(c); return s; }
    public override void Write(string value) { } public override void Write(ConsoleColor f, ConsoleColor b, string value) { }
    public readonly List<string> Lines = new List<string>(); public override void WriteLine(string value) { Lines.Add(value); } public override void WriteErrorLine(string value) { } public override void WriteDebugLine(string message) { }
    public override void WriteProgress(long sourceId, ProgressRecord record) { } public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { }
    public override Dictionary<string, PSObject> Prompt(string c, string m, Collection<FieldDescription> d) { throw new NotSupportedException(); }
    public override PSCredential PromptForCredential(string c, string m, string u, string t) { throw new NotSupportedException(); }
    public override PSCredential PromptForCredential(string c, string m, string u, string t, PSCredentialTypes a, PSCredentialUIOptions o) { throw new NotSupportedException(); }
    public override int PromptForChoice(string c, string m, Collection<ChoiceDescription> choices, int d) { throw new NotSupportedException(); }
}
'@
    if (-not ('AnsweringHost' -as [type])) { Add-Type -TypeDefinition $source }

    function Invoke-Hosted {
        param([string] $Script, [object[]] $ArgumentList = @(), [string[]] $Answers = @())
        $answering = [AnsweringHost]::new($Answers)
        $runspace = [runspacefactory]::CreateRunspace($answering)
        $runspace.Open()
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', $env:QLIKSNOWFLAKE_TEST_MODULE).AddStatement().AddScript($Script)
            foreach ($argument in $ArgumentList) { $null = $shell.AddArgument($argument) }
            $made = $shell.Invoke()
            [pscustomobject]@{ Made = $made; Errors = @($shell.Streams.Error); Lines = @($answering.UI.Lines) }
        }
        finally { $shell.Dispose(); $runspace.Dispose() }
    }

    function Invoke-Answered {
        param([string[]] $Answers, [string] $Path)
        Invoke-Hosted -Script 'New-SnowflakeKeyPair -Path $args[0]' -ArgumentList $Path -Answers $Answers
    }
}

AfterAll {
    Get-QrsDataConnection "$stem*" | Remove-QrsDataConnection -Confirm:$false
    Disconnect-All
}

Describe 'Aliases' {
    It 'takes -<_> for the statement' -ForEach 'Query', 'Sql' {
        $given = @{ $_ = 'SELECT 1 AS A' }
        (Invoke-SnowflakeSql @given).A | Should -Be 1
        (Get-Command Export-SnowflakeQuery).Parameters['Statement'].Aliases | Should -Contain $_
    }

    It 'takes -<_> for a file of SQL' -ForEach 'File', 'InputFile' {
        Set-Content -LiteralPath (Join-Path $TestDrive 'one.sql') -Value 'SELECT 2 AS B'
        $given = @{ $_ = Join-Path $TestDrive 'one.sql' }
        (Invoke-SnowflakeSql @given).B | Should -Be 2
    }
}

Describe 'A secret' {
    It 'that is a SecureString takes neither text nor a credential in any cmdlet' {
        $lacking = foreach ($command in Get-Command -Module QlikSnowflake -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                $kinds = $parameter.Attributes | ForEach-Object { $_.GetType().Name }
                $says = 'SecretArgumentAttribute', 'PrivateKeyArgumentAttribute', 'JwtArgumentAttribute' | Where-Object { $_ -in $kinds }
                if ($parameter.ParameterType -eq [securestring] -and -not $says) { "$($command.Name) -$($parameter.Name)" }
            }
        }
        $lacking | Should -BeNullOrEmpty
    }

    It 'tells of text and of a credential how it is to be given, and repeats neither' {
        $failure = Get-Failure { New-SnowflakeJwt a-b me $key -Passphrase 'TypedInPlain' }
        Assert-Failure $failure -Id ParameterArgumentTransformationError -Message 'Read-Host -AsSecureString' -Unsent
        "$($failure.Record)" | Should -Not -Match 'TypedInPlain'
        $credential = New-Object System.Management.Automation.PSCredential 'me', (ConvertTo-TestSecret 'phrase')
        Assert-Failure (Get-Failure { Connect-QlikCloud tenant.example -ApiKey $credential }) -Id ParameterArgumentTransformationError -Message '\.Password' -Unsent
    }
}

Describe 'The passphrase of a new key' {
    It 'is asked for twice where none is given' {
        $path = Join-Path $TestDrive 'asked.p8'
        (Invoke-Answered -Answers 'a phrase', 'a phrase' -Path $path).Errors | Should -BeNullOrEmpty
        (Get-SnowflakePublicKey $path -Passphrase (ConvertTo-TestSecret 'a phrase')).Fingerprint | Should -Match '^SHA256:'
    }

    It 'is asked for again where the two differ' {
        $path = Join-Path $TestDrive 'again.p8'
        (Invoke-Answered -Answers 'a phrase', 'a prhase', 'a phrase', 'a phrase' -Path $path).Made | Should -HaveCount 1
        (Get-SnowflakePublicKey $path -Passphrase (ConvertTo-TestSecret 'a phrase')).Fingerprint | Should -Match '^SHA256:'
    }

    It 'makes no key where it never is the same' {
        $path = Join-Path $TestDrive 'never.p8'
        $run = Invoke-Answered -Answers 'a', 'b', 'c', 'd', '', '' -Path $path
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^PassphraseMissing,'
        Test-Path -LiteralPath $path | Should -BeFalse
    }
}

Describe 'Contradictions and slips' {
    It 'takes DIRECTORY\id for -UserId' {
        $failure = Get-Failure { Connect-Qrs @qrs -UserId 'INTERNAL\nobody' -Name other }
        Assert-Failure $failure -Id QrsForbidden -Message 'INTERNAL\\nobody'
        "$($failure.Record)" | Should -Not -Match 'internal\\\\INTERNAL'
        Assert-Failure (Get-Failure { Connect-Qrs @qrs -UserId 'INTERNAL\nobody' -UserDirectory OTHER -Name other }) -Id ParametersConflict -Unsent
    }

    It 'takes custom properties as its view prints them' {
        $null = New-QrsDataConnection "$stem folder" -Type folder -ConnectionString C:\Data
        $property = 'words' + [guid]::NewGuid().ToString('N').Substring(0, 8)
        $null = Invoke-QrsRequest custompropertydefinition -Method POST -Body @{ name = $property; valueType = 'Text'; objectTypes = @('DataConnection'); choiceValues = @('red', 'green') }
        $text = "$property=red"
        (Set-QrsDataConnection "$stem folder" -CustomProperty $text -PassThru).CustomProperties | Should -Be $text
        Assert-Failure (Get-Failure { Set-QrsDataConnection "$stem folder" -CustomProperty 'nothing' }) -Id ParameterArgumentTransformationError -Message 'name=value' -Unsent
    }

    It 'tells that an empty credential clears nothing' {
        $failure = Get-Failure { Set-QrsDataConnection "$stem folder" -Credential ([pscredential]::Empty) }
        Assert-Failure $failure -Id NothingToChange -Advice '-ClearCredential'
    }

    It 'refuses a filter in PowerShell''s language: <_>' -ForEach 'Name -eq "x"', '$_.Name -like "x*"', '(name eq ''x'') -and (type eq ''y'')', 'name == ''x''' {
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Filter $_ }) -Id FilterInvalid -Advice "name eq 'x'" -Unsent
    }

    It 'takes a filter whose value looks like PowerShell' {
        Get-QrsDataConnection -Filter "name eq 'x -eq y'" | Should -BeNullOrEmpty
    }

    It 'tells a misspelt key of a connection to Snowflake, and writes it' {
        $made = New-QrsDataConnection "$stem sf" -Account a-b -User u -PrivateKeyPath $key -ConnectionProperty @{ warehuose = 'X' } -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "'warehuose' \('warehouse'\?\)"
        $made.ConnectionString | Should -Match 'warehuose=X'
        $made | Set-QrsDataConnection -ConnectionProperty @{ databse = 'Y' } -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "'database'\?"
        $made | Set-QrsDataConnection -ConnectionProperty @{ QueryTimeout = '60' } -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        New-QlikCloudDataConnection "$stem cloud" -DataSource snowflake -ConnectionProperty @{ server = 'a.example'; rol = 'X' } -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "'role'\?"
    }

    It 'names the new tag in -WhatIf' {
        $script = 'param($login, $name, $tag) Connect-Qrs @login; Set-QrsDataConnection $name -AddTag $tag -CreateTag -WhatIf; New-QrsDataConnection "$name 2" -Type folder -ConnectionString C:\Data -Tag $tag -CreateTag -WhatIf'
        $lines = (Invoke-Hosted -Script $script -ArgumentList $qrs, "$stem folder", "$stem tag").Lines
        $lines | Should -HaveCount 2
        foreach ($line in $lines) { $line | Should -Match "makes the tag $stem tag" }
        Get-QrsTag | Where-Object Name -EQ "$stem tag" | Should -BeNullOrEmpty
    }

    It 'says in words what Grant- and Revoke- would do' {
        $script = 'param($login) Connect-QlikCloud @login; Grant-QlikCloudApiKeyPermission -Group Analysts -WhatIf; Grant-QlikCloudApiKeyPermission -Everyone -WhatIf; Set-QlikCloudApiKeyPolicy -MaximumKeysPerUser 7 -WhatIf'
        $lines = (Invoke-Hosted -Script $script -ArgumentList $cloud).Lines
        $lines.Count | Should -BeGreaterThan 1
        "$lines" | Should -Match 'role'
        "$lines" | Should -Not -Match '[{}\[]|/assigned|PATCH'
    }
}

Describe 'Statements that the SQL API takes among others only' {
    It '<Sql> points to <Advice>' -ForEach @(
        @{ Sql = 'USE ROLE PUBLIC'; Advice = '-Role' }
        @{ Sql = 'use warehouse COMPUTE_WH'; Advice = '-Warehouse' }
        @{ Sql = 'USE DATABASE SALES'; Advice = '-Database' }
        @{ Sql = 'USE SCHEMA SALES.PUBLIC'; Advice = '-Schema' }
        @{ Sql = "ALTER SESSION SET TIMEZONE = 'UTC'"; Advice = '-TimeZone' }
        @{ Sql = 'ALTER SESSION SET AUTOCOMMIT = FALSE'; Advice = '-StatementCount' }
        @{ Sql = 'SET x = 1'; Advice = '-StatementCount' }
        @{ Sql = "-- first`nBEGIN"; Advice = '-StatementCount' }
    ) {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql $Sql }) -Id SqlNeedsSession -Category InvalidArgument -Advice $Advice
    }

    It 'are taken in one text' {
        (Invoke-SnowflakeSql 'SET x = 41; SELECT $x + 1 AS A' -StatementCount 2)[-1].Rows.A | Should -Be 42
    }
}

Describe 'What Snowflake refuses' {
    AfterEach { Clear-EmulatorFault }

    It 'a <Status> with code <Code> is <Id>' -ForEach @(
        @{ Status = 401; Code = '390189'; Id = 'RoleNotGranted'; Advice = 'SHOW GRANTS' }
        @{ Status = 403; Code = '390189'; Id = 'RoleNotGranted'; Advice = 'SHOW GRANTS' }
        @{ Status = 401; Code = '390422'; Id = 'SnowflakeForbidden'; Advice = 'network policy' }
        @{ Status = 403; Code = '390422'; Id = 'SnowflakeForbidden'; Advice = 'network policy' }
        @{ Status = 400; Code = '390142'; Id = 'SnowflakeRequestFailed'; Advice = 'Snowflake''s own' }
        @{ Status = 400; Code = '391902'; Id = 'SnowflakeRequestFailed'; Advice = 'Snowflake''s own' }
    ) {
        Add-EmulatorFault @{ service = 'snowflake'; kind = 'status'; status = $Status; times = -1; body = "{`"code`":`"$Code`",`"message`":`"No.`"}" }
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' }) -Id $Id -Advice $Advice
    }

    It 'at Connect- a 404 is the account''s' {
        Add-EmulatorFault @{ service = 'snowflake'; kind = 'status'; status = 404; times = -1 }
        Assert-Failure (Get-Failure { Connect-Snowflake @snowflake -Name other }) -Id AccountNotFound -Category ObjectNotFound -Advice '-Account'
    }

    It 'at Connect- a lost connection is no unknown outcome' {
        Add-EmulatorFault @{ service = 'snowflake'; kind = 'dropBefore'; times = -1 }
        $failure = Get-Failure { Connect-Snowflake @snowflake -Name other }
        $failure.Record.FullyQualifiedErrorId | Should -Match '^ConnectionLost,'
        "$($failure.Record)" | Should -Not -Match 'Whether the statement ran'
    }

    It 'shows the place of an error below the line' {
        $failure = Get-Failure { Invoke-SnowflakeSql "SELECT 1 AS A`nFORM X WHERE 'a secret' = 'x'" }
        $exception = $failure.Record.Exception
        $exception.Line | Should -BeGreaterThan 0
        $failure.Record.ErrorDetails.Message | Should -Match '(?m)^ *~+'
        $failure.Record.ErrorDetails.Message | Should -Not -Match 'a secret'
    }
}

Describe 'Connect-Snowflake with nothing given' {
    BeforeAll {
        $variables = 'SNOWFLAKE_HOME', 'SNOWFLAKE_ACCOUNT', 'SNOWFLAKE_USER', 'SNOWFLAKE_PRIVATE_KEY_PATH', 'SNOWFLAKE_HOST', 'SNOWFLAKE_DEFAULT_CONNECTION_NAME'
        $before = @{}
        foreach ($name in $variables) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        $more = @{ RootCertificatePath = $snowflake.RootCertificatePath; HostName = $snowflake.HostName; Name = 'by default' }
        foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $null) }
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'snowflake')
        $env:SNOWFLAKE_HOME = $folder.FullName
    }

    AfterAll { foreach ($name in $variables) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }

    It 'says what would say whom to connect as' {
        Assert-Failure (Get-Failure { Connect-Snowflake @more }) -Id ConnectionNotFound -Advice 'SNOWFLAKE_ACCOUNT' -Unsent
        Assert-Failure (Get-Failure { Connect-Snowflake -FromEnvironment @more }) -Id AccountMissing -Advice 'SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER' -Unsent
    }

    It 'takes the environment' {
        $env:SNOWFLAKE_ACCOUNT = $snowflake.Account
        $env:SNOWFLAKE_USER = $snowflake.User
        $env:SNOWFLAKE_PRIVATE_KEY_PATH = $snowflake.PrivateKeyPath
        try { (Connect-Snowflake @more -PassThru).User | Should -Be $snowflake.User }
        finally { $env:SNOWFLAKE_ACCOUNT = $env:SNOWFLAKE_USER = $env:SNOWFLAKE_PRIVATE_KEY_PATH = $null }
    }

    It 'takes the default connection first' {
        $file = Join-Path $folder.FullName 'connections.toml'
        $text = "[default]`naccount = '$($snowflake.Account)'`nuser = '$($snowflake.User)'`nprivate_key_file = '$($snowflake.PrivateKeyPath)'`n"
        [System.IO.File]::WriteAllText($file, $text)
        if (-not $IsWindows -and $PSVersionTable.PSEdition -eq 'Core') { chmod 600 $file }
        $env:SNOWFLAKE_ACCOUNT = 'other-account'
        try { (Connect-Snowflake @more -PassThru).Account | Should -Be $snowflake.Account }
        finally { $env:SNOWFLAKE_ACCOUNT = $null }
    }

    It 'still says what is missing of what was begun' {
        Assert-Failure (Get-Failure { Connect-Snowflake a-b me @more }) -Id CredentialMissing -Advice '-PrivateKeyPath' -Unsent
    }
}
