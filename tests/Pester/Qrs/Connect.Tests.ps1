BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    $script:qrs = (Get-Emulator).qrs
}

Describe 'Connect-Qrs' {
    BeforeEach { Disconnect-All }
    AfterAll { Disconnect-All }

    It 'emits nothing, and the session with -PassThru' {
        $login = Get-Login Qrs
        Connect-Qrs @login | Should -BeNullOrEmpty
        $session = Connect-Qrs @login -PassThru
        $session.Server | Should -BeExactly "localhost:$($login.Port)"
        $session.User | Should -BeExactly 'internal\sa_repository'
        $session.Version | Should -Match '\d'
        $session.CertificateThumbprint | Should -Match '^[0-9A-F]{40}$'
    }

    It 'takes a certificate as PEM with its key' {
        Connect-Qrs localhost -Port ([uri]$qrs.url).Port -CertificatePath $qrs.clientCertificate -CertificateKeyPath $qrs.clientKey -RootCertificatePath $qrs.rootCertificate
        Get-QrsSession | Should -HaveCount 1
    }

    It 'takes a certificate as an object, from the pipeline too' {
        $certificate = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 $qrs.clientPfx, $qrs.clientPfxPassword
        $login = @{ Server = 'localhost'; Port = ([uri]$qrs.url).Port; RootCertificatePath = $qrs.rootCertificate }
        (Connect-Qrs @login -Certificate $certificate -PassThru).CertificateThumbprint | Should -BeExactly $certificate.Thumbprint
        ($certificate | Connect-Qrs @login -PassThru).CertificateThumbprint | Should -BeExactly $certificate.Thumbprint
    }

    It 'takes what Get-QrsCertificate has found' {
        $login = Get-Login Qrs
        $where = @{ Server = $login.Server; Port = $login.Port; RootCertificatePath = $login.RootCertificatePath }
        (Get-QrsCertificate -Path $qrs.clientCertificate | Connect-Qrs @where -Name pem -PassThru).Name | Should -BeExactly pem
        (Get-QrsCertificate -Path $login.CertificatePath -Password $login.CertificatePassword |
            Connect-Qrs @where -Name pfx -CertificatePassword $login.CertificatePassword -PassThru).Name | Should -BeExactly pfx
        Assert-Failure (Get-Failure { Get-QrsCertificate -Path $login.CertificatePath | Connect-Qrs @where }) -Id ClientCertificateUnusable -Advice '-CertificatePassword'

        # Of a folder, as the site exports it: its root and the like are passed over.
        $folder = New-Item -Path (Join-Path $TestDrive 'exported') -ItemType Directory
        Copy-Item -LiteralPath $qrs.clientCertificate, $qrs.clientKey, $qrs.rootCertificate -Destination $folder.FullName
        (Get-QrsCertificate -Path $folder.FullName | Connect-Qrs @where -Name folder -PassThru).Name | Should -BeExactly folder
        $failure = Get-Failure { Get-QrsCertificate -Path $qrs.rootCertificate | Connect-Qrs @where }
        Assert-Failure $failure -Id ClientCertificateUnusable -Message 'authority'
    }

    It 'acts as the user asked for' {
        $login = Get-Login Qrs
        (Connect-Qrs @login -UserDirectory INTERNAL -UserId sa_api -PassThru).User | Should -BeExactly 'INTERNAL\sa_api'
    }

    It 'refuses the certificate of another site, and says which one is needed' {
        $login = Get-Login Qrs
        $login.CertificatePath = Join-Path (Split-Path $qrs.clientPfx) 'foreign-client.pfx'
        $failure = Get-Failure { Connect-Qrs @login }
        Assert-Failure $failure -Id QrsForbidden -Category PermissionDenied -Advice 'certificate.*site'
        $failure.Ends | Should -BeTrue
        Get-QrsSession | Should -BeNullOrEmpty
    }

    It 'refuses the certificate of another site in the handshake, too' {
        $login = Get-Login Qrs
        $login.CertificatePath = Join-Path (Split-Path $qrs.clientPfx) 'foreign-client.pfx'
        Edit-EmulatorSetting qrs @{ clientCertificateRefusal = 'AbortTls' }
        try {
            $failure = Get-Failure { Connect-Qrs @login }
            $failure.Record.FullyQualifiedErrorId | Should -Match '^(TlsHandshakeFailed|ConnectionLost),'
            $failure.Record.ErrorDetails.RecommendedAction | Should -Match 'client certificate'
        }
        finally {
            Edit-EmulatorSetting qrs @{ clientCertificateRefusal = 'Forbidden' }
        }
    }

    It 'says that the user is not known' {
        $login = Get-Login Qrs
        Assert-Failure (Get-Failure { Connect-Qrs @login -UserId nobody }) -Id QrsForbidden -Category PermissionDenied -Message 'nobody' -Advice '-UserId'
    }

    It 'refuses a server whose authority is not trusted, and sends nothing' {
        $login = Get-Login Qrs
        $login.Remove('RootCertificatePath')
        $failure = Get-Failure { Connect-Qrs @login }
        Assert-Failure $failure -Id ServerCertificateUntrusted -Category SecurityError -Advice '-RootCertificatePath' -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'refuses a server by another name, and takes the name given with -ServerName' {
        $login = Get-Login Qrs
        $login.Server = '127.0.0.1'
        Assert-Failure (Get-Failure { Connect-Qrs @login }) -Id ServerCertificateNameMismatch -Category SecurityError -Advice '-ServerName' -Message 'localhost' -Unsent
        (Connect-Qrs @login -ServerName localhost -PassThru).Server | Should -BeExactly "127.0.0.1:$($login.Port)"
        Assert-Failure (Get-Failure { Connect-Qrs @login -ServerName elsewhere }) -Id ServerCertificateNameMismatch -Category SecurityError -Unsent
    }

    It 'warns of a certificate that is not checked, and connects' {
        $login = Get-Login Qrs
        $login.Remove('RootCertificatePath')
        @(Connect-Qrs @login -SkipCertificateCheck 3>&1)[0].Message | Should -Match '-RootCertificatePath'
        Get-QrsSession | Should -HaveCount 1
    }

    It 'skips the check for that session only' {
        $login = Get-Login Qrs
        $login.Remove('RootCertificatePath')
        Connect-Qrs @login -SkipCertificateCheck -WarningAction SilentlyContinue
        Assert-Failure (Get-Failure { Connect-Qrs @login -Name checked }) -Id ServerCertificateUntrusted
        [System.Net.ServicePointManager]::ServerCertificateValidationCallback | Should -BeNullOrEmpty
    }

    It 'refuses before any request: <Name>' -ForEach @(
        @{ Name = 'a server that is a URL with a path'; Change = { @{ Server = 'https://localhost/qrs' } }; Id = 'ServerInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a server with a path'; Change = { @{ Server = 'localhost/hub' } }; Id = 'ServerInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a server by http'; Change = { @{ Server = 'http://localhost' } }; Id = 'ServerInvalid'; Category = 'InvalidArgument' }
        @{ Name = 'a wrong password of the PFX'; Change = { @{ CertificatePassword = ConvertTo-TestSecret 'wrong' } }; Id = 'ClientCertificateUnusable'; Category = 'InvalidData' }
        @{ Name = 'a certificate that is not there'; Change = { @{ CertificatePath = Join-Path $TestDrive 'gone.pfx' } }; Id = 'ClientCertificateUnreadable'; Category = 'ObjectNotFound' }
        @{ Name = 'a certificate without its key'; Change = { @{ CertificatePath = $qrs.clientCertificate } }; Id = 'ClientCertificateWithoutKey'; Category = 'InvalidData' }
        @{ Name = 'a root certificate that is not there'; Change = { @{ RootCertificatePath = Join-Path $TestDrive 'gone.pem' } }; Id = 'RootCertificateUnreadable'; Category = 'ObjectNotFound' }
    ) {
        $login = Get-Login Qrs
        $other = & $Change
        foreach ($key in $other.Keys) { $login[$key] = $other[$key] }
        $failure = Get-Failure { Connect-Qrs @login }
        Assert-Failure $failure -Id $Id -Category $Category -Advice '\w' -Unsent
        $failure.Ends | Should -BeTrue
    }

    It 'says that no certificate in the stores has that thumbprint' {
        $failure = Get-Failure { Connect-Qrs localhost -CertificateThumbprint ('0' * 40) }
        Assert-Failure $failure -Id ClientCertificateNotFound -Category ObjectNotFound -Advice '-CertificatePath' -Unsent
    }

    It 'says that nothing answers there' {
        $login = Get-Login Qrs
        $login.Port = 1
        Assert-Failure (Get-Failure { Connect-Qrs @login }) -Id ConnectionRefused -Category ConnectionError -Advice 'port'
    }

    It 'says that a login page answers in the repository''s place' {
        $login = Get-Login Qrs
        Add-EmulatorFault @{ service = 'qrs'; kind = 'html' }
        try {
            Assert-Failure (Get-Failure { Connect-Qrs @login }) -Id QrsLoginPage -Category AuthenticationError -Advice '4242'
        }
        finally {
            Clear-EmulatorFault
        }
    }

    It 'takes the only certificate of the stores, and lists them where there are two' {
        Skip-Unless (Test-Linux) 'only Linux has stores in the home folder; Windows has a test of its own'
        # A process of its own with a home of its own: there are its stores.
        $script = Join-Path $TestDrive 'stores.ps1'
        Set-Content -LiteralPath $script -Value @'
param($Module, $State, $Home2)
$env:HOME = $Home2
Import-Module $Module
$qrs = (Get-Content -LiteralPath (Join-Path $State emulator.json) -Raw | ConvertFrom-Json).qrs
$site = @{ Server = 'localhost'; Port = ([uri] $qrs.url).Port; RootCertificatePath = $qrs.rootCertificate }
$store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
$store.Open('ReadWrite')
$own, $foreign = $qrs.clientPfx, (Join-Path (Split-Path $qrs.clientPfx) foreign-client.pfx) | ForEach-Object {
    [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($_, $qrs.clientPfxPassword, 'Exportable,PersistKeySet')
}
$store.Add($own)
(Connect-Qrs @site -PassThru).User
$store.Add($foreign)
try { Connect-Qrs @site } catch { $_.FullyQualifiedErrorId; $_.Exception.Message -match $own.Thumbprint -and $_.Exception.Message -match $foreign.Thumbprint; $_.ErrorDetails.RecommendedAction }
(Connect-Qrs @site -CertificateThumbprint $own.Thumbprint -PassThru).User
(Get-QrsCertificate | Where-Object IsUsable).Count
'@
        $run = Invoke-PowerShell -File $script -ArgumentList $env:QLIKSNOWFLAKE_TEST_MODULE, $env:QLIKSNOWFLAKE_TEST_EMULATOR, (Join-Path $TestDrive 'home')
        $lines = $run.Output.Trim() -split '\r?\n'
        $lines[0] | Should -Be 'internal\sa_repository' -Because "it said $($run.ErrorOutput)"
        $lines[1] | Should -Match '^ClientCertificateAmbiguous,'
        $lines[2] | Should -Be 'True'
        $lines[3] | Should -Match '-CertificateThumbprint'
        $lines[4..5] | Should -Be 'internal\sa_repository', '2'
    }

    It 'takes one source of the certificate, not two, and asks for nothing where nobody can answer' {
        $login = Get-Login Qrs
        Assert-Failure (Get-Failure { Connect-Qrs @login -CertificateThumbprint abc }) -Id AmbiguousParameterSet
        (Invoke-NewRunspace -Script 'Connect-Qrs localhost').Errors[0].FullyQualifiedErrorId | Should -Match '^ClientCertificate(NotFound|Ambiguous)'
    }
}
