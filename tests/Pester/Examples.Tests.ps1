<#
Each example of the help runs, against an emulator, as it is printed but for the sample names.
#>

[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'It is global in the runspace of one example only, for the stand-ins.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Support/HelpPage.ps1')
    $examples = @(foreach ($page in Get-HelpPage -Root (Split-Path -Path (Split-Path -Path $PSScriptRoot))) {
            foreach ($example in $page.Examples) { @{ Cmdlet = $page.Name; Title = $example.Title; Code = $example.Code } }
        })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')

    # What these commands would ask a person or a vault for; the examples run with stand-ins of these names.
    $standIns = @{
        'Read-Host'      = {
            param([string] $Prompt, [switch] $AsSecureString)
            if (-not $AsSecureString) { throw 'An example asks for a secret in plain text.' }
            if (-not $TestSecrets[$Prompt]) { throw "There is no answer to '$Prompt'." }
            $TestSecrets[$Prompt]
        }
        'Get-Secret'     = {
            param([string] $Name)
            if (-not $TestSecrets[$Name]) { throw "There is no secret '$Name'." }
            $TestSecrets[$Name]
        }
        'Set-Secret'     = {
            param([string] $Name, [securestring] $SecureStringSecret)
            if (-not $TestSecrets[$Name] -or -not $SecureStringSecret.Length) { throw 'There is nothing to store.' }
            $TestSecrets[$Name] = $SecureStringSecret
        }
        'Get-Credential' = {
            param([string] $UserName, [string] $Message)
            if (-not $Message) { throw 'An example does not say what the credential is for.' }
            New-Object -TypeName pscredential -ArgumentList $UserName, $TestSecrets['Passphrase']
        }
    }

    # Examples that cannot run here, with the reason.
    $cannotRun = @{
        'Update-QlikCloudApiKey, Example 3' = 'it would need a certificate in the certificate store of whoever runs the tests'
        'Connect-Qrs, Example 3' = 'it would need a client certificate in the Windows certificate store of whoever runs the tests'
        'Connect-Qrs, Example 4' = 'it would need a Windows account that the emulated proxy knows'
    }

    # An emulator of their own: the examples change what the other tests count on.
    $emulatorOfSuite = $env:QLIKSNOWFLAKE_TEST_EMULATOR
    $running = Open-Emulator -Path $env:QLIKSNOWFLAKE_TEST_EMULATOR_PATH
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $running.StateDirectory
    $emulator = Get-Emulator

    # What no cmdlet makes (users, tags, custom properties) is made by plain requests.
    $null = Invoke-QrsRest POST user @{ userDirectory = 'DOMAIN'; userId = 'qvservice'; name = 'qvservice'; roles = @('RootAdmin') }
    $null = Invoke-QrsRest POST tag @{ name = 'Snowflake' }
    $null = Invoke-QrsRest POST custompropertydefinition @{ name = 'Department'; valueType = 'Text'; objectTypes = @('DataConnection'); choiceValues = @('Finance', 'HR') }
    Edit-ApiKeyPolicy -MostKeys 100

    # The folders of the examples.
    foreach ($folder in 'Keys', 'Certificates', 'Export', 'Sql') { $null = New-Item -Path (Join-Path $TestDrive $folder) -ItemType Directory }
    $keys = Join-Path $TestDrive 'Keys'
    $certificates = Join-Path $TestDrive 'Certificates'
    Copy-Item -Path $emulator.snowflake.privateKey -Destination (Join-Path $keys 'rsa_key.p8')
    Copy-Item -Path $emulator.snowflake.adminPrivateKey -Destination (Join-Path $keys 'admin_rsa_key.p8')
    Copy-Item -Path $emulator.qrs.clientPfx -Destination (Join-Path $certificates 'client.pfx')
    Copy-Item -Path $emulator.qrs.clientCertificate -Destination (Join-Path $certificates 'client.pem')
    Copy-Item -Path $emulator.qrs.clientKey -Destination (Join-Path $certificates 'client_key.pem')
    Copy-Item -Path $emulator.qrs.rootCertificate -Destination (Join-Path $certificates 'root.pem')
    Copy-Item -Path $emulator.qlikCloud.rootCertificate -Destination (Join-Path $certificates 'proxy-root.pem')

    $passphrase = 'a passphrase for tests'
    $encrypted = New-SnowflakeKeyPair -Path (Join-Path $keys 'rsa_key_encrypted.p8') -Passphrase (ConvertTo-TestSecret $passphrase)
    $publicKey = (Get-SnowflakePublicKey -PrivateKeyPath (Join-Path $keys 'rsa_key.p8')).PublicKey
    Set-Content -Path (Join-Path $keys 'rsa_key.pub') -Value "-----BEGIN PUBLIC KEY-----`n$publicKey`n-----END PUBLIC KEY-----"
    Set-Content -Path ([System.IO.Path]::Combine($TestDrive, 'Sql', 'report.sql')) -Value 'SELECT COUNT(*) AS ORDERS FROM SALES.ORDERS'
    Write-ArticleConnection -Path ([System.IO.Path]::Combine($TestDrive, 'Export', 'connection.json')) -Name 'Snowflake_no_encrypted (domain_qvservice)'

    # What an example finds: sample names, secrets, and sessions that are open already.
    $sampleNames = [ordered]@{
        'C:'                        = 'Sample:'
        'qlikserver1.domain.local'  = 'localhost'
        'mytenant.eu.qlikcloud.com' = ([uri] $emulator.qlikCloud.url).Authority
        'myorg-myaccount'           = $emulator.snowflake.account
        'SVC_QLIK'                  = $emulator.snowflake.user
        'ADMIN'                     = $emulator.snowflake.adminUser
        'SVC_RELOAD'                = 'SVC_NEW'
        '0a1b2c3d4e5f'              = $emulator.qlikCloud.oAuthClientId
    }
    function ConvertTo-Runnable([string] $Code) {
        foreach ($sample in $sampleNames.Keys) {
            $Code = [regex]::Replace($Code, '(?<!\w)' + [regex]::Escape($sample) + '(?!\w)', $sampleNames[$sample].Replace('$', '$$'))
        }
        $Code
    }

    $secrets = @{
        'Password of client.pfx' = ConvertTo-TestSecret $emulator.qrs.clientPfxPassword
        'API key'                = ConvertTo-TestSecret $emulator.qlikCloud.apiKey
        'QlikCloudClient'        = ConvertTo-TestSecret $emulator.qlikCloud.oAuthClientSecret
        'QlikCloudApiKey'        = ConvertTo-TestSecret $emulator.qlikCloud.apiKey
        'Passphrase'             = ConvertTo-TestSecret $passphrase
        'SnowflakePassphrase'    = ConvertTo-TestSecret $passphrase
        'New passphrase'         = ConvertTo-TestSecret $passphrase
        'SnowflakePrivateKey'    = ConvertTo-TestSecret (Get-Content -Path $emulator.snowflake.privateKey -Raw)
    }
    $prepare = {
        param($ModulePath, $Emulator, $Secrets, $StandIns, $Folder)
        $ErrorActionPreference = 'Stop'
        $null = New-PSDrive -Name Sample -PSProvider FileSystem -Root $Folder -Scope Global
        Set-Location -LiteralPath $Folder
        Import-Module -Name $ModulePath
        # From text: a script block belongs to the runspace that made it.
        foreach ($name in $StandIns.Keys) { Set-Item -Path "function:global:$name" -Value ([scriptblock]::Create($StandIns[$name])) }
        $global:TestSecrets = $Secrets

        $PSDefaultParameterValues = @{
            'Connect-Qrs:Port'                      = ([uri] $Emulator.qrs.url).Port
            'Connect-Qrs:RootCertificatePath'       = $Emulator.qrs.rootCertificate
            'Connect-QlikCloud:RootCertificatePath' = $Emulator.qlikCloud.rootCertificate
            'Connect-Snowflake:RootCertificatePath' = $Emulator.snowflake.rootCertificate
            'Connect-Snowflake:HostName'            = ([uri] $Emulator.snowflake.url).Authority
        }
        foreach ($name in 'test', 'production') {
            Connect-Qrs -Server localhost -CertificatePath $Emulator.qrs.clientPfx -CertificatePassword $Secrets['Password of client.pfx'] -Name $name
        }
        Connect-QlikCloud -Tenant ([uri] $Emulator.qlikCloud.url).Authority -ApiKey $Secrets['API key'] -Name production
        $snowflake = $Emulator.snowflake
        Connect-Snowflake -Account $snowflake.account -User $snowflake.adminUser -PrivateKeyPath $snowflake.adminPrivateKey -Name admin
        Connect-Snowflake -Account $snowflake.account -User $snowflake.user -PrivateKeyPath $snowflake.privateKey -Name production
        $ErrorActionPreference = 'Continue'
    }

    # Runs text as a user would who has connected before, in a runspace of its own, and returns what went wrong.
    function Invoke-AsUser([string] $Code) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
        $runspace.Open()
        try {
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $null = $shell.AddScript(". { $prepare } @args").AddArgument($env:QLIKSNOWFLAKE_TEST_MODULE).AddArgument($emulator).AddArgument($secrets).AddArgument($standIns).AddArgument("$TestDrive").Invoke()
            if ($shell.HadErrors) { throw "Preparation failed: $($shell.Streams.Error)" }
            $runspace.SessionStateProxy.GetVariable('Error').Clear()
            $shell.Commands.Clear()
            try {
                $null = $shell.AddScript($Code).AddCommand('Out-String').Invoke()
            }
            catch {
                $_.Exception.InnerException.Message
            }
            foreach ($problem in $runspace.SessionStateProxy.GetVariable('Error')) { "$problem" }
        }
        finally {
            if ($shell) { $shell.Dispose() }
            $runspace.Dispose()
        }
    }

    $orders = "CREATE OR REPLACE TABLE QLIK.SALES.ORDERS (ORDER_ID NUMBER(18,0), ORDERED_AT TIMESTAMP_NTZ, AMOUNT NUMBER(12,2))",
    "INSERT INTO QLIK.SALES.ORDERS VALUES (1, '2026-01-31 08:15:00', 1250.50)",
    'GRANT ALL ON TABLE QLIK.SALES.ORDERS TO ROLE QLIK_ROLE'
    $problems = Invoke-AsUser (@"
Invoke-SnowflakeSql -Session admin -Statement "ALTER USER $($emulator.snowflake.user) SET RSA_PUBLIC_KEY_2='$($encrypted.PublicKey)'"
Invoke-SnowflakeSql -Session admin -Statement "ALTER USER SVC_NEW SET RSA_PUBLIC_KEY='$publicKey'"
$(foreach ($statement in $orders) { "Invoke-SnowflakeSql -Session admin -Statement `"$statement`"`n" })
New-QrsDataConnection -Name 'Snowflake SALES' -Account '$($emulator.snowflake.account)' -User '$($emulator.snowflake.user)' -PrivateKeyPath Sample:\Keys\rsa_key.p8 -Owner DOMAIN\qvservice
New-QlikCloudDataConnection -Name 'Snowflake SALES' -Account '$($emulator.snowflake.account)' -User '$($emulator.snowflake.user)' -PrivateKeyPath Sample:\Keys\rsa_key.p8
New-QrsDataConnection -Name 'Snowflake reload' -Account '$($emulator.snowflake.account)' -User SVC_NEW -PrivateKeyPath Sample:\Keys\rsa_key.p8
"@)
    if ($problems) { throw "The examples' data could not be made: $problems" }
}

AfterAll {
    $env:QLIKSNOWFLAKE_TEST_EMULATOR = $emulatorOfSuite
    if ($running) { Close-Emulator -Emulator $running }
}

Describe 'Examples' {
    Context '<Cmdlet>, <Title>' -ForEach $examples {
        BeforeAll {
            $tokens = $null
            $parseErrors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $parseErrors)
            $calls = @($ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true))
        }

        It 'parses, and runs its cmdlet' {
            $parseErrors | Should -BeNullOrEmpty
            @($calls | ForEach-Object { $_.GetCommandName() }) | Should -Contain $Cmdlet
        }

        It 'shows no secret' {
            $Code | Should -Not -Match 'ConvertTo-SecureString|-----BEGIN|eyJ'
        }

        It 'uses commands that exist, and parameters of one set' {
            foreach ($call in $calls) {
                $name = $call.GetCommandName()
                if ($standIns.ContainsKey($name)) { continue }
                $command = Get-Command -Name $name -ErrorAction SilentlyContinue
                $command | Should -Not -BeNullOrEmpty -Because "$name is used"
                if ($command.ModuleName -ne 'QlikSnowflake') { continue }

                $binding = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
                # Which set it is can depend on the type of what is piped in, which no one knows before it runs.
                $isPipedTo = $call.Parent.PipelineElements[0] -ne $call
                $binding.BindingExceptions.Keys | Where-Object { -not ($isPipedTo -and $_ -eq $name) } | Should -BeNullOrEmpty
                $used = foreach ($key in $binding.BoundParameters.Keys) { if ($command.Parameters.ContainsKey($key)) { $key } }
                foreach ($element in $call.CommandElements) {
                    if ($element -isnot [System.Management.Automation.Language.VariableExpressionAst] -or -not $element.Splatted) { continue }
                    $variable = $element.VariablePath.UserPath
                    $table = $ast.Find({
                            param($node)
                            $node -is [System.Management.Automation.Language.AssignmentStatementAst] -and $node.Left.Extent.Text -eq "`$$variable"
                        }, $true).Right.Expression
                    $used = @($used) + @($table.KeyValuePairs | ForEach-Object { $_.Item1.Value })
                }

                $sets = $command.ParameterSets | Where-Object {
                    $inSet = $_.Parameters.Name
                    -not (@($used) | Where-Object { $_ -notin $inSet })
                }
                $sets | Should -Not -BeNullOrEmpty -Because "$name is used with $($used -join ', ')"
            }
        }

        It 'runs' {
            $reason = $cannotRun["$Cmdlet, $(($Title -split ':')[0])"]
            if ($reason) { Set-ItResult -Skipped -Because $reason }
            Invoke-AsUser (ConvertTo-Runnable $Code) | Should -BeNullOrEmpty
        }
    }
}
