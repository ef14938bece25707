# Plain requests to the emulated services, for what a test needs there and the module has no cmdlet for.

if (-not ('QlikSnowflakeTestTrust' -as [type])) {
    # Compiled, since a script block cannot run on the threads that check certificates.
    Add-Type -TypeDefinition @'
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

public static class QlikSnowflakeTestTrust
{
    public static readonly RemoteCertificateValidationCallback Any = Accept;

    private static bool Accept(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
    {
        return true;
    }
}
'@
}

function Invoke-Rest {
    <#
    .SYNOPSIS
    Sends one request, to be taken by an emulated service whoever vouches for it.
    #>
    param(
        [Parameter(Mandatory)] [string] $Method,
        [Parameter(Mandatory)] [string] $Url,
        [hashtable] $Header = @{},
        $Body,
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate
    )

    # Windows PowerShell begins with older ones. The module must not need this, so it is taken back at once.
    $protocol = [System.Net.ServicePointManager]::SecurityProtocol
    [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]::Tls12
    $request = [System.Net.WebRequest]::CreateHttp($Url)
    $request.Method = $Method
    $request.KeepAlive = $false
    $request.ServerCertificateValidationCallback = [QlikSnowflakeTestTrust]::Any
    foreach ($name in $Header.Keys) { $request.Headers[$name] = $Header[$name] }
    if ($Certificate) { $null = $request.ClientCertificates.Add($Certificate) }
    if ($null -ne $Body) {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Body -Depth 9))
        $request.ContentType = 'application/json'
        $stream = $request.GetRequestStream()
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Dispose()
    }

    $response = $request.GetResponse()
    try {
        $reader = New-Object System.IO.StreamReader $response.GetResponseStream()
        $reader.ReadToEnd() | ConvertFrom-Json
    }
    finally {
        $response.Dispose()
        [System.Net.ServicePointManager]::SecurityProtocol = $protocol
    }
}

function Invoke-QrsRest {
    param([Parameter(Mandatory)] [string] $Method, [Parameter(Mandatory)] [string] $Path, $Body)

    $qrs = (Get-Emulator).qrs
    $certificate = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 $qrs.clientPfx, $qrs.clientPfxPassword
    $header = @{ 'X-Qlik-Xrfkey' = '0123456789abcdef'; 'X-Qlik-User' = "UserDirectory=$($qrs.userDirectory); UserId=$($qrs.userId)" }
    Invoke-Rest -Method $Method -Url "$($qrs.url)/qrs/${Path}?xrfkey=0123456789abcdef" -Header $header -Body $Body -Certificate $certificate
}

function Invoke-QlikCloudRest {
    param([Parameter(Mandatory)] [string] $Method, [Parameter(Mandatory)] [string] $Path, $Body)

    $cloud = (Get-Emulator).qlikCloud
    Invoke-Rest -Method $Method -Url "$($cloud.url)/api/v1/$Path" -Header @{ Authorization = "Bearer $($cloud.apiKey)" } -Body $Body
}

function Edit-ApiKeyPolicy {
    <#
    .SYNOPSIS
    Sets how many API keys a user may have, and how long they may live.
    #>
    param([int] $MostKeys = 1000, [string] $LongestLife = 'P365D')

    $null = Invoke-QlikCloudRest -Method PATCH -Path "api-keys/configs/$((Get-Emulator).qlikCloud.tenantId)" -Body @(
        @{ op = 'replace'; path = '/max_keys_per_user'; value = $MostKeys }
        @{ op = 'replace'; path = '/max_api_key_expiry'; value = $LongestLife }
    )
}
