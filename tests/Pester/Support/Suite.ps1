# What every test file of the suite begins with: the module, the emulator, and the words of the tests.
# Dot-source it in BeforeAll. Invoke-PesterSuite.ps1 sets the two environment variables.

if (-not ($env:QLIKSNOWFLAKE_TEST_MODULE -and $env:QLIKSNOWFLAKE_TEST_EMULATOR)) {
    throw 'Run the tests by Invoke-PesterSuite.ps1: it starts the emulator that they talk to.'
}

. (Join-Path $PSScriptRoot 'Emulator.ps1')
. (Join-Path $PSScriptRoot 'Rest.ps1')
if (-not (Get-Module -Name QlikSnowflake)) { Import-Module -Name $env:QLIKSNOWFLAKE_TEST_MODULE -Global -ErrorAction Stop }

function ConvertTo-TestSecret {
    <#
    .SYNOPSIS
    Text as a SecureString.
    #>
    param([Parameter(Mandatory)] [string] $Text)

    $secret = New-Object System.Security.SecureString
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret.MakeReadOnly()
    , $secret
}

function ConvertFrom-TestSecret {
    <#
    .SYNOPSIS
    The text of a SecureString.
    #>
    param([Parameter(Mandatory)] [securestring] $Secret)
    (New-Object System.Net.NetworkCredential '', $Secret).Password
}

function Get-Login {
    <#
    .SYNOPSIS
    The parameters that connect to one of the emulated services, to be splatted.
    #>
    param([Parameter(Mandatory)] [ValidateSet('Qrs', 'QlikCloud', 'Snowflake', 'SnowflakeAdmin')] [string] $Service)

    $emulator = Get-Emulator
    switch ($Service) {
        'Qrs' {
            @{
                Server = 'localhost'; Port = ([uri]$emulator.qrs.url).Port; CertificatePath = $emulator.qrs.clientPfx
                CertificatePassword = ConvertTo-TestSecret $emulator.qrs.clientPfxPassword; RootCertificatePath = $emulator.qrs.rootCertificate
            }
        }
        'QlikCloud' {
            @{
                Tenant = ([uri]$emulator.qlikCloud.url).Authority; ApiKey = ConvertTo-TestSecret $emulator.qlikCloud.apiKey
                RootCertificatePath = $emulator.qlikCloud.rootCertificate
            }
        }
        'Snowflake' {
            @{
                Account = $emulator.snowflake.account; User = $emulator.snowflake.user; PrivateKeyPath = $emulator.snowflake.privateKey
                HostName = ([uri]$emulator.snowflake.url).Authority; RootCertificatePath = $emulator.snowflake.rootCertificate
            }
        }
        'SnowflakeAdmin' {
            $login = Get-Login Snowflake
            $login.User = $emulator.snowflake.adminUser
            $login.PrivateKeyPath = $emulator.snowflake.adminPrivateKey
            $login
        }
    }
}

function Disconnect-All {
    <#
    .SYNOPSIS
    Closes every session of this runspace.
    #>
    Get-QrsSession | Disconnect-Qrs
    Get-QlikCloudSession | Disconnect-QlikCloud
    Get-SnowflakeSession | Disconnect-Snowflake
}

function Get-Failure {
    <#
    .SYNOPSIS
    Runs something that is meant to fail, and tells how it failed.
    .OUTPUTS
    Record (the first error), Count, Ends (whether it was a terminating error), Output, Requests (how many the emulator received meanwhile).
    #>
    param([Parameter(Mandatory)] [scriptblock] $Action)

    $ErrorActionPreference = 'Continue'
    $before = Get-RequestCount
    $ends = $false
    $records = @()
    $output = @()
    try {
        $written = @(& $Action 2>&1 3>$null)
        $records = @($written | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $output = @($written | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
    }
    catch {
        $ends = $true
        $records = @($_)
    }

    [pscustomobject]@{
        Record   = $records | Select-Object -First 1
        Count    = $records.Count
        Ends     = $ends
        Output   = $output
        Requests = (Get-RequestCount) - $before
    }
}

function Assert-Failure {
    <#
    .SYNOPSIS
    Checks that a failure has the id, the category and the advice that it should have.
    #>
    param([Parameter(Mandatory)] $Failure, [Parameter(Mandatory)] [string] $Id, [string] $Category, [string] $Advice, [string] $Message, [switch] $Unsent)

    $Failure.Record | Should -Not -BeNullOrEmpty -Because 'the command should have failed'
    $because = 'the error was: ' + $Failure.Record
    ($Failure.Record.FullyQualifiedErrorId -split ',')[0] | Should -BeExactly $Id -Because $because
    if ($Category) { $Failure.Record.CategoryInfo.Category | Should -Be $Category -Because $because }
    if ($Advice) { $Failure.Record.ErrorDetails.RecommendedAction | Should -Match $Advice }
    if ($Message) { $Failure.Record.Exception.Message | Should -Match $Message }
    if ($Unsent) { $Failure.Requests | Should -Be 0 -Because 'bad input is found before any request' }
}

function Invoke-Program {
    <#
    .SYNOPSIS
    Runs a program to its end.
    .OUTPUTS
    ExitCode, Output and ErrorOutput.
    #>
    param([Parameter(Mandatory)] [string] $Path, [string[]] $ArgumentList = @())

    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $Path
    $start.Arguments = @($ArgumentList | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $errorOutput = $process.StandardError.ReadToEndAsync()
        # What hangs shall end some time; a busy machine may take minutes.
        if (-not $process.WaitForExit(1200000)) {
            $process.Kill()
            throw "$Path did not end within twenty minutes."
        }

        $process.WaitForExit()
        [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.Result; ErrorOutput = $errorOutput.Result }
    }
    finally {
        $process.Dispose()
    }
}

function Skip-Unless {
    <#
    .SYNOPSIS
    Ends a test as skipped, with the reason, where a condition does not hold.
    #>
    param([Parameter(Mandatory)] [bool] $Condition, [Parameter(Mandatory)] [string] $Because)
    if (-not $Condition) { Set-ItResult -Skipped -Because $Because }
}

function Test-Unix { [System.IO.Path]::DirectorySeparatorChar -eq '/' }

function Test-Linux { [bool] (Get-Variable -Name IsLinux -ValueOnly -ErrorAction SilentlyContinue) }

function Get-PowerShell {
    <#
    .SYNOPSIS
    How to start another process of the PowerShell that runs the tests.
    .OUTPUTS
    Path and Arguments, as Find-PowerShell.ps1 of the examples says.
    #>
    if (-not $script:powerShell) {
        $examples = Join-Path (Split-Path (Split-Path (Split-Path $PSScriptRoot))) 'examples'
        $script:powerShell = & (Join-Path $examples 'Find-PowerShell.ps1')
    }

    $script:powerShell
}

function Invoke-PowerShell {
    <#
    .SYNOPSIS
    Runs a script in a new process of the same PowerShell to its end.
    .OUTPUTS
    ExitCode, Output and ErrorOutput.
    #>
    param([Parameter(Mandatory)] [string] $File, [string[]] $ArgumentList = @())

    $shell = Get-PowerShell
    $before = @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $File
    Invoke-Program -Path $shell.Path -ArgumentList ($before + $ArgumentList)
}

function Invoke-OpenSsl {
    <#
    .SYNOPSIS
    Runs openssl with the arguments given; the test is skipped where there is none.
    #>
    $openssl = Get-Command -Name openssl -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $openssl) {
        Set-ItResult -Skipped -Because 'openssl, which makes the key, is not on the PATH'
        return
    }

    $run = Invoke-Program -Path $openssl.Source -ArgumentList $args
    if ($run.ExitCode -ne 0) { throw "openssl $args failed: $($run.ErrorOutput)" }
}

function Invoke-NewPowerShell {
    <#
    .SYNOPSIS
    Runs the parts of a script in a new process of the same PowerShell, in which nothing is loaded yet.
    .OUTPUTS
    What the script wrote as JSON, read.
    #>
    param([Parameter(Mandatory)] [string[]] $Script)

    $file = Join-Path $TestDrive ([guid]::NewGuid().ToString('N') + '.ps1')
    Set-Content -LiteralPath $file -Encoding Ascii -Value (@('$ErrorActionPreference = "Stop"', '$ProgressPreference = "SilentlyContinue"') + $Script)
    $run = Invoke-PowerShell -File $file
    if ($run.ExitCode -ne 0) { throw "The script failed with exit code $($run.ExitCode): $($run.ErrorOutput)$($run.Output)" }
    $run.Output | ConvertFrom-Json
}

function Invoke-NewRunspace {
    <#
    .SYNOPSIS
    Runs a script in a runspace of its own, with the module imported and a host that cannot ask questions.
    .OUTPUTS
    Output, Errors (ErrorRecords, terminating ones too).
    #>
    param([Parameter(Mandatory)] [string] $Script, [object[]] $ArgumentList = @())

    $shell = [powershell]::Create()
    try {
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $env:QLIKSNOWFLAKE_TEST_MODULE).AddStatement().AddScript($Script)
        foreach ($argument in $ArgumentList) { $null = $shell.AddArgument($argument) }
        $failures = @()
        $output = @()
        try {
            $output = @($shell.Invoke())
        }
        catch {
            $inner = $_.Exception
            while ($inner.InnerException -and -not ($inner -is [System.Management.Automation.RuntimeException])) { $inner = $inner.InnerException }
            $failures += $inner.ErrorRecord
        }

        [pscustomobject]@{ Output = $output; Errors = @($failures) + @($shell.Streams.Error) }
    }
    finally {
        $shell.Dispose()
    }
}

function Get-ModuleCommand {
    Get-Command -Module QlikSnowflake -CommandType Cmdlet
}

function Write-ArticleConnection {
    <#
    .SYNOPSIS
    Writes the article's connection as JSON, as a GET saved to a file has it.
    #>
    param([string] $Path, [string] $Name)

    Set-Content -LiteralPath $Path -Encoding UTF8 -Value (ConvertTo-Json @{
            name             = $Name
            connectionstring = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;port=443;"'
            type             = 'QvOdbcConnectorPackage.exe'
            username         = 'SVC_QLIK'
            password         = 'any'
            logOn            = 1
        })
}
