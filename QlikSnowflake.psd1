@{
    RootModule             = 'QlikSnowflake.psm1'
    ModuleVersion          = '0.1.0'
    CompatiblePSEditions   = @('Desktop', 'Core')
    GUID                   = '7b0f2a1e-3f5b-4b0e-9d6c-6a52f0c3c9e4'
    Author                 = 'QlikSnowflake contributors'
    CompanyName            = 'QlikSnowflake'
    Copyright              = '(c) QlikSnowflake contributors. MIT licence.'
    Description            = 'Qlik Sense on Windows, Qlik Cloud and Snowflake from the PowerShell pipeline: key pairs and tokens, SQL to typed objects, data connections and API keys, without switching certificate checks off.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('QlikSnowflake.Format.ps1xml')
    TypesToProcess         = @('QlikSnowflake.Types.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    CmdletsToExport        = @(
        'Connect-QlikCloud'
        'Connect-Qrs'
        'Connect-Snowflake'
        'ConvertFrom-QlikConnectionString'
        'ConvertTo-QlikConnectionString'
        'Disconnect-QlikCloud'
        'Disconnect-Qrs'
        'Disconnect-Snowflake'
        'Export-QrsCertificate'
        'Export-QrsDataConnection'
        'Get-QlikCloudApiKey'
        'Get-QlikCloudApiKeyPolicy'
        'Get-QlikCloudDataConnection'
        'Get-QlikCloudRole'
        'Get-QlikCloudSession'
        'Get-QlikCloudTenant'
        'Get-QlikCloudUser'
        'Get-QrsAbout'
        'Get-QrsCertificate'
        'Get-QrsCustomProperty'
        'Get-QrsDataConnection'
        'Get-QrsSession'
        'Get-QrsTag'
        'Get-QrsUser'
        'Get-SnowflakePublicKey'
        'Get-SnowflakeSession'
        'Get-SnowflakeUserKey'
        'Grant-QlikCloudApiKeyPermission'
        'Import-QrsDataConnection'
        'Invoke-QrsRequest'
        'Invoke-SnowflakeSql'
        'New-QlikCloudApiKey'
        'New-QlikCloudDataConnection'
        'New-QrsDataConnection'
        'New-SnowflakeJwt'
        'New-SnowflakeKeyPair'
        'Remove-QlikCloudApiKey'
        'Remove-QlikCloudDataConnection'
        'Remove-QrsDataConnection'
        'Remove-SnowflakeUserKey'
        'Revoke-QlikCloudApiKeyPermission'
        'Set-QlikCloudApiKey'
        'Set-QlikCloudApiKeyPolicy'
        'Set-QlikCloudDataConnection'
        'Set-QrsDataConnection'
        'Set-SnowflakeUserKey'
        'Test-QrsDataConnection'
        'Test-SnowflakeConnection'
        'Test-SnowflakeJwt'
        'Update-QlikCloudApiKey'
        'Update-SnowflakeUserKey'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('Qlik', 'QlikSense', 'QRS', 'QlikCloud', 'Snowflake', 'KeyPair', 'JWT', 'SQL', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ProjectUri   = 'https://github.com/QlikSnowflake/QlikSnowflake'
            ReleaseNotes = 'https://github.com/QlikSnowflake/QlikSnowflake/blob/main/CHANGELOG.md'
        }
    }
}
