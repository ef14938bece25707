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
# What each framework's folder holds, and which package's file that is there.
$shipped = @()
$explained = @()
$shipping = @()
foreach ($target in 'net472', 'net8.0') {
    $folder = [System.IO.Path]::Combine($ModulePath, 'bin', $target, 'deps')
    $there = @(Get-ChildItem -LiteralPath $folder -Filter *.dll | Where-Object Name -NotLike 'QlikSnowflake.*' | ForEach-Object { $_.Name })
    $shipped += @($there | ForEach-Object { "$target/$_" })
    foreach ($library in $assets.targets.$target.PSObject.Properties | Where-Object { $_.Value.type -eq 'package' -and $_.Value.runtime }) {
        $ours = @($library.Value.runtime.PSObject.Properties.Name | ForEach-Object { ($_ -split '/')[-1] } | Where-Object { $_ -in $there })
        $explained += @($ours | ForEach-Object { "$target/$_" })
        if ($ours) { $shipping += $library.Name }
    }
}

$libraries = $assets.libraries.PSObject.Properties | Where-Object { $_.Value.type -eq 'package' } | Sort-Object -Property Name
$packages = foreach ($library in $libraries) {
    $id, $version = $library.Name -split '/'
    $folder = $roots | ForEach-Object { Join-Path $_ $library.Value.path } | Where-Object { Test-Path -LiteralPath $_ } |
        Select-Object -First 1
    [pscustomobject]@{
        Id       = $id
        Version  = $version
        Folder   = $folder
        Manifest = Join-Path $folder ($id.ToLowerInvariant() + '.nuspec')
        Ships    = $library.Name -in $shipping
    }
}

$unexplained = @($shipped | Where-Object { $_ -notin $explained })
if ($unexplained) { throw "No package has these files of the module: $($unexplained -join ', ')" }
$packages
