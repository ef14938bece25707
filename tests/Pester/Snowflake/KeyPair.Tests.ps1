BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
}

Describe 'New-SnowflakeKeyPair' {
    BeforeAll {
        $script:passphrase = ConvertTo-TestSecret 'correct horse battery staple'
    }

    It 'writes an unencrypted private key and the public key beside it' {
        $path = Join-Path $TestDrive 'plain.p8'
        $pair = New-SnowflakeKeyPair -Path $path -NoPassphrase
        $pair.PrivateKeyPath | Should -BeExactly $path
        $pair.PublicKeyPath | Should -BeExactly (Join-Path $TestDrive 'plain.pub')
        $pair.KeySize | Should -Be 2048
        $pair.Encrypted | Should -BeFalse
        $pair.Fingerprint | Should -Match '^SHA256:[A-Za-z0-9+/]{43}=$'
        Get-Content -LiteralPath $path -TotalCount 1 | Should -BeExactly '-----BEGIN PRIVATE KEY-----'
        Get-Content -LiteralPath $pair.PublicKeyPath -TotalCount 1 | Should -BeExactly '-----BEGIN PUBLIC KEY-----'
        $pair.PublicKey | Should -BeExactly ((Get-Content -LiteralPath $pair.PublicKeyPath | Where-Object { $_ -notmatch '-----' }) -join '')
    }

    It 'writes an encrypted private key that its passphrase opens' {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase
        $pair.Encrypted | Should -BeTrue
        Get-Content -LiteralPath $pair.PrivateKeyPath -TotalCount 1 | Should -BeExactly '-----BEGIN ENCRYPTED PRIVATE KEY-----'
        (Get-SnowflakePublicKey -PrivateKeyPath $pair.PrivateKeyPath -Passphrase $passphrase).Fingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'makes a key that openssl reads by the same fingerprint' {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'openssl.p8') -Passphrase $passphrase
        $der = Join-Path $TestDrive 'openssl.der'
        Invoke-OpenSsl pkey -in $pair.PrivateKeyPath -passin 'pass:correct horse battery staple' -pubout -outform DER -out $der
        $sha = [System.Security.Cryptography.SHA256]::Create()
        'SHA256:' + [System.Convert]::ToBase64String($sha.ComputeHash([System.IO.File]::ReadAllBytes($der))) | Should -BeExactly $pair.Fingerprint
    }

    It 'makes a key of <_> bits' -ForEach 3072, 4096 {
        (New-SnowflakeKeyPair -Path (Join-Path $TestDrive "$_.p8") -NoPassphrase -KeySize $_).KeySize | Should -Be $_
    }

    It 'takes paths from the pipeline, relative ones by the current location' {
        Push-Location -LiteralPath $TestDrive
        try {
            $pairs = @('one.p8', './two.p8' | New-SnowflakeKeyPair -NoPassphrase)
        }
        finally {
            Pop-Location
        }

        $pairs | Should -HaveCount 2
        Join-Path $TestDrive 'one.pub' | Should -Exist
        Join-Path $TestDrive 'two.pub' | Should -Exist
    }

    It 'lets nobody but the owner read the private key' {
        Skip-Unless (Test-Unix) 'Windows has access control lists, which a test of its own looks at'
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'mode.p8') -NoPassphrase
        (Get-Item -LiteralPath $pair.PrivateKeyPath).UnixMode | Should -BeExactly '-rw-------'
    }

    It 'changes nothing with -WhatIf' {
        $path = Join-Path $TestDrive 'whatif.p8'
        New-SnowflakeKeyPair -Path $path -NoPassphrase -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
        Join-Path $TestDrive 'whatif.pub' | Should -Not -Exist
    }

    It 'replaces nothing with -Force -WhatIf' {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'forced.p8') -NoPassphrase
        $before = Get-Content -LiteralPath $pair.PrivateKeyPath -Raw
        New-SnowflakeKeyPair -Path $pair.PrivateKeyPath -NoPassphrase -Force -WhatIf | Should -BeNullOrEmpty
        Get-Content -LiteralPath $pair.PrivateKeyPath -Raw | Should -BeExactly $before
    }

    It 'refuses to replace a key, and does so with -Force' {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'there.p8') -NoPassphrase
        $failure = Get-Failure { New-SnowflakeKeyPair -Path $pair.PrivateKeyPath -NoPassphrase }
        Assert-Failure $failure -Id KeyFileExists -Category ResourceExists -Advice '-Force'
        (New-SnowflakeKeyPair -Path $pair.PrivateKeyPath -NoPassphrase -Force).Fingerprint | Should -Not -Be $pair.Fingerprint
    }

    It 'goes on with the next path after one that it cannot use' {
        $null = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'first.p8') -NoPassphrase
        $failure = Get-Failure { 'first.p8', 'second.p8' | ForEach-Object { Join-Path $TestDrive $_ } | New-SnowflakeKeyPair -NoPassphrase }
        $failure.Ends | Should -BeFalse
        $failure.Output | Should -HaveCount 1
        Join-Path $TestDrive 'second.p8' | Should -Exist
    }

    It 'names the folder that does not exist' {
        $failure = Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'nowhere/rsa_key.p8') -NoPassphrase }
        Assert-Failure $failure -Id FolderNotFound -Category ObjectNotFound -Message 'nowhere'
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'nowhere/rsa_key.p8') -NoPassphrase -WhatIf }) -Id FolderNotFound
    }

    It 'refuses the path of a folder, also with -Force' {
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path $TestDrive -NoPassphrase -Force }) -Id KeyPathIsFolder -Category InvalidArgument
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path $TestDrive -NoPassphrase -WhatIf }) -Id KeyPathIsFolder
    }

    It 'refuses an empty passphrase' {
        $empty = New-Object System.Security.SecureString
        $failure = Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'empty.p8') -Passphrase $empty }
        Assert-Failure $failure -Id PassphraseEmpty -Category InvalidArgument -Advice '-NoPassphrase'
        Join-Path $TestDrive 'empty.p8' | Should -Not -Exist
    }

    It 'refuses the path of the public key' {
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'rsa_key.pub') -NoPassphrase }) -Id KeyPathIsPublic -Category InvalidArgument
    }

    It 'refuses a path that is not of the file system' {
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path 'Env:rsa_key' -NoPassphrase }) -Id PathNotFileSystem -Category InvalidArgument
    }

    It 'takes a passphrase or -NoPassphrase, not both' {
        $failure = Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'both.p8') -NoPassphrase -Passphrase $passphrase }
        Assert-Failure $failure -Id AmbiguousParameterSet
    }

    It 'has no default between the two, and asks for nothing where nobody can answer' {
        $run = Invoke-NewRunspace -Script 'New-SnowflakeKeyPair -Path rsa_key.p8'
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^PassphraseMissing,'
    }

    It 'takes no other size than Snowflake does' {
        Assert-Failure (Get-Failure { New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'small.p8') -NoPassphrase -KeySize 1024 }) -Id ParameterArgumentValidationError
    }
}

Describe 'Get-SnowflakePublicKey' {
    BeforeAll {
        $script:passphrase = ConvertTo-TestSecret 'passphrase of the key'
        $script:pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'rsa_key.p8') -NoPassphrase
        $script:encrypted = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase
    }

    It 'gives fingerprint, body and the statement that registers the key' {
        $key = Get-SnowflakePublicKey $pair.PrivateKeyPath -User SVC_QLIK
        $key.Fingerprint | Should -BeExactly $pair.Fingerprint
        $key.PublicKey | Should -BeExactly $pair.PublicKey
        $key.KeySize | Should -Be 2048
        $key.AlterUserStatement | Should -BeLike 'ALTER USER *SVC_QLIK* SET RSA_PUBLIC_KEY*'
        $key.AlterUserStatement | Should -BeLike "*$($pair.PublicKey)*"
    }

    It 'reads the public key''s file to the same effect' {
        $key = Get-SnowflakePublicKey -PublicKeyPath $pair.PublicKeyPath
        $key.Fingerprint | Should -BeExactly $pair.Fingerprint
        $key.AlterUserStatement | Should -BeLike "*$($pair.PublicKey)*"
    }

    It 'takes key pairs and paths from the pipeline' {
        ($pair | Get-SnowflakePublicKey).Fingerprint | Should -BeExactly $pair.Fingerprint
        ($pair.PrivateKeyPath | Get-SnowflakePublicKey).Fingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'goes on with the next key after one that it cannot read' {
        $failure = Get-Failure { (Join-Path $TestDrive 'missing.p8'), $pair.PrivateKeyPath | Get-SnowflakePublicKey }
        Assert-Failure $failure -Id KeyFileNotFound -Category ObjectNotFound -Message 'missing\.p8' -Advice 'New-SnowflakeKeyPair'
        $failure.Ends | Should -BeFalse
        $failure.Output | Should -HaveCount 1
    }

    It 'asks for the passphrase that an encrypted key needs' {
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $encrypted.PrivateKeyPath }) -Id KeyPassphraseRequired -Category InvalidData -Advice '-Passphrase'
    }

    It 'says that a passphrase is wrong' {
        $wrong = ConvertTo-TestSecret 'passphrase of another key'
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $encrypted.PrivateKeyPath -Passphrase $wrong }) -Id KeyPassphraseWrong -Category InvalidData -Advice 'passphrase'
    }

    It 'says that a private key''s file holds the public key' {
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $pair.PublicKeyPath }) -Id KeyIsPublic -Category InvalidData -Advice 'private key'
    }

    It 'says that a file is no key' {
        $text = Join-Path $TestDrive 'notes.txt'
        Set-Content -LiteralPath $text -Value 'Not a key.'
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $text }) -Id KeyNotRecognized -Category InvalidData -Advice 'BEGIN PRIVATE KEY'
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey -PublicKeyPath $text }) -Id KeyNotPublic -Category InvalidData
    }

    It 'says that a key is damaged' {
        $damaged = Join-Path $TestDrive 'damaged.p8'
        $lines = Get-Content -LiteralPath $pair.PrivateKeyPath
        Set-Content -LiteralPath $damaged -Value ($lines[0..4] + $lines[-1])
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $damaged }) -Id KeyDamaged -Category InvalidData
    }

    It 'says that an EC key is none that Snowflake takes' {
        $ec = Join-Path $TestDrive 'ec.p8'
        Invoke-OpenSsl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $ec
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $ec }) -Id KeyNotRsa -Category InvalidData -Advice 'New-SnowflakeKeyPair'
    }

    It 'says that a key of 1024 bits is too small' {
        $small = Join-Path $TestDrive 'small.p8'
        Invoke-OpenSsl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out $small
        Assert-Failure (Get-Failure { Get-SnowflakePublicKey $small }) -Id KeyTooSmall -Category InvalidData -Advice '2048' -Message '1024'
    }

    It 'reads the forms that openssl writes: <Form>' -ForEach @(
        @{ Form = 'PKCS#1'; Extra = @('-traditional') }
        @{ Form = 'DER'; Extra = @('-outform', 'DER') }
    ) {
        $file = Join-Path $TestDrive ('form-' + $Form.Replace('#', '') + '.key')
        $call = @('pkey', '-in', $pair.PrivateKeyPath, '-out', $file) + $Extra
        Invoke-OpenSsl @call
        (Get-SnowflakePublicKey $file).Fingerprint | Should -BeExactly $pair.Fingerprint
    }
}
