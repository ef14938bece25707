# One assembly for Windows PowerShell's .NET Framework, one for PowerShell 7's .NET.
$framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'bin', $framework, 'QlikSnowflake.dll')) -ErrorAction Stop
