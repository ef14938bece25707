<#
The rotation as cron and the Task Scheduler start it: no profile, hardly any environment, another folder, output that is redirected,
and blanks in every path. What stands in for the vault is a module of SecretManagement's name.
#>

BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    Edit-ApiKeyPolicy
    $login = Get-Login QlikCloud
    Connect-QlikCloud @login -Name admin
    $script:cloud = (Get-Emulator).qlikCloud
    $script:tenant = ([uri] $cloud.url).Authority

    # The home of the account that the task runs as, and the scripts where it found place for them.
    $script:taskHome = Join-Path $TestDrive 'home of the task'
    $script:scripts = Join-Path $TestDrive 'scripts of ours'
    $script:modules = if (Test-Unix) { [System.IO.Path]::Combine($taskHome, '.local', 'share', 'powershell', 'Modules') } else { Join-Path $taskHome 'Modules' }
    $null = New-Item -ItemType Directory -Path $scripts, $modules, (Join-Path $modules 'Microsoft.PowerShell.SecretManagement')
    $source = [System.IO.Path]::Combine((Split-Path (Split-Path (Split-Path $PSScriptRoot))), 'examples')
    Copy-Item -Path (Join-Path $source '*.ps1') -Destination $scripts
    Copy-Item -LiteralPath $cloud.rootCertificate -Destination (Join-Path $scripts 'root of ours.pem')
    $script:root = Join-Path $scripts 'root of ours.pem'
    $script:rotate = Join-Path $scripts 'Update-StoredApiKey.ps1'
    $manifest = Test-ModuleManifest -Path $env:QLIKSNOWFLAKE_TEST_MODULE
    $script:module = Join-Path (Join-Path $modules 'QlikSnowflake') $manifest.Version
    Copy-Item -LiteralPath (Split-Path $env:QLIKSNOWFLAKE_TEST_MODULE) -Destination $module -Recurse
    $script:vault = Join-Path $modules 'Microsoft.PowerShell.SecretManagement'
    New-ModuleManifest -Path (Join-Path $vault 'Microsoft.PowerShell.SecretManagement.psd1') -RootModule 'vault.psm1' -FunctionsToExport 'Get-Secret', 'Set-Secret'
    Set-Content -LiteralPath (Join-Path $vault 'vault.psm1') -Encoding Ascii -Value @'
function Get-Secret {
    [CmdletBinding()]
    param([string] $Name, [string] $Vault)
    $file = Join-Path $PSScriptRoot "$Vault $Name.secret"
    if (Test-Path (Join-Path $PSScriptRoot 'locked')) { throw 'The vault is locked.' }
    if (Test-Path (Join-Path $PSScriptRoot 'warns')) { Write-Warning 'The vault is old.' }
    if (-not (Test-Path $file)) { Write-Error -Category ObjectNotFound -Message "The secret $Name was not found." }
    else { (New-Object System.Net.NetworkCredential '', ([System.IO.File]::ReadAllText($file))).SecurePassword }
}
function Set-Secret {
    [CmdletBinding()]
    param([string] $Name, [string] $Vault, [securestring] $SecureStringSecret)
    $meanwhile = Join-Path $PSScriptRoot 'meanwhile.ps1'
    if (Test-Path $meanwhile) { Rename-Item $meanwhile 'done.ps1'; & (Join-Path $PSScriptRoot 'done.ps1') }
    $text = (New-Object System.Net.NetworkCredential '', $SecureStringSecret).Password
    if (Test-Path (Join-Path $PSScriptRoot 'tears')) { $text = $text.Substring(0, 30); $fails = $true }
    [System.IO.File]::WriteAllText((Join-Path $PSScriptRoot "$Vault $Name.secret"), $text)
    if ($fails) { throw 'The disk is full.' }
}
'@

    function Invoke-AsTask {
        param([string] $File, [string[]] $ArgumentList, [string] $PathFolder)
        $shell = Get-PowerShell
        $start = New-Object System.Diagnostics.ProcessStartInfo
        $start.FileName = $shell.Path
        $words = @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $File + $ArgumentList
        $start.Arguments = @($words | ForEach-Object { '"' + $_ + '"' }) -join ' '
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.WorkingDirectory = [System.IO.Path]::GetPathRoot($taskHome)
        $kept = @{}
        foreach ($name in 'SystemRoot', 'SystemDrive', 'TEMP', 'ComSpec') { if (-not (Test-Unix)) { $kept[$name] = [Environment]::GetEnvironmentVariable($name) } }
        $start.EnvironmentVariables.Clear()
        foreach ($name in $kept.Keys) { $start.EnvironmentVariables[$name] = $kept[$name] }
        if (Test-Unix) {
            $start.EnvironmentVariables['HOME'] = $taskHome
            $start.EnvironmentVariables['PATH'] = if ($PathFolder) { "${PathFolder}:/usr/bin:/bin" } else { '/usr/bin:/bin' }
        }
        else {
            $start.EnvironmentVariables['USERPROFILE'] = $taskHome
            $start.EnvironmentVariables['PSModulePath'] = $modules
        }

        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $errorOutput = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            [pscustomobject] @{ ExitCode = $process.ExitCode; Output = $output; ErrorOutput = $errorOutput.Result }
        }
        finally { $process.Dispose() }
    }

    # A run of the rotation: its exit code, and its one line.
    function Invoke-Rotation {
        param([hashtable] $With = @{}, [string[]] $Without = @(), [string[]] $And = @())
        $all = [ordered] @{ Tenant = $tenant; SecretName = 'qlik'; RootCertificatePath = $root; LogPath = 'task.log' }
        foreach ($name in $With.Keys) { $all[$name] = $With[$name] }
        foreach ($name in $Without) { $all.Remove($name) }
        $arguments = @(foreach ($name in $all.Keys) { "-$name"; "$($all[$name])" }) + $And
        $run = Invoke-AsTask -File $rotate -ArgumentList $arguments
        $text = $run.Output + $run.ErrorOutput
        $run.ErrorOutput.Trim() | Should -BeNullOrEmpty
        @($run.Output.Trim() -split "`n").Count | Should -Be 1 -Because "a line is all that a monitor reads: $text"
        $text | Should -Not -Match 'eyJ[\w-]+\.'
        $text | Should -Not -Match ([string] [char] 27)
        $line = $run.Output | ConvertFrom-Json
        $line.exitCode | Should -Be $run.ExitCode
        if ($all.Contains('LogPath')) { @(Get-Content -LiteralPath (Join-Path $taskHome 'task.log'))[-1] | Should -BeExactly $run.Output.Trim() }
        $names = @($line.PSObject.Properties.Name) -join ','
        $expected = if ($run.ExitCode -eq 0) { 'time,exitCode,rotated,reason,keyId,expires,removed,warnings' } else { 'time,exitCode,errorId,error,advice,warnings' }
        $names | Should -BeExactly $expected
        $script:seen += $run.ExitCode
        $line
    }

    function Save-Key([string] $Text, [string] $Vault = '') { [System.IO.File]::WriteAllText((Join-Path $script:vault "$Vault qlik.secret"), $Text) }
    function Get-Key { [System.IO.File]::ReadAllText((Join-Path $script:vault ' qlik.secret')) }
    $script:seen = @()
}

AfterAll { Disconnect-All }

Describe 'Update-StoredApiKey.ps1' -Tag Slow {
    BeforeEach {
        $script:key = New-QlikCloudApiKey -Session admin -Description scheduled -ExpiresIn 2d -AsPlainText
        Save-Key $key
    }

    AfterEach {
        Clear-EmulatorFault
        Get-ChildItem -LiteralPath $vault | Where-Object { $_.Name -notlike '*.ps?1' } | Remove-Item
        Get-QlikCloudApiKey -Session admin -Description scheduled* -Status active | Remove-QlikCloudApiKey -Session admin -Confirm:$false
    }

    It 'ends with 0 when the key was rotated, and when it is not due' {
        $line = Invoke-Rotation
        $line.exitCode, $line.rotated | Should -Be 0, $true
        Get-Key | Should -Not -Be $key
        $again = Invoke-Rotation -With @{ MinRemaining = '1d' }
        $again.exitCode, $again.rotated, $again.keyId | Should -Be 0, $false, $line.keyId
        $again.reason | Should -Match 'more days'
    }

    It 'takes vault, time-out and a tenant as it was pasted, without a log' {
        Save-Key $key -Vault 'Local vault'
        Remove-Item -LiteralPath (Join-Path $vault ' qlik.secret')
        $line = Invoke-Rotation -With @{ Vault = 'Local vault'; TimeoutSec = 60; Tenant = "https://$tenant/analytics/home" } -Without LogPath
        $line.exitCode, $line.rotated | Should -Be 0, $true
    }

    It 'ends with 1 when the new key cannot be made and the stored one works' {
        Add-EmulatorFault @{ service = 'qlikCloud'; method = 'POST'; path = '/api/v1/api-keys'; kind = 'status'; status = 403; times = -1 }
        $line = Invoke-Rotation
        $line.exitCode, $line.errorId | Should -Be 1, 'RotationIncomplete'
        $line.advice | Should -Match 'the key in it works'
        Get-Key | Should -Be $key
    }

    It 'ends with 2 when <Case>' -ForEach @(
        @{ Case = 'the key is refused'; Id = 'QlikCloudLoginFailed'; Fault = @{ service = 'qlikCloud'; path = '/api/v1/users/me'; kind = 'status'; status = 401; times = -1 } }
        @{ Case = 'there is no such secret'; With = @{ SecretName = 'another' } }
        @{ Case = 'there is no such vault'; With = @{ Vault = 'another' } }
        @{ Case = 'the vault is locked'; File = 'locked'; Says = 'locked' }
        @{ Case = 'the host is not there'; With = @{ Tenant = 'localhost:1' }; Id = 'ConnectionRefused' }
        @{ Case = 'the proxy is not there'; With = @{ Proxy = 'http://127.0.0.1:1' }; Says = 'proxy' }
        @{ Case = 'the root certificate is missing'; With = @{ RootCertificatePath = '/nowhere/root.pem' } }
        @{ Case = 'the tenant''s certificate is not trusted'; Without = 'RootCertificatePath'; Id = 'ServerCertificateUntrusted' }
        @{ Case = 'no tenant is given'; Without = 'Tenant'; Says = '-Tenant is not given' }
        @{ Case = 'the tenant is none'; With = @{ Tenant = 'my tenant' }; Id = 'TenantInvalid' }
        @{ Case = 'a time is none'; With = @{ MinRemaining = 'soon' }; Says = 'soon' }
        @{ Case = 'a time-out is none'; With = @{ TimeoutSec = 'long' }; Says = 'long' }
        @{ Case = 'a parameter is misspelled'; And = '-MinRemainig', '7d'; Says = 'MinRemainig' }
        @{ Case = 'the vault has torn what was stored'; File = 'tears'; Id = 'RotationIncomplete'; Says = 'disk is full' }
    ) {
        if ($Fault) { Add-EmulatorFault $Fault }
        if ($File) { Set-Content -LiteralPath (Join-Path $vault $File) -Value '' }
        $given = @{}
        if ($With) { $given.With = $With }
        if ($Without) { $given.Without = $Without }
        if ($And) { $given.And = $And }
        $line = Invoke-Rotation @given
        $line.exitCode | Should -Be 2 -Because $line.error
        if ($Id) { $line.errorId | Should -Be $Id -Because $line.error }
        if ($Says) { $line.error | Should -Match $Says }
    }

    It 'ends with 2 when the module <_> is missing' -ForEach 'QlikSnowflake', 'Microsoft.PowerShell.SecretManagement' {
        Rename-Item -LiteralPath (Join-Path $modules $_) -NewName "away $_"
        try { $line = Invoke-Rotation } finally { Rename-Item -LiteralPath (Join-Path $modules "away $_") -NewName $_ }
        $line.exitCode, $line.errorId | Should -Be 2, 'CommandNotFoundException'
    }

    It 'ends with 3 while another run of the account rotates the key' {
        $shell = Get-PowerShell
        $words = @($shell.Path) + @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $rotate, '-Tenant', $tenant, '-SecretName', 'qlik', '-RootCertificatePath', $root
        $out = Join-Path $TestDrive 'second.txt'
        Set-Content -LiteralPath (Join-Path $vault 'meanwhile.ps1') -Value "& $(@($words | ForEach-Object { "'$_'" }) -join ' ') > '$out'; Add-Content -LiteralPath '$out' -Value `$LASTEXITCODE"
        (Invoke-Rotation).exitCode | Should -Be 0
        $line, $code = Get-Content -LiteralPath $out
        $code, ($line | ConvertFrom-Json).errorId | Should -Be '3', 'RotationRunning'
    }

    It 'ends with 3 while one of another machine does' {
        # As it leaves its key until the tenant's clock says that it has ended.
        $id = (Get-QlikCloudApiKey -Session admin -Description scheduled -Status active).Id
        $marked = "scheduled [rotated $([datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')) from $($id.Substring(0, 8)) on elsewhere run 0a1b2c]"
        $null = New-QlikCloudApiKey -Session admin -Description $marked -ExpiresIn 2d
        $line = Invoke-Rotation
        $line.exitCode, $line.errorId | Should -Be 3, 'RotationElsewhere'
    }

    It 'reads the key again when another run has replaced it at that moment' {
        Add-EmulatorFault @{ service = 'qlikCloud'; path = '/api/v1/users/me'; kind = 'status'; status = 401; times = 1 }
        (Invoke-Rotation).exitCode | Should -Be 0
    }

    It 'has all warnings in its line, that of a log that cannot be written too' {
        Set-Content -LiteralPath (Join-Path $vault 'warns') -Value ''
        $run = Invoke-AsTask -File $rotate -ArgumentList '-Tenant', $tenant, '-SecretName', 'qlik', '-RootCertificatePath', $root, '-MinRemaining', '400d', '-LogPath', 'nowhere/task.log'
        $run.ExitCode | Should -Be 0 -Because $run.Output
        @($run.Output.Trim() -split "`n").Count | Should -Be 1
        $warnings = ($run.Output | ConvertFrom-Json).warnings
        $warnings | Where-Object { $_ -match 'vault is old' } | Should -Not -BeNullOrEmpty
        $warnings | Where-Object { $_ -match 'Every run will rotate' } | Should -Not -BeNullOrEmpty
        $warnings[-1] | Should -Match 'log .* cannot be written'
    }

    It 'has beside it a check of how long keys last, which a monitor starts in the same way: <Case>' -ForEach @(
        @{ Case = 'all is well'; Code = 0; Says = '^OK - .* \| warning=0 critical=0'; And = '-Warning', '1h', '-Critical', '1h' }
        @{ Case = 'one ends soon'; Code = 1; Says = '^WARNING - .*scheduled'; And = '-Warning', '3d', '-Critical', '1h' }
        @{ Case = 'one ends very soon'; Code = 2; Says = '^CRITICAL - .*scheduled'; And = '-Warning', '14d', '-Critical', '7d' }
        @{ Case = 'the tenant is not there'; Code = 3; Says = '^UNKNOWN - '; And = '-Proxy', 'http://127.0.0.1:1', '-TimeoutSec', '5' }
        @{ Case = 'a parameter is misspelled'; Code = 3; Says = '^UNKNOWN - .*Warnign'; And = '-Warnign', '7d' }
        @{ Case = 'a time is none'; Code = 3; Says = '^UNKNOWN - .*soon'; And = '-Warning', 'soon' }
    ) {
        Save-Key $key -Vault 'our vault'
        $run = Invoke-AsTask -File (Join-Path $scripts 'Test-ApiKeyExpiry.ps1') -ArgumentList (@('-Tenant', $tenant, '-SecretName', 'qlik', '-Vault', 'our vault', '-RootCertificatePath', $root) + $And)
        $run.ExitCode | Should -Be $Code -Because ($run.Output + $run.ErrorOutput)
        $run.Output.Trim() | Should -Match $Says
        @($run.Output.Trim() -split "`n").Count | Should -Be 1
    }

    It 'has been seen to end with each of its codes' {
        @($seen | Group-Object | Sort-Object Name).Name | Should -Be '0', '1', '2', '3'
        Write-Host "Exit codes of the scheduled rotation: $(@($seen | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count) times" }) -join ', ')."
    }
}

Describe 'Register-ApiKeyRotation.ps1' -Tag Slow {
    BeforeAll {
        $script:register = Join-Path $scripts 'Register-ApiKeyRotation.ps1'
        $script:bin = Join-Path $TestDrive 'bin'
        $script:table = Join-Path $TestDrive 'crontab'
        $null = New-Item -ItemType Directory -Path $bin
        if (Test-Unix) {
            # Keeps the table where the test sees it.
            Set-Content -LiteralPath (Join-Path $bin 'crontab') -Value "#!/bin/sh`nif [ `"`$1`" = -l ]; then cat '$table'; else cat > '$table'; fi"
            & chmod +x (Join-Path $bin 'crontab')
        }

        # Its words without colours and line breaks.
        function Invoke-Register([string[]] $ArgumentList) {
            $run = Invoke-AsTask -File $register -ArgumentList $ArgumentList -PathFolder $bin
            foreach ($name in 'Output', 'ErrorOutput') { $run.$name = $run.$name -replace '\x1b\[[0-9;]*m' -replace '[\s|]+', ' ' }
            $run
        }
    }

    BeforeEach {
        Skip-Unless (Test-Unix) 'Windows has the Task Scheduler, which a test of its own uses'
        [System.IO.File]::WriteAllText($table, "# mine`n5 5 * * * /usr/bin/true`n")
        $script:key = New-QlikCloudApiKey -Session admin -Description scheduled -ExpiresIn 2d -AsPlainText
        Save-Key $key -Vault 'our vault'
    }

    AfterEach {
        if (Test-Unix) { Get-QlikCloudApiKey -Session admin -Description scheduled* -Status active | Remove-QlikCloudApiKey -Session admin -Confirm:$false }
    }

    It 'starts the line once, says that it is set up, shows it, and removes it' {
        $run = Invoke-Register '-Tenant', $tenant, '-SecretName', 'qlik', '-Vault', 'our vault', '-RootCertificatePath', $root, '-Hour', 22, '-EveryHours', 6, '-MinRemaining', '12h', '-TimeoutSec', 60
        $run.ExitCode | Should -Be 0 -Because ($run.Output + $run.ErrorOutput)
        $run.Output | Should -Match "'Qlik Cloud API key qlik' is set up: started once, it ended with 0\. \{.*`"rotated`":false"
        $lines = Get-Content -LiteralPath $table
        $lines[0, 1] | Should -Be '# mine', '5 5 * * * /usr/bin/true'
        $lines[2] | Should -Be '# Qlik Cloud API key qlik'
        $lines[3] | Should -Match "^0 4,10,16,22 \* \* \* .+ -NoProfile .*-File '[^']+Update-StoredApiKey\.ps1' -Tenant $([regex]::Escape($tenant)) -SecretName qlik -MinRemaining 12h -GracePeriod 1d -Vault 'our vault' .* >> `"\`$HOME/qlik-apikey\.log`" 2>&1$"
        @(Get-Content -LiteralPath (Join-Path $taskHome 'qlik-apikey.log')).Count | Should -BeGreaterOrEqual 1

        $shown = (Invoke-Register '-Show').Output
        $shown | Should -Match 'Name\s+: Qlik Cloud API key qlik'
        $shown | Should -Match 'Schedule\s+: 0 4,10,16,22'
        $shown | Should -Match 'LastResult\s+: 0'

        # Set up anew, it stands there once.
        $null = Invoke-Register '-Tenant', $tenant, '-SecretName', 'qlik', '-Vault', 'our vault', '-RootCertificatePath', $root
        @(Get-Content -LiteralPath $table).Count | Should -Be 4

        (Invoke-Register '-Remove', '-SecretName', 'qlik').ExitCode | Should -Be 0
        Get-Content -LiteralPath $table | Should -Be '# mine', '5 5 * * * /usr/bin/true'
        (Invoke-Register '-Show').Output.Trim() | Should -BeNullOrEmpty
        $none = Invoke-Register '-Remove', '-SecretName', 'qlik'
        $none.ErrorOutput | Should -Match 'Nothing is set up'
    }

    It 'is not set up where the line does not work, and says why' {
        $run = Invoke-Register '-Tenant', $tenant, '-SecretName', 'another', '-RootCertificatePath', $root
        $run.ExitCode | Should -Not -Be 0
        $run.ErrorOutput | Should -Match 'It is not set up: started once, .* ended with 2\. .*another was not found'
        $run.Output | Should -Not -Match 'is set up'
        Get-Content -LiteralPath $table | Should -Be '# mine', '5 5 * * * /usr/bin/true'
    }

    It 'changes and starts nothing with -WhatIf, and starts nothing with -SkipStart' {
        $before = Get-RequestCount -Service qlikCloud
        $run = Invoke-Register '-Tenant', "https://$tenant/", '-SecretName', 'the key''s own name', '-Proxy', 'http://proxy.domain.local:8080/%20', '-WhatIf'
        $run.Output | Should -Match ([regex]::Escape("-SecretName 'the key'\''s own name'"))
        $run.Output | Should -Match ([regex]::Escape('/\%20'))
        @(Get-Content -LiteralPath $table).Count | Should -Be 2
        $run = Invoke-Register '-Tenant', $tenant, '-SecretName', 'qlik', '-SkipStart'
        $run.Output | Should -Match 'was not started'
        $run.Output | Should -Not -Match 'is set up'
        @(Get-Content -LiteralPath $table).Count | Should -Be 4
        Get-RequestCount -Service qlikCloud | Should -Be $before
    }
}

Describe 'Find-PowerShell.ps1' -Tag Slow {
    It 'finds PowerShell that only dotnet can start, and never another program of its folder' {
        Skip-Unless ($PSVersionTable.PSEdition -eq 'Core') 'only PowerShell 7 is run by dotnet'
        $dotnet = Get-Command -Name dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        $library = Join-Path $PSHOME 'pwsh.dll'
        Skip-Unless ($dotnet -and (Test-Path -LiteralPath $library)) 'there is no dotnet, or no library of PowerShell'
        if (-not ($dotnet -and (Test-Path -LiteralPath $library))) { return }
        $run = Invoke-Program -Path $dotnet.Source -ArgumentList 'exec', $library, '-NoProfile', '-Command', "& '$(Join-Path $scripts 'Find-PowerShell.ps1')' | ConvertTo-Json -Compress"
        $found = $run.Output | ConvertFrom-Json
        $answer = Invoke-Program -Path $found.Path -ArgumentList (@($found.Arguments) + '-NoProfile', '-Command', '$PSHOME')
        $answer.Output.Trim() | Should -Be $PSHOME
        Split-Path -Leaf $found.Path | Should -Match '^(pwsh|dotnet)(\.exe)?$'
    }
}
