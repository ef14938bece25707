<#
.SYNOPSIS
    Turns the markdown of the about topics into the text that Get-Help reads.
.DESCRIPTION
    Headings to capitals, text indented by four, fences dropped. It needs no other module.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Docs, [Parameter(Mandatory)] [string] $Destination)

$utf8 = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
foreach ($file in Get-ChildItem -Path $Docs -Filter about_*.md) {
    $inCode = $false
    $lines = foreach ($line in [System.IO.File]::ReadAllLines($file.FullName)) {
        if ($line -like '``````*') { $inCode = -not $inCode }
        elseif ($inCode) { if ($line) { "        $line" } else { '' } }
        elseif ($line -match '^# (?<title>.*)') { 'TOPIC', "    $($Matches.title)" }
        elseif ($line -match '^## (?<title>.*)') { $Matches.title.ToUpperInvariant() }
        elseif ($line) { "    $line" }
        else { '' }
    }
    # A heading and its text belong together.
    $text = ($lines -join "`n") -creplace '(?m)^([A-Z][^\n]*)\n\n(?=    )', "`$1`n"
    [System.IO.File]::WriteAllText((Join-Path $Destination "$($file.BaseName).help.txt"), $text.TrimEnd() + "`n", $utf8)
}
