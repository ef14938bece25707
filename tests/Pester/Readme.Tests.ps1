<#
What the README prints runs as printed, in order, in one PowerShell, but for the sample names.
#>

BeforeDiscovery {
    # The right-hand block of each pair, and what no script does, a statement at a time.
    $text = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'README.md')) -replace "`r"
    $blocks = @([regex]::Matches($text, '(?s)(?:</td><td>|## What no script does)\s*```powershell\n(?<code>.*?)\n```').ForEach({ $_.Groups['code'].Value }))
    $statements = @(foreach ($block in $blocks) {
            $problems = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($block, [ref] $null, [ref] $problems)
                if ($problems) { throw "A block of the README does not parse: $problems" }
            foreach ($statement in $ast.EndBlock.Statements) { @{ Code = $statement.Extent.Text } }
        })
    if ($blocks.Count -ne 4) { throw "The README has $($blocks.Count) blocks to run in place of 4." }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')

    $emulatorOfSuite = $env:QLIKSNOWFLAKE_TEST_EMULATOR
    $running = Open-Emulator -Path $env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $running.StateDirectory
    $emulator = Get-Emulator
    $folder = (New-Item -Path (Join-Path $TestDrive 'readme') -ItemType Directory).FullName
    Copy-Item -LiteralPath $emulator.qrs.clientPfx -Destination (Join-Path $folder 'client.pfx')
    foreach ($root in 'root.pem', 'root2.pem') { Copy-Item -LiteralPath $emulator.qrs.rootCertificate -Destination (Join-Path $folder $root) }
    Copy-Item -LiteralPath $emulator.qrs.clientCertificate -Destination (Join-Path $folder 'client2.pem')
    Copy-Item -LiteralPath $emulator.qrs.clientKey -Destination (Join-Path $folder 'client2_key.pem')
    Copy-Item -LiteralPath $emulator.snowflake.adminPrivateKey -Destination (Join-Path $folder 'admin_key.p8')
    Write-ArticleConnection -Path (Join-Path $folder 'connection.json') -Name 'Snowflake of the article'

    $sampleNames = [ordered]@{
        'qlikserver1.domain.local'  = 'localhost'
        'qlikserver2.domain.local'  = 'localhost'
        'mytenant.eu.qlikcloud.com' = ([uri] $emulator.qlikCloud.url).Authority
    }
    $prepare = {
        param($ModulePath, $Emulator, $Folder, $Answers, $Secrets)
        $ErrorActionPreference = 'Stop'
        Set-Location -LiteralPath $Folder
        Import-Module -Name $ModulePath
        $global:TestAnswers = $Answers
        $global:TestSecrets = $Secrets
        function global:Read-Host { param([string] $Prompt, [switch] $AsSecureString) if (-not $AsSecureString) { throw 'In plain text.' }; $TestAnswers.Dequeue() }
        function global:Get-Secret { param([string] $Name) $TestSecrets[$Name] }
        function global:Set-Secret { param([string] $Name, [securestring] $SecureStringSecret) $TestSecrets[$Name] = $SecureStringSecret }
        $global:PSDefaultParameterValues = @{
            'Connect-Qrs:Port'                         = ([uri] $Emulator.qrs.url).Port
            'Connect-QlikCloud:RootCertificatePath'    = $Emulator.qlikCloud.rootCertificate
            'Connect-Snowflake:RootCertificatePath'    = $Emulator.snowflake.rootCertificate
            'Connect-Snowflake:HostName'               = ([uri] $Emulator.snowflake.url).Authority
            'Test-SnowflakeConnection:RootCertificatePath' = $Emulator.snowflake.rootCertificate
            'Test-SnowflakeConnection:HostName'        = ([uri] $Emulator.snowflake.url).Authority
        }
        $ErrorActionPreference = 'Continue'
    }

    # What is asked for, in the order of the blocks.
    $answers = New-Object 'System.Collections.Generic.Queue[object]'
    $answers.Enqueue((ConvertTo-TestSecret 'a passphrase for the README'))
    $answers.Enqueue((ConvertTo-TestSecret $emulator.qrs.clientPfxPassword))
    $secrets = @{ 'qlik' = ConvertTo-TestSecret $emulator.qlikCloud.apiKey }

    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
    $runspace.Open()

    # Everything runs in one runspace, one statement after the other, as at a prompt.
    function Invoke-AtPrompt {
        param([string] $Code, [object[]] $Argument = @())

        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $null = $shell.AddScript($Code)
            foreach ($one in $Argument) { $null = $shell.AddArgument($one) }
            $runspace.SessionStateProxy.GetVariable('Error').Clear()
            $said = @($shell.Invoke())
            $problems = @($runspace.SessionStateProxy.GetVariable('Error') | ForEach-Object { "$_" })
            [pscustomobject]@{ Output = $said; Problems = $problems; Warnings = @($shell.Streams.Warning | ForEach-Object { "$_" }) }
        }
        catch {
            [pscustomobject]@{ Output = @(); Problems = @($_.Exception.InnerException.Message); Warnings = @() }
        }
        finally {
            $shell.Dispose()
        }
    }

    $prepared = Invoke-AtPrompt ". { $prepare } @args" $env:QLIKSNOWFLAKE_TEST_MODULE, $emulator, $folder, $answers, $secrets
    if ($prepared.Problems) { throw "Preparation failed: $($prepared.Problems)" }
}

AfterAll {
    if ($runspace) { $runspace.Dispose() }
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $emulatorOfSuite
    if ($running) { Close-Emulator -Emulator $running }
}

Describe 'README' {
    It 'runs: <Code>' -ForEach $statements {
        if ($Code -match 'Register-ApiKeyRotation') {
            Set-ItResult -Skipped -Because 'it would set up a task of whoever runs the tests'
            return
        }

        $runnable = $Code
        foreach ($sample in $sampleNames.Keys) { $runnable = $runnable.Replace($sample, $sampleNames[$sample]) }

        $result = Invoke-AtPrompt $runnable

        $result.Problems | Should -BeNullOrEmpty
        # What is printed for an administrator, the administrator runs.
        foreach ($statement in @($result.Output | Where-Object { $_ -is [string] -and $_ -like 'ALTER USER*' })) {
            $asAdministrator = 'Connect-Snowflake myorg-myaccount ADMIN admin_key.p8 -Name administrator; Invoke-SnowflakeSql -Session administrator -Statement $args[0]; Disconnect-Snowflake administrator'
            (Invoke-AtPrompt $asAdministrator $statement).Problems | Should -BeNullOrEmpty
        }
    }
}
