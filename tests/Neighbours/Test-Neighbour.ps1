<#
.SYNOPSIS
Signs a token in one session with modules that bring libraries of the same names, imported before this one and after it.
.DESCRIPTION
Each module is tried alone and all of them together, each time in a new process of the PowerShell that runs this. A module that
cannot be imported is a failure of the test's preparation and is reported as such. Exits with 0 when every token was signed.
.PARAMETER ModulePath
The manifest of this module.
.PARAMETER Neighbour
The names of the other modules, which have to be installed.
.EXAMPLE
./Test-Neighbour.ps1 -ModulePath ./QlikSnowflake.psd1 -Neighbour Az.Accounts, Microsoft.Graph.Authentication
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string[]] $Neighbour
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$ours = (Resolve-Path -LiteralPath $ModulePath).ProviderPath
$shell = & (Join-Path $root 'examples/Find-PowerShell.ps1')
$folder = Join-Path ([System.IO.Path]::GetTempPath()) ('qliksnowflake-neighbours-' + [guid]::NewGuid().ToString('N'))
$null = New-Item -Path $folder -ItemType Directory

# Its answer is the last line: the subject of the token, which was checked against the key.
$sign = @'
$path = Join-Path $PSScriptRoot ([guid]::NewGuid().ToString('N') + '.p8')
$secret = New-Object System.Security.SecureString
'neighbours'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
$pair = New-SnowflakeKeyPair -Path $path -Passphrase $secret
$jwt = New-SnowflakeJwt -Account myorg-myaccount -User svc -PrivateKeyPath $path -Passphrase $secret
$test = Test-SnowflakeJwt $jwt.Token -PublicKeyPath $pair.PublicKeyPath
if (-not $test.IsValid) { throw 'The token is not valid.' }
"Signed: $($jwt.Subject)"
'@

$failures = 0
try {
    $groups = @($Neighbour | ForEach-Object { , @($_) })
    if ($Neighbour.Count -gt 1) { $groups += , $Neighbour }
    foreach ($group in $groups) {
        $others = @($group | ForEach-Object { "Import-Module -Name '$_'" })
        $mine = "Import-Module -Name '$ours'"
        $orders = [ordered]@{
            'before this module'                        = $others + $mine + $sign
            'after this module'                         = @($mine) + $others + $sign
            'after this module and a token, then again' = @($mine) + $sign + $others + $sign
        }
        foreach ($order in $orders.Keys) {
            $script = Join-Path $folder 'session.ps1'
            Set-Content -LiteralPath $script -Encoding Ascii -Value (@('$ErrorActionPreference = "Stop"') + $orders[$order])
            $arguments = @($shell.Arguments) + '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $script
            $ErrorActionPreference = 'Continue'
            $said = @(& $shell.Path @arguments 2>&1)
            $ErrorActionPreference = 'Stop'
            $passed = $LASTEXITCODE -eq 0 -and "$($said[-1])" -eq 'Signed: MYORG-MYACCOUNT.SVC'
            '{0}: {1} {2}' -f $(if ($passed) { 'passed' } else { 'FAILED' }), ($group -join ', '), $order
            if (-not $passed) {
                $failures++
                $said | Out-String
            }
        }
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

exit [int] ($failures -gt 0)
