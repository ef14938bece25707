BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')

    # Assemblies such as another module brings along: only their names and version matter, they hold nothing.
    function Export-ForeignAssembly {
        param([string] $Folder, [string[]] $Name, [string] $Version)
        # By the compiler that PowerShell has: Add-Type would name the assembly at random.
        Invoke-NewPowerShell @"
Add-Type -Path "`$PSHOME/Microsoft.CodeAnalysis.dll", "`$PSHOME/Microsoft.CodeAnalysis.CSharp.dll"
`$tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText('[assembly: System.Reflection.AssemblyVersion("$Version")]')
`$core = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
`$options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new([Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary)
`$null = New-Item -ItemType Directory -Path '$Folder' -Force
`$results = foreach (`$name in '$($Name -join "', '")') {
    `$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(`$name, [Microsoft.CodeAnalysis.SyntaxTree[]]@(`$tree), [Microsoft.CodeAnalysis.MetadataReference[]]@(`$core), `$options)
    `$file = [System.IO.File]::Create("$Folder/`$name.dll")
    `$compilation.Emit(`$file).Success
    `$file.Dispose()
}
ConvertTo-Json (`$results -notcontains `$false)
"@ | Should -BeTrue
        foreach ($each in $Name) { Join-Path $Folder "$each.dll" }
    }
}

Describe 'Beside another module''s <Age> copies of the same libraries' -ForEach @(
    @{ Age = 'newer'; Version = '99.1.2.3' }
    @{ Age = 'older'; Version = '1.0.0.0' }
) {
    BeforeAll {
        $script:key = Join-Path $TestDrive 'rsa_key.p8'
        $script:passphrase = ConvertTo-TestSecret 'isolated'
        $null = New-SnowflakeKeyPair -Path $key -Passphrase $passphrase
        $script:isCore = $PSVersionTable.PSEdition -eq 'Core'
        $script:Version = $Version
        if ($isCore) {
            $script:libraries = @(
                'BouncyCastle.Cryptography', 'Microsoft.IdentityModel.JsonWebTokens', 'Microsoft.IdentityModel.Tokens'
                'Microsoft.IdentityModel.Logging', 'Microsoft.IdentityModel.Abstractions', 'Microsoft.Bcl.Cryptography'
            )
            $script:foreign = Export-ForeignAssembly -Folder (Join-Path $TestDrive $Age) -Name $libraries -Version $Version
        }

        $script:preload = @"
foreach (`$path in $(@($foreign | ForEach-Object { "'$_'" }) -join ', ')) { `$null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath(`$path) }
"@
        $script:use = @"
Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'
`$secret = New-Object System.Security.SecureString
'isolated'.ToCharArray() | ForEach-Object { `$secret.AppendChar(`$_) }
`$jwt = New-SnowflakeJwt -Account a-b -User c -PrivateKeyPath '$key' -Passphrase `$secret
"@
        $script:report = @'
$loaded = foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
    foreach ($assembly in $context.Assemblies) {
        $name = $assembly.GetName()
        if ($name.Name -match 'BouncyCastle|IdentityModel|^Microsoft\.Bcl|^Newtonsoft|^QlikSnowflake') {
            @{ Context = $context.Name; Name = $name.Name; Version = "$($name.Version)"; Location = $assembly.Location }
        }
    }
}
ConvertTo-Json @{ Subject = $jwt.Subject; Loaded = @($loaded) } -Depth 4
'@

        # Ends a test that cannot run here.
        function Assert-LoadContext {
            if (-not $isCore) { Set-ItResult -Skipped -Because 'Windows PowerShell has no load contexts: versions stand side by side there' }
        }

        function Assert-Isolated {
            param($Result, [switch] $Foreign)
            $Result.Subject | Should -BeExactly 'A-B.C'
            $private = @($Result.Loaded | Where-Object Context -EQ 'QlikSnowflake')
            foreach ($name in @('QlikSnowflake.Signing') + $libraries) {
                $ours = @($private | Where-Object Name -EQ $name)
                $ours | Should -HaveCount 1 -Because "$name is in the private context"
                $ours[0].Location | Should -Match '[\\/]deps[\\/]'
                $ours[0].Version | Should -Not -Be $Version
                $theirs = @($Result.Loaded | Where-Object { $_.Context -eq 'Default' -and $_.Name -eq $name })
                if ($Foreign -and $name -ne 'QlikSnowflake.Signing') {
                    $theirs.Version | Should -BeExactly $Version -Because "the other module's $name stays in the default context"
                }
                else {
                    $theirs | Should -BeNullOrEmpty
                }
            }

            ($Result.Loaded | Where-Object Name -EQ 'QlikSnowflake').Context | Should -BeExactly 'Default'
            ($Result.Loaded | Where-Object Name -EQ 'QlikSnowflake.Core').Context | Should -BeExactly 'Default'
        }
    }

    It 'signs with its own, from the private context' {
        Assert-LoadContext
        Assert-Isolated (Invoke-NewPowerShell ($use, $report))
    }

    It 'signs with its own when the others were loaded before' {
        Assert-LoadContext
        Assert-Isolated (Invoke-NewPowerShell ($preload, $use, $report)) -Foreign
    }

    It 'signs with its own when the others were loaded between import and first use' {
        Assert-LoadContext
        $import = "Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE'"
        Assert-Isolated (Invoke-NewPowerShell ($import, $preload, $use, $report)) -Foreign
    }

    It 'leaves others theirs when they are loaded after it' {
        Assert-LoadContext
        Assert-Isolated (Invoke-NewPowerShell ($use, $preload, $report)) -Foreign
    }

    It 'loads its libraries once, whatever imports the module again' {
        Assert-LoadContext
        $again = "Import-Module -Name '$env:QLIKSNOWFLAKE_TEST_MODULE' -Force`nRemove-Module -Name QlikSnowflake"
        Assert-Isolated (Invoke-NewPowerShell ($use, $again, $use, $report))
    }

    It 'answers for its own assembly only: nobody else finds the private libraries' {
        Assert-LoadContext
        $result = Invoke-NewPowerShell ($use, @'
$found = foreach ($name in 'BouncyCastle.Cryptography', 'Microsoft.IdentityModel.JsonWebTokens') {
    try { [System.Reflection.Assembly]::Load($name).Location } catch { 'not found' }
}
ConvertTo-Json @{ Found = @($found) }
'@)
        $result.Found | Should -BeExactly 'not found', 'not found'
    }
}
