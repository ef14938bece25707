# One assembly for Windows PowerShell's .NET Framework, one for PowerShell 7's .NET. By cmdlets alone: this runs in ConstrainedLanguage too.
$framework = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }

# No Join-Path and no pipelines: a module more to load, and blocks more to compile, at every import.
Import-Module -Name "$PSScriptRoot/bin/$framework/QlikSnowflake.dll" -ErrorAction Stop

# Forced, so that a second copy of the module in one session replaces what the first one says.
$connection = 'Name', 'Type', 'UserName', 'Owner', 'ModifiedDate', 'Id'
$apiKey = 'Description', 'Status', 'ExpiresAt', 'Id'
$user = 'Name', 'Email', 'Status', 'Roles', 'Id'
Update-TypeData -TypeName QlikSnowflake.Qrs.Connections.DataConnection -DefaultDisplayPropertySet $connection -DefaultKeyPropertySet Id -Force
Update-TypeData -TypeName QlikSnowflake.QlikCloud.QlikCloudApiKey -DefaultDisplayPropertySet $apiKey -DefaultKeyPropertySet Id -Force
Update-TypeData -TypeName QlikSnowflake.QlikCloud.QlikCloudUser -DefaultDisplayPropertySet $user -DefaultKeyPropertySet Id -Force

$isDefault = @{ MemberType = 'ScriptProperty'; MemberName = 'IsDefault'; Value = { [QlikSnowflake.Commands.Sessions.SessionMarks]::IsDefault($this) } }
Update-TypeData -TypeName QlikSnowflake.Qrs.QrsSession @isDefault -Force
Update-TypeData -TypeName QlikSnowflake.QlikCloud.QlikCloudSession @isDefault -Force
Update-TypeData -TypeName QlikSnowflake.Snowflake.SnowflakeSession @isDefault -Force
