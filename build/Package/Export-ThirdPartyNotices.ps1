<#
.SYNOPSIS
    Writes the licences of the libraries that ship with the module into one text file.
.DESCRIPTION
    The text of each licence is that of the package's own file, with its notices about third parties. A package that has no file
    names its licence in its manifest instead: that text is printed once at the end.
.PARAMETER Package
    The packages, as Get-ShippedPackage.ps1 emits them.
.PARAMETER Path
    The file to write.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [object[]] $Package,
    [Parameter(Mandatory)] [string] $Path
)

$ErrorActionPreference = 'Stop'
$mit = @'
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
'@

# What the addresses in old manifests lead to.
$licenceAt = @{ 'https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt' = 'Apache-2.0' }

function Read-Text([string] $File) { [System.IO.File]::ReadAllText($File).Replace("`r`n", "`n").Trim() }

$ownTexts = [ordered]@{
    'MIT'        = @{ Text = $mit.Replace("`r`n", "`n"); Used = $false }
    'Apache-2.0' = @{ Text = Read-Text (Join-Path $PSScriptRoot 'Apache-2.0.txt'); Used = $false }
}
$sections = @('QlikSnowflake ships with the following libraries. Its own licence is in the file LICENSE.')
# Packages of one house often bring the same text: it is printed with the first.
$printed = @{}
foreach ($one in $Package) {
    $name = "$($one.Id) $($one.Version)"
    $manifest = ([xml] (Read-Text $one.Manifest)).package.metadata
    $files = @(Get-ChildItem -LiteralPath $one.Folder -File |
        Where-Object Name -Match '^(LICEN[CS]E|(THIRD-?PARTY-?)?NOTICES?)(\.(txt|md))?$' | Sort-Object -Property Name)
    $texts = @(foreach ($file in $files) {
            $text = Read-Text $file.FullName
            if ($printed[$text]) {
                "Its file $($file.Name) has the text of $($printed[$text]), above."
            }
            else {
                $printed[$text] = "$($file.Name) of $name"
                $text
            }
        })
    if (-not ($files.Name -match '^LICEN')) {
        $declared = $manifest.SelectSingleNode("*[local-name()='license'][@type='expression']")
        $address = $manifest.SelectSingleNode("*[local-name()='licenseUrl']")
        $licence = if ($declared) { $declared.InnerText } elseif ($address) { $licenceAt[$address.InnerText] }
        if ($licence -notin $ownTexts.Keys) {
            throw "The package $name has no file with its licence, and names none whose text is known here."
        }

        $ownTexts[$licence].Used = $true
        $texts = @("Licence: $licence, the text of which is at the end of this file.") + $texts
    }

    $copyright = $manifest.SelectSingleNode("*[local-name()='copyright']")
    $sections += @($name) + @(if ($copyright) { $copyright.InnerText }) + $texts -join "`n`n"
}

foreach ($licence in $ownTexts.Keys | Where-Object { $ownTexts[$_].Used }) {
    $sections += "$licence`n`n" + $ownTexts[$licence].Text
}

[System.IO.File]::WriteAllText($Path, ($sections -join ("`n`n" + '-' * 80 + "`n`n")) + "`n")
