# Starts, asks and steers the emulator that a run of the suite talks to.
# Its state directory is handed on by an environment variable, so that child processes and runspaces find it too.

function Open-Emulator {
    <#
    .SYNOPSIS
    Starts an emulator and waits until its emulator.json says that it is ready.
    .OUTPUTS
    An object with Process and StateDirectory, to be given to Close-Emulator.
    #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [int] $TimeoutSeconds = 600,
        [string[]] $ArgumentList = @()
    )

    $stateDirectory = Join-Path ([System.IO.Path]::GetTempPath()) ('qliksnowflake-pester-' + [guid]::NewGuid().ToString('N'))
    $dotnet = $env:DOTNET_HOST_PATH
    if (-not $dotnet) { $dotnet = (Get-Command -Name dotnet -CommandType Application -ErrorAction Stop | Select-Object -First 1).Source }

    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $dotnet
    $start.Arguments = '"{0}" --state "{1}" {2}' -f $Path, $stateDirectory, ($ArgumentList -join ' ')
    $start.UseShellExecute = $false
    $start.RedirectStandardError = $true
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $null = $process.StandardOutput.ReadToEndAsync()

    $ready = Join-Path $stateDirectory 'emulator.json'
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (Test-Path -LiteralPath $ready)) {
        if ($process.WaitForExit(50)) { throw "The emulator ended before it was ready, with exit code $($process.ExitCode): $($errors.Result)" }
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
            $process.Kill()
            throw "The emulator was not ready after $TimeoutSeconds seconds."
        }
    }

    [pscustomobject]@{ Process = $process; StateDirectory = $stateDirectory }
}

function Close-Emulator {
    <#
    .SYNOPSIS
    Ends an emulator that Open-Emulator started, and deletes its state.
    #>
    param([Parameter(Mandatory)] $Emulator)

    if (-not $Emulator.Process.HasExited) { $Emulator.Process.Kill() }
    $Emulator.Process.WaitForExit()
    $Emulator.Process.Dispose()
    Remove-Item -LiteralPath $Emulator.StateDirectory -Recurse -Force -ErrorAction SilentlyContinue
}

function Get-Emulator {
    <#
    .SYNOPSIS
    What emulator.json says.
    #>
    Get-Content -LiteralPath (Join-Path $env:QLIKSNOWFLAKE_TEST_EMULATOR 'emulator.json') -Raw | ConvertFrom-Json
}

function Invoke-EmulatorControl {
    <#
    .SYNOPSIS
    Calls the emulator's control service.
    #>
    param([string] $Method = 'Get', [Parameter(Mandatory)] [string] $Path, $Body)

    $call = @{ Method = $Method; Uri = (Get-Emulator).control.url + '/_emulator/' + $Path; UseBasicParsing = $true }
    if ($null -ne $Body) {
        $call.Body = ConvertTo-Json -InputObject $Body -Depth 5
        $call.ContentType = 'application/json'
    }

    Invoke-RestMethod @call
}

function Get-EmulatorState {
    $state = Invoke-EmulatorControl -Path 'state'
    # What Invoke-RestMethod cannot read it returns as text, of which every count would be zero.
    if ($state -is [string]) { throw "The emulator's state is no JSON that PowerShell reads." }
    $state
}

function Add-EmulatorFault {
    <#
    .SYNOPSIS
    Asks for something to go wrong: service, method, path, kind, status, retryAfter, skip, times and so on.
    #>
    param([Parameter(Mandatory)] [hashtable] $Fault)
    $null = Invoke-EmulatorControl -Method Post -Path 'faults' -Body $Fault
}

function Clear-EmulatorFault {
    $null = Invoke-EmulatorControl -Method Delete -Path 'faults'
}

function Edit-EmulatorSetting {
    <#
    .SYNOPSIS
    Changes settings of a service while it runs.
    #>
    param([Parameter(Mandatory)] [string] $Service, [Parameter(Mandatory)] [hashtable] $Setting)
    $null = Invoke-EmulatorControl -Method Post -Path 'settings' -Body @{ $Service = $Setting }
}

function Move-EmulatorClock {
    <#
    .SYNOPSIS
    Sets how far ahead of this machine's clock the emulator's is.
    #>
    param([Parameter(Mandatory)] [int] $SkewSeconds)
    $null = Invoke-EmulatorControl -Method Post -Path 'clock' -Body @{ skewSeconds = $SkewSeconds }
}

function Get-RequestCount {
    <#
    .SYNOPSIS
    How many requests the emulator has received so far: all, or those of a service, method and route.
    .PARAMETER ChangingOnly
    Leaves out what reads: GET, and statements that describe, show, or prove a login.
    #>
    param([string] $Service = '*', [string] $Method = '*', [string] $Route = '*', [switch] $ChangingOnly)

    $state = Get-EmulatorState
    $count = 0
    if ($ChangingOnly -and 'snowflake' -like $Service) {
        foreach ($statement in $state.statements) {
            if ($statement.text -match '^(DESC |DESCRIBE |SHOW |SELECT CURRENT_)') { $count -= $statement.executed }
        }
    }

    foreach ($line in $state.requests) {
        if ($line.service -like $Service -and $line.method -like $Method -and $line.route -like $Route -and -not ($ChangingOnly -and $line.method -eq 'GET')) {
            $count += $line.received
        }
    }

    $count
}

function Get-StatementCount {
    <#
    .SYNOPSIS
    How often the emulated Snowflake has executed a statement.
    #>
    param([Parameter(Mandatory)] [string] $Statement)

    $found = @((Get-EmulatorState).statements | Where-Object { $_.text -ceq $Statement })
    if ($found) { $found[0].executed } else { 0 }
}

function Wait-Condition {
    <#
    .SYNOPSIS
    Looks again and again until something is so; fails when it is not in time.
    #>
    param([Parameter(Mandatory)] [scriptblock] $Condition, [string] $What = 'the condition', [int] $TimeoutSeconds = 300)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSeconds) { throw "Waited $TimeoutSeconds seconds in vain for ${What}." }
        Start-Sleep -Milliseconds 20
    }
}
