# The same by hand: a token signed by .NET, and Invoke-RestMethod, which checks no certificate, as pasted scripts do.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$ErrorActionPreference = 'Stop'
$null = $RootCertificatePath, $ModulePath
function ConvertTo-Base64Url([byte[]] $Bytes) { [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
$rsa = [System.Security.Cryptography.RSA]::Create()
$rsa.ImportFromPem([System.IO.File]::ReadAllText($PrivateKeyPath))
$print = 'SHA256:' + [Convert]::ToBase64String([System.Security.Cryptography.SHA256]::HashData($rsa.ExportSubjectPublicKeyInfo()))
$now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
$name = "MYORG-MYACCOUNT.$($User.ToUpperInvariant())"
$utf8 = [System.Text.Encoding]::UTF8
$signed = (ConvertTo-Base64Url $utf8.GetBytes('{"alg":"RS256","typ":"JWT"}')) + '.' + (ConvertTo-Base64Url $utf8.GetBytes((ConvertTo-Json @{ iss = "$name.$print"; sub = $name; iat = $now; exp = $now + 3540 })))
$token = $signed + '.' + (ConvertTo-Base64Url $rsa.SignData($utf8.GetBytes($signed), [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1))
$headers = @{ Authorization = "Bearer $token"; 'X-Snowflake-Authorization-Token-Type' = 'KEYPAIR_JWT'; Accept = 'application/json' }
$answer = Invoke-RestMethod -Uri "https://$HostName/api/v2/statements" -Method Post -Headers $headers -Body (ConvertTo-Json @{ statement = 'SELECT 1 AS N' }) -ContentType application/json -SkipCertificateCheck
if ($answer.data[0][0] -ne 1) { throw "It answered $($answer.data[0][0])." }
