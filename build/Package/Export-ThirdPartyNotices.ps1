<#
.SYNOPSIS
    Writes the licences of the libraries that ship with the module into one text file.
.DESCRIPTION
    The text of each licence is that of the package's own file, with its notices about third parties. A package that has no file
    names its licence in its manifest instead; that has to be MIT, whose text is printed once at the end.
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

function Read-Text([string] $File) { [System.IO.File]::ReadAllText($File).Replace("`r`n", "`n").Trim() }

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
    if (-not $texts) {
        $declared = $manifest.SelectSingleNode("*[local-name()='license'][@type='expression']")
        if (-not $declared -or $declared.InnerText -ne 'MIT') {
            throw "The package $name has no file with its licence, and does not name MIT."
        }

        $texts = @('Licence: MIT, the text of which is at the end of this file.')
    }

    $copyright = $manifest.SelectSingleNode("*[local-name()='copyright']")
    $sections += @($name) + @(if ($copyright) { $copyright.InnerText }) + $texts -join "`n`n"
}

$sections += "MIT licence`n`n" + $mit.Replace("`r`n", "`n")
[System.IO.File]::WriteAllText($Path, ($sections -join ("`n`n" + '-' * 80 + "`n`n")) + "`n")
