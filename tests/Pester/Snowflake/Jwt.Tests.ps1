BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')

    function ConvertFrom-JwtPart {
        param([string] $Jwt, [int] $Part)
        $text = $Jwt.Split('.')[$Part].Replace('-', '+').Replace('_', '/')
        $text = $text.PadRight([math]::Ceiling($text.Length / 4) * 4, '=')
        [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($text)) | ConvertFrom-Json
    }
}

Describe 'New-SnowflakeJwt' {
    BeforeAll {
        $script:passphrase = ConvertTo-TestSecret 'passphrase of the key'
        $script:pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'rsa_key.p8') -NoPassphrase
        $script:encrypted = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase
    }

    It 'makes a token whose text is a SecureString' {
        $jwt = New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik -PrivateKeyPath $pair.PrivateKeyPath
        $jwt.Token | Should -BeOfType [securestring]
        $jwt.Subject | Should -BeExactly 'MYORG-MYACCOUNT.SVC_QLIK'
        $jwt.Issuer | Should -BeExactly "MYORG-MYACCOUNT.SVC_QLIK.$($pair.Fingerprint)"
        $jwt.Fingerprint | Should -BeExactly $pair.Fingerprint
        ($jwt.ExpiresAt - $jwt.IssuedAt).TotalMinutes | Should -Be 60
    }

    It 'signs what it says, by RS256' {
        $jwt = New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik -PrivateKeyPath $pair.PrivateKeyPath -Lifetime '00:10:00'
        $text = ConvertFrom-TestSecret $jwt.Token
        (ConvertFrom-JwtPart $text 0).alg | Should -BeExactly 'RS256'
        $claims = ConvertFrom-JwtPart $text 1
        $claims.iss | Should -BeExactly $jwt.Issuer
        $claims.sub | Should -BeExactly $jwt.Subject
        $claims.exp - $claims.iat | Should -Be 600
    }

    It 'signs so that openssl agrees' {
        $text = New-SnowflakeJwt -Account a-b -User u -PrivateKeyPath $pair.PrivateKeyPath -AsPlainText
        $signed = Join-Path $TestDrive 'signed.txt'
        $signature = Join-Path $TestDrive 'signature.bin'
        [System.IO.File]::WriteAllText($signed, $text.Substring(0, $text.LastIndexOf('.')))
        $last = $text.Split('.')[2].Replace('-', '+').Replace('_', '/')
        [System.IO.File]::WriteAllBytes($signature, [System.Convert]::FromBase64String($last.PadRight([math]::Ceiling($last.Length / 4) * 4, '=')))
        # It fails, and the test with it, where the signature is not the key's.
        Invoke-OpenSsl dgst -sha256 -verify $pair.PublicKeyPath -signature $signature $signed
    }

    It 'gives the token alone, as text, with -AsPlainText' {
        $text = New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik -PrivateKeyPath $pair.PrivateKeyPath -AsPlainText
        $text | Should -BeOfType [string]
        $text | Should -Match '^[\w-]+\.[\w-]+\.[\w-]+$'
    }

    It 'follows New-SnowflakeKeyPair in the pipeline' {
        $jwt = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'piped.p8') -NoPassphrase | New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik
        $jwt.Fingerprint | Should -BeExactly (Get-SnowflakePublicKey (Join-Path $TestDrive 'piped.p8')).Fingerprint
    }

    It 'follows New-SnowflakeKeyPair in the pipeline with a passphrase' {
        $jwt = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'piped2.p8') -Passphrase $passphrase | New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik -Passphrase $passphrase
        $jwt.Subject | Should -BeExactly 'MYORG-MYACCOUNT.SVC_QLIK'
    }

    It 'takes account, user and path by position' {
        (New-SnowflakeJwt myorg-myaccount svc_qlik $pair.PrivateKeyPath).Fingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'takes the key''s text as a SecureString, as a secret store gives it' {
        $secret = ConvertTo-TestSecret (Get-Content -LiteralPath $pair.PrivateKeyPath -Raw)
        ($secret | New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik).Fingerprint | Should -BeExactly $pair.Fingerprint
        (New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik -PrivateKey $secret).Fingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'takes keys of every kind from one pipeline' {
        $text = Get-Content -LiteralPath $pair.PrivateKeyPath -Raw
        $keys = @($pair, $text, (ConvertTo-TestSecret $text), ($text -replace "`r?`n", '\n'), (Get-Item -LiteralPath $pair.PrivateKeyPath))
        $tokens = $keys | New-SnowflakeJwt -Account myorg-myaccount -User svc_qlik
        $tokens | Should -HaveCount 5
        $tokens.Fingerprint | Select-Object -Unique | Should -BeExactly $pair.Fingerprint
        (, [System.IO.File]::ReadAllBytes($pair.PrivateKeyPath) | New-SnowflakeJwt myorg-myaccount svc_qlik).Fingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'says that a key came line by line, and how to give it whole' {
        $lines = @(Get-Content -LiteralPath $pair.PrivateKeyPath)
        $lines | New-SnowflakeJwt myorg-myaccount svc_qlik -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount $lines.Count
        foreach ($failure in $failures) {
            $failure.FullyQualifiedErrorId | Should -Match '^(KeyNotRecognized|KeyDamaged),'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'Get-Content -Raw'
        }
    }

    It 'takes the account as <Given> for <Claim>' -ForEach @(
        @{ Given = 'myorg-myaccount'; Claim = 'MYORG-MYACCOUNT' }
        @{ Given = 'xy12345.eu-central-1'; Claim = 'XY12345' }
        @{ Given = 'xy12345.eu-central-1.aws'; Claim = 'XY12345' }
        @{ Given = 'https://myorg-myaccount.snowflakecomputing.com/'; Claim = 'MYORG-MYACCOUNT' }
    ) {
        (New-SnowflakeJwt $Given me $pair.PrivateKeyPath -WarningAction SilentlyContinue).Subject | Should -BeExactly "$Claim.ME"
    }

    It 'refuses the account <Name>' -ForEach @(
        @{ Name = 'with a slash'; Account = 'myorg/myaccount' }
        @{ Name = 'with a space'; Account = 'myorg myaccount' }
        @{ Name = 'with an empty part'; Account = 'xy12345..aws' }
        @{ Name = 'that is another site''s address'; Account = 'https://example.com/' }
    ) {
        $failure = Get-Failure { New-SnowflakeJwt $Account me $pair.PrivateKeyPath }
        Assert-Failure $failure -Id AccountInvalid -Category InvalidArgument -Advice 'myorg-myaccount' -Unsent
    }

    It 'refuses the lifetime <_>' -ForEach '01:00:01', '00:00:00', '-00:01:00' {
        $lifetime = [timespan]$_
        $failure = Get-Failure { New-SnowflakeJwt myorg-myaccount me $pair.PrivateKeyPath -Lifetime $lifetime }
        Assert-Failure $failure -Id LifetimeInvalid -Category InvalidArgument -Advice '01:00:00'
    }

    It 'says what is wrong with the key: <Id>' -ForEach @(
        @{ Id = 'KeyPassphraseRequired'; Make = { @{ PrivateKeyPath = $encrypted.PrivateKeyPath } } }
        @{ Id = 'KeyPassphraseWrong'; Make = { @{ PrivateKeyPath = $encrypted.PrivateKeyPath; Passphrase = ConvertTo-TestSecret 'no' } } }
        @{ Id = 'KeyIsPublic'; Make = { @{ PrivateKeyPath = $pair.PublicKeyPath } } }
        @{ Id = 'KeyFileNotFound'; Make = { @{ PrivateKeyPath = Join-Path $TestDrive 'none.p8' } } }
        @{ Id = 'KeyNotRecognized'; Make = { @{ PrivateKey = ConvertTo-TestSecret 'hello' } } }
    ) {
        $call = & $Make
        Assert-Failure (Get-Failure { New-SnowflakeJwt myorg-myaccount me @call }) -Id $Id
    }

    It 'asks for nothing where nobody can answer' {
        $run = Invoke-NewRunspace -Script 'New-SnowflakeJwt -Account a'
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^MissingMandatoryParameter'
        $run = Invoke-NewRunspace -Script 'New-SnowflakeJwt -Account a -User b'
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^MissingMandatoryParameter'
        "$($run.Errors[0])" | Should -Match 'PrivateKeyPath'
    }

    It 'takes a key''s path or its text, not both' {
        $secret = ConvertTo-TestSecret 'text'
        Assert-Failure (Get-Failure { New-SnowflakeJwt a b -PrivateKeyPath x -PrivateKey $secret }) -Id AmbiguousParameterSet
    }
}
