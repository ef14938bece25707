<#
.SYNOPSIS
    Installs the module from a package in a folder, as a user would from the Gallery, and emits the path of its manifest.
.DESCRIPTION
    Elsewhere than on Windows it installs for the current user, which is to be one with a home folder for this purpose. On Windows,
    where modules of users lie in their documents whatever the environment says, it saves the module below -Path instead.
.PARAMETER Package
    The package.
.PARAMETER Path
    The folder for the module, on Windows.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Package,
    [Parameter(Mandatory)] [string] $Path
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$repository = 'QlikSnowflake-' + [guid]::NewGuid().ToString('N')
Register-PSResourceRepository -Name $repository -Uri (Split-Path -Path $Package) -Trusted
try {
    $found = Find-PSResource -CommandName Connect-Snowflake -Repository $repository
    if ($found.Names -notcontains 'Connect-Snowflake') { throw 'The module is not found by the name of one of its commands.' }
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') {
        Save-PSResource -Name QlikSnowflake -Repository $repository -Path $Path -Quiet
        (Get-ChildItem -LiteralPath $Path -Recurse -Filter QlikSnowflake.psd1).FullName
    }
    else {
        Install-PSResource -Name QlikSnowflake -Repository $repository -Scope CurrentUser -Quiet
        (Get-Module -Name QlikSnowflake -ListAvailable).Path
    }
}
finally {
    Unregister-PSResourceRepository -Name $repository
}
