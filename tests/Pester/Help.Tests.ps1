#Requires -Version 5.1
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3.0' }

<#
The help is a promise: each cmdlet has it, the shipped form (MAML) says what the pages in module/docs say, and each
example runs, against the emulator, as it is printed but for the sample names.
#>

[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from its Before blocks into its tests.')]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'It is global in the runspace of one example only, for the stand-ins.')]
param()

BeforeDiscovery {
    $root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $docs = [System.IO.Path]::Combine($root, 'module', 'docs', 'en-US')
    $manifest = Import-PowerShellDataFile -Path (Join-Path $root 'QlikSnowflake.psd1')

    # Reads a page: front matter, then sections that start with ##, their parts with ###, and fences.
    $readPage = {
        param([string] $Path)
        $text = [System.IO.File]::ReadAllText($Path) -replace "`r"
        $sections = @{}
        foreach ($section in [regex]::Matches($text, '(?ms)^## (?<name>[^\n]+)\n(?<body>.*?)(?=^## |\z)')) {
            $sections[$section.Groups['name'].Value] = $section.Groups['body'].Value.Trim()
        }

        $readParts = {
            param([string] $Body)
            foreach ($part in [regex]::Matches($Body, '(?ms)^### (?<name>[^\n]+)\n(?<body>.*?)(?=^### |\z)')) {
                [pscustomobject]@{ Name = $part.Groups['name'].Value; Body = $part.Groups['body'].Value.Trim() }
            }
        }

        $parameters = foreach ($part in & $readParts $sections['PARAMETERS']) {
            if ($part.Name -match '^-(?<name>\w+)$') {
                $name = $Matches['name']
                $default = if ($part.Body -match "(?m)^DefaultValue: '?(?<value>[^'\n]*)") { $Matches['value'] } else { '' }
                [pscustomobject]@{ Name = $name; Description = ($part.Body -split '```yaml')[0].Trim(); DefaultValue = $default }
            }
        }

        $examples = foreach ($part in & $readParts $sections['EXAMPLES']) {
            $match = [regex]::Match($part.Body, '(?s)^```powershell\n(?<code>.*?)\n```\s*(?<remarks>.*)$')
            [pscustomobject]@{ Title = $part.Name; Code = $match.Groups['code'].Value; Remarks = $match.Groups['remarks'].Value.Trim() }
        }

        [pscustomobject]@{
            Name        = [System.IO.Path]::GetFileNameWithoutExtension($Path)
            Text        = $text
            Synopsis    = $sections['SYNOPSIS']
            Description = $sections['DESCRIPTION']
            Parameters  = @($parameters)
            Examples    = @($examples)
            Outputs     = @(& $readParts $sections['OUTPUTS'])
            Notes       = $sections['NOTES']
        }
    }

    $pages = @(foreach ($cmdlet in $manifest.CmdletsToExport) {
            $path = Join-Path $docs "$cmdlet.md"
            if (Test-Path -Path $path) { & $readPage $path } else { [pscustomobject]@{ Name = $cmdlet; Text = ''; Examples = @() } }
        })
    $examples = @(foreach ($page in $pages) {
            foreach ($example in $page.Examples) {
                @{ Cmdlet = $page.Name; Title = $example.Title; Code = $example.Code; Remarks = $example.Remarks }
            }
        })
    $abouts = @(Get-ChildItem -Path $docs -Filter about_*.md | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } })
}

BeforeAll {
    $root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $docs = [System.IO.Path]::Combine($root, 'module', 'docs', 'en-US')
    $manifest = Import-PowerShellDataFile -Path (Join-Path $root 'QlikSnowflake.psd1')
    $modulePath = if ($env:QLIKSNOWFLAKE_MODULE) { $env:QLIKSNOWFLAKE_MODULE }
    else { [System.IO.Path]::Combine($root, 'output', 'QlikSnowflake', $manifest.ModuleVersion, 'QlikSnowflake.psd1') }
    $emulatorPath = if ($env:QLIKSNOWFLAKE_EMULATOR) { $env:QLIKSNOWFLAKE_EMULATOR }
    else {
        Get-ChildItem -Path (Join-Path $root 'src/QlikSnowflake.Emulator/bin/*/net10.0/QlikSnowflake.Emulator.dll') |
            Sort-Object -Property LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
    }
    if (-not $emulatorPath) { throw 'The emulator is not built: dotnet build src/QlikSnowflake.Emulator' }
    Import-Module -Name $modulePath -ErrorAction Stop

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

    function ConvertTo-OneLine([string] $Text) { ($Text -replace '[\s\u00a0]+', ' ').Trim() }

    function ConvertTo-Secret([string] $Text) { (New-Object -TypeName System.Net.NetworkCredential -ArgumentList '', $Text).SecurePassword }

    function Get-HelpText($Paragraphs) { ConvertTo-OneLine ((@($Paragraphs) | ForEach-Object { $_.Text }) -join ' ') }

    # The emulator, in a process of its own.
    $state = Join-Path $TestDrive 'emulator'
    $startInfo = @{
        FilePath               = 'dotnet'
        ArgumentList           = "`"$emulatorPath`"", '--state', "`"$state`""
        RedirectStandardOutput = Join-Path $TestDrive 'emulator.out'
        RedirectStandardError  = Join-Path $TestDrive 'emulator.err'
        PassThru               = $true
    }
    $emulatorProcess = Start-Process @startInfo
    $null = $emulatorProcess.Handle
    $ready = Join-Path $state 'emulator.json'
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    while (-not (Test-Path -Path $ready)) {
        if ($emulatorProcess.HasExited -or [datetime]::UtcNow -gt $deadline) {
            throw "The emulator did not start: $(Get-Content -Path $startInfo.RedirectStandardError -Raw)"
        }
        Start-Sleep -Milliseconds 100
    }
    $emulator = Get-Content -Path $ready -Raw | ConvertFrom-Json

    # What no cmdlet makes yet (users, tags, custom properties, the tenant's key policy) is made by plain requests.
    $assemblies = if ($PSEdition -eq 'Core') { @{} } else { @{ ReferencedAssemblies = 'System.Net.Http' } }
    Add-Type @assemblies -ErrorAction Stop -TypeDefinition @'
using System;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Text;

public static class HelpTestsRequest
{
    public static string Send(string method, string url, string body, X509Certificate2 certificate, string[] headers)
    {
        using (var handler = new HttpClientHandler())
        using (var request = new HttpRequestMessage(new HttpMethod(method), url))
        {
            handler.ServerCertificateCustomValidationCallback = delegate { return true; };
            if (certificate != null)
                handler.ClientCertificates.Add(certificate);
            for (var i = 0; i < headers.Length; i += 2)
                request.Headers.TryAddWithoutValidation(headers[i], headers[i + 1]);
            if (body != null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using (var client = new HttpClient(handler))
            using (var response = client.SendAsync(request).GetAwaiter().GetResult())
            {
                var text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
                if (!response.IsSuccessStatusCode)
                    throw new InvalidOperationException(method + " " + url + ": " + (int)response.StatusCode + " " + text);
                return text;
            }
        }
    }
}
'@

    $clientCertificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList $emulator.qrs.clientPfx, $emulator.qrs.clientPfxPassword
    $qrsHeaders = 'X-Qlik-Xrfkey', '0123456789abcdef', 'X-Qlik-User', "UserDirectory=$($emulator.qrs.userDirectory); UserId=$($emulator.qrs.userId)"
    function Send-QrsEntity([string] $Entity, $Body) {
        $url = "$($emulator.qrs.url)/qrs/${Entity}?xrfkey=0123456789abcdef"
        $null = [HelpTestsRequest]::Send('POST', $url, (ConvertTo-Json -InputObject $Body -Depth 5), $clientCertificate, $qrsHeaders)
    }
    Send-QrsEntity 'user' @{ userDirectory = 'DOMAIN'; userId = 'qvservice'; name = 'qvservice'; roles = @('RootAdmin') }
    Send-QrsEntity 'tag' @{ name = 'Snowflake' }
    Send-QrsEntity 'custompropertydefinition' @{ name = 'Department'; valueType = 'Text'; objectTypes = @('DataConnection'); choiceValues = @('Finance', 'HR') }
    $null = [HelpTestsRequest]::Send(
        'PATCH', "$($emulator.qlikCloud.url)/api/v1/api-keys/configs/$($emulator.qlikCloud.tenantId)",
        '[{"op":"replace","path":"/max_api_key_expiry","value":"P365D"},{"op":"replace","path":"/max_keys_per_user","value":100}]',
        $null, @('Authorization', "Bearer $($emulator.qlikCloud.apiKey)"))

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
    $encrypted = New-SnowflakeKeyPair -Path (Join-Path $keys 'rsa_key_encrypted.p8') -Passphrase (ConvertTo-Secret $passphrase)
    $publicKey = (Get-SnowflakePublicKey -PrivateKeyPath (Join-Path $keys 'rsa_key.p8')).PublicKey
    Set-Content -Path (Join-Path $keys 'rsa_key.pub') -Value "-----BEGIN PUBLIC KEY-----`n$publicKey`n-----END PUBLIC KEY-----"
    Set-Content -Path ([System.IO.Path]::Combine($TestDrive, 'Sql', 'report.sql')) -Value 'SELECT COUNT(*) AS ORDERS FROM SALES.ORDERS'
    Set-Content -Path ([System.IO.Path]::Combine($TestDrive, 'Export', 'connection.json')) -Value (ConvertTo-Json @{
            name             = 'Snowflake_no_encrypted (domain_qvservice)'
            connectionstring = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;port=443;"'
            type             = 'QvOdbcConnectorPackage.exe'
            username         = 'SVC_QLIK'
            password         = 'any'
            logOn            = 1
        })

    # What an example finds: sample names, secrets, and sessions that are open already.
    $sampleNames = [ordered]@{
        'C:'                        = 'Sample:'
        'qlikserver1.domain.local'  = 'localhost'
        'mytenant.eu.qlikcloud.com' = ([uri] $emulator.qlikCloud.url).Authority
        'myorg-myaccount'           = $emulator.snowflake.account
        'SVC_QLIK'                  = $emulator.snowflake.user
        'ADMIN'                     = $emulator.snowflake.adminUser
        '0a1b2c3d4e5f'              = $emulator.qlikCloud.oAuthClientId
    }
    function ConvertTo-Runnable([string] $Code) {
        foreach ($sample in $sampleNames.Keys) {
            $Code = [regex]::Replace($Code, '(?<!\w)' + [regex]::Escape($sample) + '(?!\w)', $sampleNames[$sample].Replace('$', '$$'))
        }
        $Code
    }

    $secrets = @{
        'Password of client.pfx' = ConvertTo-Secret $emulator.qrs.clientPfxPassword
        'API key'                = ConvertTo-Secret $emulator.qlikCloud.apiKey
        'QlikCloudClient'        = ConvertTo-Secret $emulator.qlikCloud.oAuthClientSecret
        'QlikCloudApiKey'        = ConvertTo-Secret $emulator.qlikCloud.apiKey
        'Passphrase'             = ConvertTo-Secret $passphrase
        'SnowflakePassphrase'    = ConvertTo-Secret $passphrase
        'New passphrase'         = ConvertTo-Secret $passphrase
        'SnowflakePrivateKey'    = ConvertTo-Secret (Get-Content -Path $emulator.snowflake.privateKey -Raw)
    }
    $prepare = {
        param($ModulePath, $Emulator, $Secrets, $StandIns, $Folder)
        $ErrorActionPreference = 'Stop'
        $null = New-PSDrive -Name Sample -PSProvider FileSystem -Root $Folder -Scope Global
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
            $null = $shell.AddScript(". { $prepare } @args").AddArgument($modulePath).AddArgument($emulator).AddArgument($secrets).AddArgument($standIns).AddArgument("$TestDrive").Invoke()
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

    $orders = "CREATE TABLE QLIK.SALES.ORDERS (ORDER_ID NUMBER(18,0), ORDERED_AT TIMESTAMP_NTZ, AMOUNT NUMBER(12,2))",
    "INSERT INTO QLIK.SALES.ORDERS VALUES (1, '2026-01-31 08:15:00', 1250.50)"
    $problems = Invoke-AsUser (@"
Invoke-SnowflakeSql -Session admin -Statement "ALTER USER $($emulator.snowflake.user) SET RSA_PUBLIC_KEY_2='$($encrypted.PublicKey)'"
$(foreach ($statement in $orders) { "Invoke-SnowflakeSql -Session admin -Statement `"$statement`"`n" })
New-QrsDataConnection -Name 'Snowflake SALES' -Account '$($emulator.snowflake.account)' -User '$($emulator.snowflake.user)' -PrivateKeyPath Sample:\Keys\rsa_key.p8 -Owner DOMAIN\qvservice
New-QlikCloudDataConnection -Name 'Snowflake SALES' -Account '$($emulator.snowflake.account)' -User '$($emulator.snowflake.user)' -PrivateKeyPath Sample:\Keys\rsa_key.p8
"@)
    if ($problems) { throw "The examples' data could not be made: $problems" }
}

AfterAll {
    if ($emulatorProcess -and -not $emulatorProcess.HasExited) {
        $emulatorProcess.Kill()
        $emulatorProcess.WaitForExit()
    }
}

Describe 'The pages' {
    It 'are those of the exported cmdlets' {
        $cmdlets = (Get-Command -Module QlikSnowflake -CommandType Cmdlet).Name | Sort-Object
        $names = Get-ChildItem -Path $docs -Filter *-*.md | ForEach-Object BaseName | Sort-Object
        $names | Should -Be $cmdlets
        ($manifest.CmdletsToExport | Sort-Object) | Should -Be $cmdlets
    }

    It 'are all listed on the page of the module' {
        $text = Get-Content -Path (Join-Path $docs 'QlikSnowflake.md') -Raw
        foreach ($cmdlet in $manifest.CmdletsToExport) { $text | Should -Match ([regex]::Escape("[$cmdlet]($cmdlet.md)")) }
    }

    It 'have no place left to fill in: <_>' -ForEach @(Get-ChildItem -Path $docs -Filter *.md | ForEach-Object Name) {
        Get-Content -Path (Join-Path $docs $_) -Raw | Should -Not -Match '\{\{|\bTODO\b'
    }

    It 'link to pages that are there: <_>' -ForEach @(Get-ChildItem -Path $docs -Filter *.md | ForEach-Object Name) {
        foreach ($link in [regex]::Matches((Get-Content -Path (Join-Path $docs $_) -Raw), '\]\((?<file>[^):]+\.md)\)')) {
            Join-Path $docs $link.Groups['file'].Value | Should -Exist
        }
    }
}

Describe '<_.Name>' -ForEach $pages {
    BeforeAll {
        $page = $_
        $command = Get-Command -Name $page.Name -Module QlikSnowflake
        $help = Get-Help -Name $page.Name -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $ownParameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        $helpParameters = @{}
        foreach ($parameter in $help.parameters.parameter) { $helpParameters[$parameter.name] = $parameter }
    }

    It 'has a synopsis of one sentence' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$($page.Name) ["))
        $help.Synopsis.Trim() | Should -Match '^[A-Z][^.]*( \(JWT\))?.*\.$'
    }

    It 'has a description' {
        (Get-HelpText $help.description).Length | Should -BeGreaterThan 80
    }

    It 'describes every parameter, and no other' {
        @($helpParameters.Keys | Sort-Object) | Should -Be $ownParameters
        foreach ($name in $ownParameters) { Get-HelpText $helpParameters[$name].description | Should -Match '\w.*\.$' -Because "-$name is to be described" }
    }

    It 'answers Get-Help -Parameter' {
        foreach ($name in $ownParameters) { (Get-Help -Name $page.Name -Parameter $name).name | Should -Be $name }
    }

    It 'has two examples or more, with a remark' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $example.code | Should -Not -BeNullOrEmpty
            Get-HelpText $example.remarks | Should -Match '\w.*\.$'
        }
    }

    It 'says what it emits' {
        $types = @($help.returnValues.returnValue | ForEach-Object { $_.type.name })
        $declared = @($command.OutputType | ForEach-Object { $_.Name })
        if ($declared) { $types | Should -Be $declared } else { $types | Should -Be 'None' }
        foreach ($value in $help.returnValues.returnValue) { Get-HelpText $value.description | Should -Not -BeNullOrEmpty }
    }

    It 'has notes on errors and related links' {
        Get-HelpText $help.alertSet.alert | Should -Match '[A-Z]\w+: '
        @($help.relatedLinks.navigationLink | ForEach-Object linkText) | Should -Contain 'about_QlikSnowflake'
    }

    It 'opens its page in the browser with Get-Help -Online' {
        # The engine takes the first related link that has an address.
        $address = "https://github.com/QlikSnowflake/QlikSnowflake/blob/main/module/docs/en-US/$($page.Name).md"
        @($help.relatedLinks.navigationLink | ForEach-Object uri | Where-Object { $_ })[0] | Should -BeExactly $address
        $command.HelpUri | Should -BeExactly $address
        $page.Text | Should -Match ('(?m)^HelpUri: ' + [regex]::Escape($address) + '$')
    }

    It 'has the same parameters on its page' {
        @($page.Parameters.Name | Sort-Object) | Should -Be $ownParameters
    }

    It 'ships the text of its page' {
        ConvertTo-OneLine $help.Synopsis | Should -BeExactly (ConvertTo-OneLine $page.Synopsis)
        Get-HelpText $help.description | Should -BeExactly (ConvertTo-OneLine $page.Description)
        Get-HelpText $help.alertSet.alert | Should -BeExactly (ConvertTo-OneLine $page.Notes)
        foreach ($parameter in $page.Parameters) {
            Get-HelpText $helpParameters[$parameter.Name].description | Should -BeExactly (ConvertTo-OneLine $parameter.Description) -Because "-$($parameter.Name) was changed on one side"
            "$($helpParameters[$parameter.Name].defaultValue)" | Should -BeExactly $parameter.DefaultValue
        }

        $shipped = @($help.examples.example)
        $shipped.Count | Should -Be $page.Examples.Count
        for ($i = 0; $i -lt $shipped.Count; $i++) {
            $shipped[$i].code -replace "`r" | Should -BeExactly $page.Examples[$i].Code
            Get-HelpText $shipped[$i].remarks | Should -BeExactly (ConvertTo-OneLine $page.Examples[$i].Remarks)
        }
    }
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
                $binding.BindingExceptions.Keys | Should -BeNullOrEmpty
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

Describe '<Name>' -ForEach $abouts {
    It 'is found by Get-Help, with a short description' {
        $topic = Get-Help -Name $Name
        "$topic" | Should -Match "TOPIC\s+$Name"
        "$topic" | Should -Match 'SHORT DESCRIPTION\s+\w+'
    }

    It 'ships the text of its page' {
        $page = [System.IO.File]::ReadAllText($Path) -replace '\A# ', 'TOPIC ' -replace '(?m)^```\w*\r?$' -replace '(?m)^## '
        $shipped = [System.IO.File]::ReadAllText([System.IO.Path]::Combine((Split-Path -Path $modulePath), 'en-US', "$Name.help.txt"))
        ConvertTo-OneLine $shipped | Should -Be (ConvertTo-OneLine $page)
    }

    It 'has plain characters only, which Windows PowerShell reads in any code page' {
        [System.IO.File]::ReadAllText($Path) | Should -Not -Match '[^\x00-\x7f]'
    }

    It 'has code that parses and uses commands that exist' {
        foreach ($block in [regex]::Matches(([System.IO.File]::ReadAllText($Path) -replace "`r"), '(?s)```powershell\n(?<code>.*?)\n```')) {
            $tokens = $null
            $parseErrors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups['code'].Value, [ref] $tokens, [ref] $parseErrors)
            $parseErrors | Should -BeNullOrEmpty
            foreach ($call in $ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $name = $call.GetCommandName()
                if ($standIns.ContainsKey($name)) { continue }
                Get-Command -Name $name -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty -Because "$name is used"
                [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true).BindingExceptions.Keys | Should -BeNullOrEmpty
            }
        }
    }
}
