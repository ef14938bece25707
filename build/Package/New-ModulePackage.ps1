<#
.SYNOPSIS
    Makes the package that ships: the built module with its notices, its bill of materials and nothing unexpected.
.PARAMETER ModulePath
    The folder of a freshly staged module, into which notices and bill of materials are written.
.PARAMETER Destination
    The folder for the package.
.OUTPUTS
    The package's file.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Destination
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
$project = [System.IO.Path]::Combine($root, 'src', 'QlikSnowflake', 'QlikSnowflake.csproj')
$manifestPath = Join-Path $ModulePath 'QlikSnowflake.psd1'
$manifest = Import-PowerShellDataFile -LiteralPath $manifestPath

$seconds = & git -C $root log -1 --format=%ct 2>$null
if ($seconds) {
    $time = [datetimeoffset]::FromUnixTimeSeconds($seconds)
}
else {
    # Outside a repository, such as in a downloaded archive of the sources: the file that is the version's source.
    $time = [datetimeoffset] (Get-Item -LiteralPath (Join-Path $root 'QlikSnowflake.psd1')).LastWriteTime
}

$assets = [System.IO.Path]::Combine((Split-Path -Path $project), 'obj', 'project.assets.json')
$packages = @(& (Join-Path $PSScriptRoot 'Get-ShippedPackage.ps1') -ModulePath $ModulePath -AssetsPath $assets)
$notices = @{ Package = @($packages | Where-Object Ships); Path = Join-Path $ModulePath 'THIRD-PARTY-NOTICES.txt' }
& (Join-Path $PSScriptRoot 'Export-ThirdPartyNotices.ps1') @notices
$bill = @{
    Project = $project
    Package = $packages
    Version = $manifest.ModuleVersion
    Path    = Join-Path $ModulePath 'bom.json'
    Time    = $time
}
& (Join-Path $PSScriptRoot 'Export-Sbom.ps1') @bill

# The tags by which Find-PSResource -CommandName finds a module: the Gallery reads them from the package, a folder from the manifest.
$tags = @('PSIncludes_Cmdlet') + @($manifest.CmdletsToExport | ForEach-Object { "PSCommand_$_" })
$given = [System.IO.File]::ReadAllText($manifestPath)
$added = [regex]::Replace($given, '(?<=\bTags\s*=\s*@\([^)]*)\)', { ", '$($tags -join "', '")')" })
[System.IO.File]::WriteAllText($manifestPath, $added)
$all = @((Import-PowerShellDataFile -LiteralPath $manifestPath).PrivateData.PSData.Tags)
if ($all.Count -ne $manifest.PrivateData.PSData.Tags.Count + $tags.Count) { throw "The tags of $manifestPath cannot be added to." }
$length = ($all -join ' ').Length
if ($length -gt 3900) { throw "The tags are $length characters long; with PSModule before them the Gallery takes 4000." }

# What ships is listed: a new file is added there deliberately, or it is a mistake.
$listed = @([System.IO.File]::ReadAllLines((Join-Path $PSScriptRoot 'contents.txt')) | Where-Object { $_ })
$start = (Get-Item -LiteralPath $ModulePath).FullName.TrimEnd('\', '/').Length + 1
$found = @(Get-ChildItem -LiteralPath $ModulePath -Recurse -File | ForEach-Object { $_.FullName.Substring($start).Replace('\', '/') })
$difference = @(Compare-Object -ReferenceObject $listed -DifferenceObject $found | ForEach-Object {
        if ($_.SideIndicator -eq '=>') { "$($_.InputObject) is not listed" } else { "$($_.InputObject) is missing" }
    })
if ($difference) { throw "The module's files are not those of build/Package/contents.txt: $($difference -join '; ')." }

$null = New-Item -Path $Destination -ItemType Directory -Force
$package = Join-Path $Destination "QlikSnowflake.$($manifest.ModuleVersion).nupkg"
if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package }
Compress-PSResource -Path $ModulePath -DestinationPath $Destination
& (Join-Path $PSScriptRoot 'Format-Package.ps1') -Path $package -Time $time
Get-Item -LiteralPath $package
