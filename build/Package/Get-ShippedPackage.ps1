<#
.SYNOPSIS
    Finds the package of every library that lies beside the module's own.
.PARAMETER ModulePath
    The folder of the staged module.
.PARAMETER AssetsPath
    The project.assets.json of the module's project.
.OUTPUTS
    For each package Id, Version, Folder, Manifest (its .nuspec) and Ships: whether a file of it is in the module.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $AssetsPath
)

$ErrorActionPreference = 'Stop'
$assets = Get-Content -LiteralPath $AssetsPath -Raw | ConvertFrom-Json
$roots = @($assets.packageFolders.PSObject.Properties.Name)
$shipped = @(Get-ChildItem -Path ([System.IO.Path]::Combine($ModulePath, 'bin', '*', 'deps', '*.dll')) -Exclude 'QlikSnowflake.*' |
    ForEach-Object Name | Sort-Object -Unique)
$explained = @()
$libraries = $assets.libraries.PSObject.Properties | Where-Object { $_.Value.type -eq 'package' } | Sort-Object -Property Name
$packages = foreach ($library in $libraries) {
    $id, $version = $library.Name -split '/'
    $dlls = @($library.Value.files | Where-Object { $_ -like 'lib/*.dll' -or $_ -like 'runtimes/*.dll' })
    $files = @($dlls | ForEach-Object { ($_ -split '/')[-1] })
    $ours = @($files | Where-Object { $_ -in $shipped })
    $explained += $ours
    $folder = $roots | ForEach-Object { Join-Path $_ $library.Value.path } | Where-Object { Test-Path -LiteralPath $_ } |
        Select-Object -First 1
    [pscustomobject]@{
        Id       = $id
        Version  = $version
        Folder   = $folder
        Manifest = Join-Path $folder ($id.ToLowerInvariant() + '.nuspec')
        Ships    = $ours.Count -gt 0
    }
}

$unexplained = @($shipped | Where-Object { $_ -notin $explained })
if ($unexplained) { throw "No package has these files of the module: $($unexplained -join ', ')" }
$packages
