# Discovery needs the names, so that each cmdlet is a test of its own.
if (-not (Get-Module -Name QlikSnowflake)) { Import-Module -Name $env:QLIKSNOWFLAKE_TEST_MODULE -Global -ErrorAction Stop }
$cmdlets = @(Get-Command -Module QlikSnowflake -CommandType Cmdlet | ForEach-Object { @{ Name = $_.Name; Verb = $_.Verb } })
$changing = @($cmdlets | Where-Object { $_.Verb -in 'New', 'Set', 'Remove', 'Update', 'Add', 'Grant', 'Revoke', 'Stop', 'Invoke', 'ConvertTo', 'Import' -and $_.Name -notin 'New-SnowflakeJwt', 'ConvertTo-QlikConnectionString' })
$emitting = @($cmdlets | Where-Object { $_.Verb -ne 'Disconnect' })

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    $script:manifestPath = $env:QLIKSNOWFLAKE_TEST_MODULE
    $script:moduleRoot = Split-Path $manifestPath
}

Describe 'The manifest' {
    BeforeAll {
        $script:manifest = Test-ModuleManifest -Path $manifestPath
        $script:data = Import-PowerShellDataFile -LiteralPath $manifestPath
    }

    It 'is valid and names its version by its folder' {
        $manifest.Version.ToString() | Should -BeExactly (Split-Path $moduleRoot -Leaf)
    }

    It 'is for both editions, from 5.1 on' {
        $data.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        $data.PowerShellVersion | Should -Be '5.1'
    }

    It 'exports its cmdlets by name and nothing else, so that the module can be found without being loaded' {
        $data.CmdletsToExport | Where-Object { $_ -match '[*?]' } | Should -BeNullOrEmpty
        foreach ($key in 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') {
            $data.ContainsKey($key) | Should -BeTrue -Because "without $key PowerShell has to analyse the module"
            $data[$key] | Should -HaveCount 0
        }
    }

    It 'exports exactly the cmdlets that the assembly has' {
        $assembly = (Get-ModuleCommand | Select-Object -First 1).ImplementingType.Assembly
        $classes = foreach ($type in $assembly.GetTypes()) {
            $cmdlet = $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)
            if ($cmdlet -and -not $type.IsAbstract) { $cmdlet[0].VerbName + '-' + $cmdlet[0].NounName }
        }
        ($classes | Sort-Object) -join ' ' | Should -BeExactly (($data.CmdletsToExport | Sort-Object) -join ' ')
        ((Get-ModuleCommand).Name | Sort-Object) -join ' ' | Should -BeExactly (($data.CmdletsToExport | Sort-Object) -join ' ')
    }

    It 'brings views and types whose files are there' {
        foreach ($file in @($data.FormatsToProcess) + $data.RootModule) {
            Join-Path $moduleRoot $file | Should -Exist
        }
    }
}

Describe 'The cmdlet <Name>' -ForEach $cmdlets {
    It 'has an approved verb and a noun of the product' {
        (Get-Verb).Verb | Should -Contain $Verb
        $Name | Should -Match '-(Qrs|QlikCloud|Snowflake|QlikSnowflake|QlikConnectionString)'
    }

    It 'has no mandatory secret of type string' {
        foreach ($parameter in (Get-Command $Name).Parameters.Values) {
            # PassphraseProperty takes the name of the property that the passphrase goes to, which is in the documentation of a driver.
            if ($parameter.Name -match 'Password|Passphrase|ApiKey$|Secret$|^PrivateKey$|^Token$' -and $parameter.Name -ne 'PassphraseProperty') {
                $parameter.ParameterType.FullName | Should -Match 'SecureString|PSCredential|SwitchParameter'
            }
        }
    }
}

Describe 'The cmdlet <Name> that emits' -ForEach $emitting {
    It 'says of what type its output is' {
        (Get-Command $Name).OutputType | Should -Not -BeNullOrEmpty
    }
}

Describe 'The cmdlet <Name> that changes something' -ForEach $changing {
    It 'has -WhatIf and -Confirm' {
        (Get-Command $Name).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $Name).Parameters.Keys | Should -Contain 'Confirm'
    }
}

Describe 'The staged module' {
    BeforeAll {
        $script:files = @(Get-ChildItem -LiteralPath $moduleRoot -Recurse -File | ForEach-Object { $_.FullName.Substring($moduleRoot.Length + 1).Replace('\', '/') })
    }

    It 'holds the assemblies that it should, and no other' {
        $contents = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'build/Package/contents.txt'
        $expected = @(Get-Content -LiteralPath $contents | Where-Object { $_ -like 'bin/*' })
        $expected.Count | Should -BeGreaterThan 10
        $found = @($files | Where-Object { $_ -like 'bin/*' })
        Compare-Object -ReferenceObject $expected -DifferenceObject $found | ForEach-Object { $_.SideIndicator + ' ' + $_.InputObject } | Should -BeNullOrEmpty
    }

    It 'holds nothing that PowerShell or its runtime has itself' {
        $files | Where-Object { $_ -match 'System\.Management\.Automation|Microsoft\.CSharp|System\.ValueTuple|netstandard|mscorlib|PowerShellStandard' } | Should -BeNullOrEmpty
        $files | Where-Object { $_ -match '^bin/net8\.0/.*/(System\.|Microsoft\.Extensions\.|Newtonsoft)' } | Should -BeNullOrEmpty
    }
}

Describe 'Importing the module' {
    It 'loads none of what only signing and decoding need' {
        $loaded = Invoke-NewPowerShell @"
Import-Module -Name '$manifestPath'
ConvertTo-Json -InputObject @([System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { @{ Name = `$_.GetName().Name; Location = [string]`$_.Location } })
"@
        $loaded.Name | Should -Contain 'QlikSnowflake'
        $loaded.Name | Where-Object { $_ -match 'QlikSnowflake\.Signing|BouncyCastle|IdentityModel' } | Should -BeNullOrEmpty
        $loaded.Location | Where-Object { $_ -match '[\\/]deps[\\/]' } | Should -BeNullOrEmpty
    }

    It 'still has its cmdlets after -Force, and after removal and another import' {
        $count = (Get-ModuleCommand).Count
        $run = Invoke-NewRunspace -ArgumentList $manifestPath -Script @'
param($manifest)
Import-Module -Name $manifest -Force
(Get-Command -Module QlikSnowflake).Count
Remove-Module -Name QlikSnowflake
Import-Module -Name $manifest
(Get-Command -Module QlikSnowflake).Count
(New-SnowflakeKeyPair -Path rsa_key.p8 -NoPassphrase -WhatIf) -eq $null
'@
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be $count, $count, $true
    }

    It 'is imported in ConstrainedLanguage, where the policy trusts it' {
        $run = Invoke-NewRunspace -ArgumentList $manifestPath -Script @'
param($manifest)
Remove-Module -Name QlikSnowflake -ErrorAction SilentlyContinue
$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
Import-Module -Name $manifest
(Get-Command -Module QlikSnowflake).Count
'@
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be (Get-ModuleCommand).Count
    }

    It 'is imported beside another copy of itself without an error' {
        $copy = Join-Path $TestDrive 'copy'
        Copy-Item -LiteralPath $moduleRoot -Destination $copy -Recurse
        $result = Invoke-NewPowerShell @"
Import-Module -Name '$manifestPath'
Import-Module -Name '$copy/QlikSnowflake.psd1'
ConvertTo-Json @{ Errors = @(`$Error | ForEach-Object { "`$_" }); Count = (Get-Command -Module QlikSnowflake).Count }
"@
        $result.Errors | Should -BeNullOrEmpty
        $result.Count | Should -BeGreaterThan 50
    }

    It 'leaves no cmdlet behind when it is removed' {
        $run = Invoke-NewRunspace -Script 'Remove-Module -Name QlikSnowflake; @(Get-Module -Name QlikSnowflake*).Count; @(Get-Command -Name *-Snowflake* -CommandType Cmdlet -ListImported).Count'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be 0, 0
    }

    It 'works in several runspaces at the same time' {
        $key = Join-Path $TestDrive 'parallel.p8'
        $null = New-SnowflakeKeyPair -Path $key -NoPassphrase
        $shells = @(1..4 | ForEach-Object {
                $shell = [powershell]::Create()
                $null = $shell.AddScript('param($manifest, $key) $ErrorActionPreference = "Stop"; Import-Module -Name $manifest; (New-SnowflakeJwt -Account myorg-myaccount -User me -PrivateKeyPath $key).Subject')
                $shell.AddArgument($manifestPath).AddArgument($key)
            })
        try {
            $runs = @($shells | ForEach-Object { $_.BeginInvoke() })
            $subjects = for ($i = 0; $i -lt 4; $i++) { $shells[$i].EndInvoke($runs[$i]) }
            $subjects | Should -Be (, 'MYORG-MYACCOUNT.ME' * 4)
        }
        finally {
            $shells | ForEach-Object { $_.Dispose() }
        }
    }
}
