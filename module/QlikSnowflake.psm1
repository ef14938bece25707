# One assembly for Windows PowerShell's .NET Framework, one for PowerShell 7's .NET. By cmdlets alone: this runs in ConstrainedLanguage too.
$framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath "bin/$framework/QlikSnowflake.dll") -ErrorAction Stop

# Forced, so that a second copy of the module in one session replaces what the first one says.
@{
    'QlikSnowflake.Qrs.Connections.DataConnection' = 'Name', 'Type', 'UserName', 'Owner', 'ModifiedDate', 'Id'
    'QlikSnowflake.QlikCloud.QlikCloudApiKey'      = 'Description', 'Status', 'ExpiresAt', 'Id'
    'QlikSnowflake.QlikCloud.QlikCloudUser'        = 'Name', 'Email', 'Status', 'Roles', 'Id'
}.GetEnumerator() | ForEach-Object { Update-TypeData -TypeName $_.Key -DefaultDisplayPropertySet $_.Value -DefaultKeyPropertySet Id -Force }
'QlikSnowflake.Qrs.QrsSession', 'QlikSnowflake.QlikCloud.QlikCloudSession', 'QlikSnowflake.Snowflake.SnowflakeSession' | ForEach-Object {
    $isDefault = { [QlikSnowflake.Commands.Sessions.SessionMarks]::IsDefault($this) }
    Update-TypeData -TypeName $_ -MemberType ScriptProperty -MemberName IsDefault -Value $isDefault -Force
}
