BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    Disconnect-All
    $qrs = Get-Login Qrs
    $cloud = Get-Login QlikCloud
    $snowflake = Get-Login SnowflakeAdmin
    Connect-Qrs @qrs
    Connect-QlikCloud @cloud
    Connect-Snowflake @snowflake
    $stem = 'names ' + [guid]::NewGuid().ToString('N').Substring(0, 8)
    $names = "$stem [12]", "$stem 1", "$stem 2", "$stem*", "$stem [open"
}

AfterAll { Disconnect-All }

Describe 'A name on a Qlik Sense site' {
    BeforeAll {
        foreach ($name in $names) { $null = New-QrsDataConnection $name -ConnectionString 'C:\Data' -Type folder }
    }

    AfterAll { Get-QrsDataConnection -Filter "name sw '$stem'" | Remove-QrsDataConnection -Confirm:$false }

    It 'means the thing of exactly that name before it is taken as a wildcard' {
        (Get-QrsDataConnection "$stem [12]").Name | Should -BeExactly "$stem [12]"
        (Get-QrsDataConnection "$stem [12]".ToUpperInvariant()).Name | Should -BeExactly "$stem [12]"
        (Get-QrsDataConnection "$stem*").Name | Should -BeExactly "$stem*"
        (Get-QrsDataConnection "$stem [open").Name | Should -BeExactly "$stem [open"
        (Get-QrsDataConnection "$stem [1]").Name | Should -BeExactly "$stem 1"
        (Get-QrsDataConnection "$stem ?").Name | Sort-Object | Should -BeExactly "$stem 1", "$stem 2"
        (Get-QrsDataConnection "$stem ``[12``]").Name | Should -BeExactly "$stem [12]"
        (Get-QrsDataConnection "$stem [12]", "$stem [12]x", "$stem 2" -ErrorAction SilentlyContinue).Name | Should -BeExactly "$stem [12]", "$stem 2"
    }

    It 'names the one to change, to test, to export and to remove, and no other' {
        Set-QrsDataConnection "$stem [12]" -ConnectionString 'C:\Other'
        (Get-QrsDataConnection "$stem ?").ConnectionString | Should -Be 'C:\Data', 'C:\Data'
        (Test-QrsDataConnection "$stem [12]" -ConnectionString 'C:\Other').InDesiredState | Should -BeTrue
        ((Export-QrsDataConnection "$stem [12]" | ConvertFrom-Json).connections).name | Should -BeExactly "$stem [12]"
        Remove-QrsDataConnection "$stem [12]" -Confirm:$false
        (Get-QrsDataConnection "$stem ?").Name | Should -HaveCount 2
        $null = New-QrsDataConnection "$stem [12]" -ConnectionString 'C:\Data' -Type folder
    }

    It 'is an error where a change is asked for and nothing has it, be it a wildcard' {
        foreach ($call in { Set-QrsDataConnection "$stem none [12]" -ConnectionString x }, { Remove-QrsDataConnection "$stem none*" -Confirm:$false }) {
            Assert-Failure (Get-Failure $call) -Id DataConnectionNotFound -Category ObjectNotFound -Message 'wildcard' -Advice 'Get-QrsDataConnection'
        }
        Get-QrsDataConnection "$stem none*" | Should -BeNullOrEmpty
    }

    It 'cannot be given to several' {
        $failure = Get-Failure { Set-QrsDataConnection "$stem ?" -NewName "$stem new" }
        Assert-Failure $failure -Id RenameOfSeveral -Category InvalidArgument -Message '2 data connections'
        (Get-QrsDataConnection "$stem ?").Name | Should -HaveCount 2
    }

    It 'means tags of exactly that name, too' {
        foreach ($tag in "$stem a1", "$stem a[1]") { Set-QrsDataConnection "$stem 1" -AddTag $tag -CreateTag }
        Set-QrsDataConnection "$stem 1" -Tag "$stem a1"
        Set-QrsDataConnection "$stem 2" -Tag "$stem a[1]"
        (Get-QrsTag "$stem a[1]").Name | Should -BeExactly "$stem a[1]"
        (Get-QrsDataConnection -Tag "$stem a[1]").Name | Should -BeExactly "$stem 2"
        (Get-QrsDataConnection "$stem*" -Tag "$stem a?").Name | Should -BeExactly "$stem 1"
        (Get-QrsDataConnection "$stem ?" -Tag "$stem a*").Name | Sort-Object | Should -BeExactly "$stem 1", "$stem 2"
    }

    It 'finds in a file what has exactly that name' {
        $json = Export-QrsDataConnection -Name "$stem [12]", "$stem ?"
        ($json | Import-QrsDataConnection -Name "$stem [12]").Name | Should -BeExactly "$stem [12]"
        Assert-Failure (Get-Failure { $json | Import-QrsDataConnection -Name "$stem none*" }) -Id DataConnectionNotInFile -Category ObjectNotFound
    }

    It 'is refused, and not repeated, where it is an object that has become text' {
        foreach ($call in { Get-QrsDataConnection '@{id=1; password=TopSecret!42}' }, { Get-QrsTag '@{id=1; password=TopSecret!42}' }, { Set-QrsDataConnection '@{id=1; password=TopSecret!42}' -NewName y }) {
            $failure = Get-Failure $call
            Assert-Failure $failure -Id ObjectGivenAsText -Category InvalidArgument -Advice 'Pipe' -Unsent
            ($failure.Record | Format-List -Property * -Force | Out-String) | Should -Not -Match 'TopSecret'
        }
    }

    It 'is cut in an error where it is longer than any name' {
        $failure = Get-Failure { Get-QrsDataConnection ('x' * 1000) }
        Assert-Failure $failure -Id DataConnectionNotFound
        $failure.Record.Exception.Message.Length | Should -BeLessThan 300
    }
}

Describe 'A name on a Qlik Cloud tenant' {
    BeforeAll {
        $pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'names.p8') -NoPassphrase
        foreach ($name in $names) { $null = New-QlikCloudDataConnection $name -Account myorg-myaccount -User SVC -PrivateKeyPath $pair.PrivateKeyPath }
    }

    AfterAll { Get-QlikCloudDataConnection | Where-Object Name -like "$stem*" | ForEach-Object { Remove-QlikCloudDataConnection $_.Id -Confirm:$false } }

    It 'means the thing of exactly that name before it is taken as a wildcard' {
        (Get-QlikCloudDataConnection "$stem [12]").Name | Should -BeExactly "$stem [12]"
        (Get-QlikCloudDataConnection "$stem*").Name | Should -BeExactly "$stem*"
        (Get-QlikCloudDataConnection "$stem [open").Name | Should -BeExactly "$stem [open"
        (Get-QlikCloudDataConnection "$stem ?").Name | Sort-Object | Should -BeExactly "$stem 1", "$stem 2"
    }

    It 'names the one to change and to remove, and no other' {
        (Set-QlikCloudDataConnection "$stem [12]" -ConnectionProperty @{ role = 'R' } -PassThru).Name | Should -BeExactly "$stem [12]"
        Assert-Failure (Get-Failure { Set-QlikCloudDataConnection "$stem ?" -NewName "$stem new" }) -Id RenameOfSeveral -Message '2 data connections'
        Assert-Failure (Get-Failure { Remove-QlikCloudDataConnection "$stem none [12]" -Confirm:$false }) -Id DataConnectionNotFound
        Remove-QlikCloudDataConnection "$stem [12]" -Confirm:$false
        (Get-QlikCloudDataConnection "$stem ?").Name | Should -HaveCount 2
    }

    It 'means API keys of exactly that description' {
        $made = foreach ($description in "$stem k[1]", "$stem k1") { New-QlikCloudApiKey $description -ExpiresIn 1h }
        try {
            (Get-QlikCloudApiKey "$stem k[1]").Description | Should -BeExactly "$stem k[1]"
            (Get-QlikCloudApiKey "$stem k?").Description | Should -BeExactly "$stem k1"
        }
        finally {
            $made | Remove-QlikCloudApiKey -Confirm:$false
        }
    }
}

Describe 'A name in Snowflake and of a session' {
    It 'is the key''s own or a wildcard' {
        (Get-SnowflakeUserKey SVC_QLIK rsa_public_*).Name | Should -Contain 'RSA_PUBLIC_KEY'
        (Get-SnowflakeUserKey SVC_QLIK rsa_public_key).Name | Should -BeExactly 'RSA_PUBLIC_KEY'
        Assert-Failure (Get-Failure { Get-SnowflakeUserKey SVC_QLIK NONE }) -Id UserKeyNotFound -Category ObjectNotFound
        Assert-Failure (Get-Failure { Remove-SnowflakeUserKey SVC_QLIK NONE* -Confirm:$false }) -Id UserKeyNotFound -Category ObjectNotFound
    }

    It 'is a session''s own before it is a wildcard' {
        Connect-Snowflake @snowflake -Name 's[1]'
        Connect-Snowflake @snowflake -Name 's1'
        (Get-SnowflakeSession 's[1]').Name | Should -BeExactly 's[1]'
        (Get-SnowflakeSession 's?').Name | Should -BeExactly 's1'
        Get-SnowflakeSession 's1', 's[1]' | Disconnect-Snowflake
    }
}
