BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')

    function Get-UniqueName {
        param([string] $Stem = 'connection')
        "$Stem $([guid]::NewGuid().ToString('N').Substring(0, 12))"
    }

    $script:create = '/qrs/dataconnection'
}

Describe 'Get-QrsDataConnection' {
    BeforeAll {
        $login = Get-Login Qrs
        Connect-Qrs @login
        $script:stem = Get-UniqueName 'get'
        $script:folder = New-QrsDataConnection "$stem folder" -ConnectionString 'C:\Data' -Type folder
        $script:secret = New-QrsDataConnection "$stem odbc" -ConnectionString 'ODBC CONNECT TO [x]' -Type odbc -Credential ([pscredential]::new('reader', (ConvertTo-TestSecret 'the password')))
    }

    AfterAll { Disconnect-All }

    It 'finds all, by name and by wildcards' {
        (Get-QrsDataConnection).Name | Should -Contain $folder.Name
        (Get-QrsDataConnection $folder.Name).Id | Should -Be $folder.Id
        (Get-QrsDataConnection "$stem*").Name | Should -BeExactly "$stem folder", "$stem odbc"
        (Get-QrsDataConnection "$stem ?dbc").Name | Should -BeExactly "$stem odbc"
    }

    It 'finds whatever the case' {
        (Get-QrsDataConnection $folder.Name.ToUpperInvariant()).Id | Should -Be $folder.Id
    }

    It 'finds names that hold a quote, a percent sign or an underscore as they are' {
        $odd = New-QrsDataConnection "$stem O'Brien 100%_x" -ConnectionString 'C:\Odd' -Type folder
        (Get-QrsDataConnection $odd.Name).Id | Should -Be $odd.Id
    }

    It 'finds, by its name and by its beginning, what is named <_>, and nothing else' -ForEach @(
        "quote' or name ne '", 'double "quotes"', 'a;b=c', '100%27', 'c#d&e=f?g+h', 'back\slash\', ([string][char]0xfc + [char]0x65e5), 'set [a-z]*', 'tick`'
    ) {
        $name = "$stem $_"
        $odd = New-QrsDataConnection $name -ConnectionString 'C:\Odd' -Type folder
        $odd.Name | Should -BeExactly $name
        # WildcardPattern.Escape leaves backticks as they are in Windows PowerShell.
        $escaped = $name -replace '[`*?\[\]]', '`$0'
        (Get-QrsDataConnection $escaped).Id | Should -Be $odd.Id
        (Get-QrsDataConnection "$escaped*").Id | Should -Be $odd.Id
        $odd | Remove-QrsDataConnection -Confirm:$false
    }

    It 'says of a wildcard that is none, and no name either, what is wrong with it' {
        foreach ($call in { Get-QrsDataConnection 'a[b' }, { Get-QrsTag 'a[b' }, { Get-QrsUser 'a[b' }, { Set-QrsDataConnection 'a[b' -Warehouse x }) {
            Assert-Failure (Get-Failure $call) -Id WildcardInvalid -Category InvalidArgument -Advice 'backtick'
        }
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Type 'a[b' }) -Id WildcardInvalid -Category InvalidArgument -Advice 'backtick' -Unsent
    }

    It 'says that a name without wildcards was not found, and is silent for one with' {
        $failure = Get-Failure { Get-QrsDataConnection "$stem none", $folder.Name }
        Assert-Failure $failure -Id DataConnectionNotFound -Category ObjectNotFound -Message 'none' -Advice 'Get-QrsDataConnection'
        $failure.Ends | Should -BeFalse
        Assert-Failure (Get-Failure { "$stem none" | Get-QrsDataConnection }) -Id DataConnectionNotFound
        (Get-Failure { Get-QrsDataConnection "$stem none*" }).Count | Should -Be 0
    }

    It 'goes on with the next name after one that was not found' {
        $failure = Get-Failure { Get-QrsDataConnection "$stem none", $folder.Name }
        $failure.Record.TargetObject | Should -BeExactly "$stem none"
        $failure.Output.Name | Should -BeExactly $folder.Name
        $failure = Get-Failure { "$stem none", $folder.Name | Get-QrsDataConnection }
        $failure.Output.Name | Should -BeExactly $folder.Name
    }

    It 'finds by id, of an object in the pipeline too' {
        (Get-QrsDataConnection -Id $folder.Id).Name | Should -BeExactly $folder.Name
        ($folder, $secret | Get-QrsDataConnection).Name | Should -BeExactly $folder.Name, $secret.Name
    }

    It 'says that there is none of that id' {
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Id ([guid]::NewGuid()) }) -Id QrsObjectNotFound -Category ObjectNotFound
    }

    It 'finds by type, owner and filter' {
        (Get-QrsDataConnection "$stem*" -Type odbc).Id | Should -Be $secret.Id
        (Get-QrsDataConnection "$stem*" -Type o*).Id | Should -Be $secret.Id
        (Get-QrsDataConnection "$stem*" -Owner 'INTERNAL\sa_repository').Id | Should -Contain $folder.Id
        Get-QrsDataConnection "$stem*" -Owner 'INTERNAL\sa_api' | Should -BeNullOrEmpty
        (Get-QrsDataConnection -Filter "name eq '$($folder.Name)'").Id | Should -Be $folder.Id
    }

    It 'refuses an owner that is none before any request' {
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Owner nobody }) -Id UserNameInvalid -Category InvalidArgument -Unsent
    }

    It 'says what is wrong with a filter' {
        Assert-Failure (Get-Failure { Get-QrsDataConnection -Filter 'name eq' }) -Id QrsRequestInvalid -Category InvalidArgument
    }

    It 'gives passwords with -IncludeSecret only, as SecureString' {
        $without = Get-QrsDataConnection -Id $secret.Id
        $null -eq $without.Password | Should -BeTrue
        $without.HasPassword | Should -BeTrue
        $with = Get-QrsDataConnection -Id $secret.Id -IncludeSecret
        ConvertFrom-TestSecret $with.Password | Should -BeExactly 'the password'
    }
}

Describe 'New-QrsDataConnection' {
    BeforeAll {
        $login = Get-Login Qrs
        Connect-Qrs @login
        $script:pair = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'rsa_key.p8') -NoPassphrase
        $script:passphrase = ConvertTo-TestSecret 'encrypted'
        $script:encrypted = New-SnowflakeKeyPair -Path (Join-Path $TestDrive 'encrypted.p8') -Passphrase $passphrase
        $script:snowflake = @{ Account = 'myorg-myaccount'; User = 'SVC_QLIK'; PrivateKeyPath = $pair.PrivateKeyPath }

        # The article's connection as a console window prints it and users paste it.
        function Get-ArticleJson {
            param([string] $Name, [string] $ConnectionString)
            @"
{
  "id":  "400af54c-9913-4e49-90fb-d6e9fecbe3f6",
  "createdDate":  "2025-06-13T13:29:39.611Z",
  "modifiedByUserName":  "DOMAIN\\qvservice",
  "customProperties":  [],
  "name":  "$Name",
  "connectionstring":  $ConnectionString,
  "type":  "QvOdbcConnectorPackage.exe",
  "engineObjectId":  "",
  "username":  "jdoe",
  "password":  "",
  "logOn":  1,
  "architecture":  0,
  "tags":  [],
  "privileges":  null,
  "schemaPath":  "DataConnection"
}
"@
        }

        $script:goodString = '"CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;port=443;database=DB;\""'
    }

    AfterAll { Disconnect-All }

    It 'makes a connection to Snowflake by key pair as the article does' {
        $name = Get-UniqueName 'snowflake'
        $connection = New-QrsDataConnection $name @snowflake -Database DB -Schema PUBLIC -Warehouse WH -Role SYSADMIN
        $connection.Name | Should -BeExactly $name
        $connection.Type | Should -BeExactly 'QvOdbcConnectorPackage.exe'
        $connection.UserName | Should -BeExactly 'SVC_QLIK'
        $connection.KeyFingerprint | Should -BeExactly $pair.Fingerprint
        $connection.ConnectionString | Should -BeExactly ('CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;port=443;database=DB;schema=PUBLIC;' +
            'warehouse=WH;validateSessionParam=false;role=SYSADMIN;authenticator=snowflake_jwt;allowNonSelectQueries=false;QueryTimeout=600;useBulkReader=true;maxStringLength=4096;"')

        $stored = Get-QrsDataConnection -Id $connection.Id -IncludeSecret
        $base64 = [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($pair.PrivateKeyPath))
        ConvertFrom-TestSecret $stored.Password | Should -BeExactly "PRIV_KEY_FILE%2rsa_key.p8%%2$base64"
    }

    It 'decrypts an encrypted key and says so' {
        $warnings = $null
        $connection = New-QrsDataConnection (Get-UniqueName) -Account a-b -User u -PrivateKeyPath $encrypted.PrivateKeyPath -Passphrase $passphrase -WarningVariable warnings -WarningAction SilentlyContinue
        $connection.KeyFingerprint | Should -BeExactly $encrypted.Fingerprint
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match 'decrypted'
    }

    It 'takes the key pair from the pipeline' {
        $connection = $pair | New-QrsDataConnection -Name (Get-UniqueName) -Account a-b -User u
        $connection.KeyFingerprint | Should -BeExactly $pair.Fingerprint
    }

    It 'takes other keys of the connection string, and writes numbers and switches as machines read them' {
        $connection = New-QrsDataConnection (Get-UniqueName) @snowflake -ConnectionProperty @{ maxStringLength = 8192; useBulkReader = $false }
        $connection.ConnectionString | Should -Match 'maxStringLength=8192;'
        $connection.ConnectionString | Should -Match 'useBulkReader=false;'
    }

    It 'gives it tags, custom properties and an owner by their names' {
        $tag = Get-UniqueName 'tag'
        $property = 'Property' + [guid]::NewGuid().ToString('N').Substring(0, 8)
        $null = Invoke-QrsRest -Method POST -Path tag -Body @{ name = $tag }
        $null = Invoke-QrsRest -Method POST -Path custompropertydefinition -Body @{ name = $property; valueType = 'Text'; choiceValues = @('red', 'green'); objectTypes = @('DataConnection') }
        $connection = New-QrsDataConnection (Get-UniqueName) -ConnectionString 'C:\Data' -Type folder -Tag $tag -CustomProperty @{ $property = 'red', 'green' } -Owner 'INTERNAL\sa_api'
        $connection.Tags | Should -BeExactly $tag
        $connection.CustomProperties | Should -Contain "$property=red"
        $connection.CustomProperties | Should -Contain "$property=green"
        "$($connection.Owner)" | Should -BeExactly 'INTERNAL\sa_api'

        Assert-Failure (Get-Failure { New-QrsDataConnection x -ConnectionString y -Type folder -CustomProperty @{ $property = 'blue' } }) -Id QrsCustomPropertyValueInvalid -Advice 'red, green'
    }

    It 'says which <Name> is not there, and makes nothing' -ForEach @(
        @{ Name = 'tag'; With = @{ Tag = 'no such tag' }; Id = 'QrsTagNotFound' }
        @{ Name = 'owner'; With = @{ Owner = 'DOMAIN\nobody' }; Id = 'QrsUserNotFound' }
        @{ Name = 'custom property'; With = @{ CustomProperty = @{ nosuchproperty = 1 } }; Id = 'QrsCustomPropertyNotFound' }
    ) {
        $before = Get-RequestCount -Service qrs -ChangingOnly
        Assert-Failure (Get-Failure { New-QrsDataConnection x -ConnectionString y -Type folder @With }) -Id $Id -Category ObjectNotFound -Advice 'QMC'
        (Get-RequestCount -Service qrs -ChangingOnly) - $before | Should -Be 0
    }

    It 'says that the name is taken' {
        $name = Get-UniqueName
        $null = New-QrsDataConnection $name -ConnectionString 'C:\Data' -Type folder
        $failure = Get-Failure { New-QrsDataConnection $name -ConnectionString 'C:\Data' -Type folder }
        Assert-Failure $failure -Id QrsConflict -Category ResourceExists -Advice 'name'
        $failure.Ends | Should -BeFalse
        $failure.Record.Exception.StatusCode | Should -Be 409
    }

    It 'sends nothing that changes with -WhatIf: <Name>' -ForEach @(
        @{ Name = 'a key pair'; Call = { New-QrsDataConnection whatif @snowflake -WhatIf } }
        @{ Name = 'any connection, with its owner looked up'; Call = { New-QrsDataConnection whatif -ConnectionString x -Type folder -Owner 'INTERNAL\sa_api' -WhatIf } }
        @{ Name = 'a copy'; Call = { Get-ArticleJson whatif $goodString | New-QrsDataConnection -WhatIf } }
    ) {
        $before = Get-RequestCount -Service qrs -ChangingOnly
        & $Call | Should -BeNullOrEmpty
        (Get-RequestCount -Service qrs -ChangingOnly) - $before | Should -Be 0
        (Get-QrsDataConnection whatif* | Measure-Object).Count | Should -Be 0
    }

    It 'makes the connection once when the connection is dropped after the work, and says so' {
        $name = Get-UniqueName
        $before = Get-RequestCount -Service qrs -Method POST -Route $create
        Add-EmulatorFault @{ service = 'qrs'; method = 'POST'; kind = 'dropAfter' }
        try {
            Assert-Failure (Get-Failure { New-QrsDataConnection $name -ConnectionString x -Type folder }) -Id ConnectionLost -Category ConnectionError
        }
        finally {
            Clear-EmulatorFault
        }

        (Get-RequestCount -Service qrs -Method POST -Route $create) - $before | Should -Be 1
        Get-QrsDataConnection $name | Should -HaveCount 1
    }

    It 'makes a connection of the article''s JSON' {
        $name = Get-UniqueName 'article'
        $connection = Get-ArticleJson $name $goodString | New-QrsDataConnection
        $connection.Name | Should -BeExactly $name
        $connection.UserName | Should -BeExactly 'jdoe'
        $connection.Id | Should -Not -Be ([guid]'400af54c-9913-4e49-90fb-d6e9fecbe3f6')
    }

    It 'makes one of the JSON read by ConvertFrom-Json, and under another name' {
        $name = Get-UniqueName 'parsed'
        $object = Get-ArticleJson 'as it was' $goodString | ConvertFrom-Json
        ($object | New-QrsDataConnection -Name $name).Name | Should -BeExactly $name
    }

    It 'brings owner, tags and custom properties along: <_>' -ForEach 'a parsed object', 'JSON text', 'a dictionary', 'a connection that was read' {
        $tag = Get-UniqueName 'tag'
        $property = 'Kept' + [guid]::NewGuid().ToString('N').Substring(0, 12)
        $null = Invoke-QrsRequest -Path custompropertydefinition -Method POST -Body @{ name = $property; valueType = 'Text'; choiceValues = 'dev', 'prod'; objectTypes = @('DataConnection') }
        $first = New-QrsDataConnection (Get-UniqueName 'first') -ConnectionString 'C:\Data' -Type folder -Tag $tag -CreateTag -CustomProperty @{ $property = 'dev', 'prod' } -Owner internal\sa_api
        $wire = Invoke-QrsRequest "dataconnection/$($first.Id)"
        $given = switch ($_) {
            'a parsed object' { $wire | ConvertTo-Json -Depth 9 | ConvertFrom-Json }
            'JSON text' { $wire | ConvertTo-Json -Depth 9 }
            'a dictionary' { $table = @{}; $wire.PSObject.Properties | ForEach-Object { $table[$_.Name] = $_.Value }; $table }
            'a connection that was read' { $first }
        }
        $copy = New-QrsDataConnection (Get-UniqueName 'second') -InputObject $given
        $copy.Tags | Should -BeExactly $tag
        $copy.CustomProperties | Should -BeExactly "$property=dev", "$property=prod"
        "$($copy.Owner)" | Should -Be 'internal\sa_api'

        $bare = $given | New-QrsDataConnection (Get-UniqueName 'third') -Tag @() -CustomProperty @{} -Owner internal\sa_repository
        "$($bare.Tags)$($bare.CustomProperties)" | Should -BeNullOrEmpty
        "$($bare.Owner)" | Should -Be 'internal\sa_repository'
    }

    It 'says which owner or tag of the input the site does not have, and makes nothing' {
        $object = [pscustomobject]@{
            name = Get-UniqueName 'foreign'; connectionstring = 'C:\Data'; type = 'folder'
            owner = [pscustomobject]@{ id = [guid]::NewGuid(); userDirectory = 'DOMAIN'; userId = 'qvservice' }
            tags = @([pscustomobject]@{ id = [guid]::NewGuid(); name = 'of another site' })
        }
        $before = Get-RequestCount -Service qrs -ChangingOnly
        Assert-Failure (Get-Failure { $object | New-QrsDataConnection }) -Id QrsUserNotFound -Category ObjectNotFound -Message 'DOMAIN\\qvservice' -Advice '-Owner'
        Assert-Failure (Get-Failure { $object | New-QrsDataConnection -Owner internal\sa_api }) -Id QrsTagNotFound -Category ObjectNotFound -Message 'of another site' -Advice '-CreateTag'
        Get-RequestCount -Service qrs -ChangingOnly | Should -Be $before
        ($object | New-QrsDataConnection -Owner internal\sa_api -CreateTag).Tags | Should -BeExactly 'of another site'
    }

    It 'takes tags that are text, as a CSV file has them, for names, and drops none' {
        foreach ($tags in 'on no site', @('on no site')) {
            $object = [pscustomobject]@{ name = 'x'; connectionstring = 'C:\Data'; type = 'folder'; tags = $tags }
            Assert-Failure (Get-Failure { $object | New-QrsDataConnection }) -Id QrsTagNotFound -Category ObjectNotFound -Message 'on no site' -Advice '-CreateTag'
        }
    }

    It 'refuses fields of an object that it cannot use, and drops none: <Field>' -ForEach @(
        @{ Field = 'tags'; Value = 9 }
        @{ Field = 'customProperties'; Value = @{ Stage = 'dev' } }
        @{ Field = 'logOn'; Value = 'nobody' }
        @{ Field = 'architecture'; Value = 9 }
    ) {
        $given = @{ name = 'x'; connectionstring = 'C:\Data'; type = 'folder'; $Field = $Value }
        Assert-Failure (Get-Failure { [pscustomobject]$given | New-QrsDataConnection }) -Id DataConnectionJsonInvalid -Message $Field -Unsent
        Assert-Failure (Get-Failure { $given | New-QrsDataConnection }) -Id DataConnectionJsonInvalid -Message $Field -Unsent
    }

    It 'takes a password as SecureString, and enums by their names, of an object' {
        $made = [pscustomobject]@{ name = Get-UniqueName 'object'; connectionstring = 'ODBC CONNECT TO [x]'; type = 'odbc'; username = 'reader'; password = ConvertTo-TestSecret 'of the object'; logOn = 'CurrentUser'; architecture = 'X64' } | New-QrsDataConnection
        ConvertFrom-TestSecret (Get-QrsDataConnection -Id $made.Id -IncludeSecret).Password | Should -BeExactly 'of the object'
        "$($made.LogOn) $($made.Architecture)" | Should -BeExactly 'CurrentUser X64'
    }

    It 'says once that a file was read line by line' {
        $failure = Get-Failure { (Get-ArticleJson lines $goodString) -split "`n" | New-QrsDataConnection }
        Assert-Failure $failure -Id DataConnectionJsonInvalid -Category InvalidData -Advice '-Raw' -Unsent
        $failure.Count | Should -Be 1
    }

    It 'puts another key into the article''s connection, and makes it one by key pair' {
        $connection = Get-ArticleJson (Get-UniqueName 'rekeyed') $goodString | New-QrsDataConnection -User SVC_OTHER -PrivateKeyPath $pair.PrivateKeyPath
        $connection.UserName | Should -BeExactly 'SVC_OTHER'
        $connection.KeyFingerprint | Should -BeExactly $pair.Fingerprint
        $connection.ConnectionString | Should -Match ';authenticator=snowflake_jwt;'
        $text = 'CUSTOM CONNECT TO "provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=x;"'
        (New-QrsDataConnection (Get-UniqueName 'text') -ConnectionString $text -Type QvOdbcConnectorPackage.exe -User u -PrivateKeyPath $pair.PrivateKeyPath).ConnectionString |
            Should -BeExactly $text.Replace('server=x;', 'server=x;authenticator=snowflake_jwt;')
        Assert-Failure (Get-Failure { New-QrsDataConnection x -ConnectionString 'C:\Data' -Type folder -PrivateKeyPath $pair.PrivateKeyPath }) -Id DataConnectionNotSnowflake -Unsent
    }

    It 'takes the password field as it is in place of a key' {
        $made = New-QrsDataConnection (Get-UniqueName 'expert') -Account myorg-myaccount -User u -PasswordText (ConvertTo-TestSecret 'a frame of mine')
        ConvertFrom-TestSecret (Get-QrsDataConnection -Id $made.Id -IncludeSecret).Password | Should -BeExactly 'a frame of mine'
    }

    It 'names what is missing or too much: <Id>' -ForEach @(
        @{ Id = 'PrivateKeyMissing'; Given = @{ Account = 'a-b'; User = 'u' }; Advice = '-PrivateKeyPath' }
        @{ Id = 'ParametersConflict'; Given = @{ Account = 'a-b'; User = 'u'; PrivateKeyPath = 'x'; PasswordText = [securestring]::new() }; Advice = 'one' }
        @{ Id = 'ParametersConflict'; Given = @{ Account = 'a-b'; User = 'u'; PasswordText = [securestring]::new(); Passphrase = [securestring]::new() }; Advice = '-PrivateKeyPath' }
        @{ Id = 'ParametersConflict'; Given = @{ ConnectionString = 'C:\'; Type = 'folder'; User = 'u'; Credential = [pscredential]::new('u', [securestring]::new()) }; Advice = 'one' }
    ) {
        Assert-Failure (Get-Failure { New-QrsDataConnection x @Given }) -Id $Id -Category InvalidArgument -Advice $Advice -Unsent
    }

    It 'warns that a copy is made without the password that is not shown' {
        try {
            $first = New-QrsDataConnection (Get-UniqueName 'first') @snowflake
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = 'Empty' }
            $read = Get-QrsDataConnection -Id $first.Id -IncludeSecret
            $null = $read | New-QrsDataConnection (Get-UniqueName 'second') -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'is made without'
            $null = $read | Export-QrsDataConnection -Passphrase (ConvertTo-TestSecret 'x') -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'does not show the password'
        }
        finally {
            Edit-EmulatorSetting -Service qrs -Setting @{ returnPassword = 'Clear' }
        }
    }

    It 'copies a connection that was read with its password' {
        $first = New-QrsDataConnection (Get-UniqueName 'first') @snowflake
        $name = Get-UniqueName 'second'
        $copy = $first | Get-QrsDataConnection -IncludeSecret | New-QrsDataConnection -Name $name
        $copy.Name | Should -BeExactly $name
        $copy.KeyFingerprint | Should -BeExactly $pair.Fingerprint
        $copy.Id | Should -Not -Be $first.Id
    }

    It 'refuses to copy one that was read without' {
        $first = New-QrsDataConnection (Get-UniqueName 'first') @snowflake | Get-QrsDataConnection
        Assert-Failure (Get-Failure { $first | New-QrsDataConnection -Name copy }) -Id DataConnectionSecretMissing -Category InvalidArgument -Advice '-IncludeSecret' -Unsent
    }

    It 'refuses the article''s JSON with lines that the console has broken: line and reason' {
        $broken = $goodString.Insert(60, "`r`n")
        $failure = Get-Failure { Get-ArticleJson broken $broken | New-QrsDataConnection }
        Assert-Failure $failure -Id DataConnectionJsonInvalid -Category InvalidData -Message 'line 7.*connectionstring.*broken over two lines' -Advice 'Set-Content' -Unsent
    }

    It 'refuses the article''s JSON with a doubled quote: line and reason' {
        $failure = Get-Failure { Get-ArticleJson doubled ('"' + $goodString) | New-QrsDataConnection }
        Assert-Failure $failure -Id DataConnectionJsonInvalid -Category InvalidData -Message 'line 7.*connectionstring.*doubled quote' -Unsent
    }

    It 'refuses the article''s JSON with both, and with a comment' {
        $failure = Get-Failure { Get-ArticleJson both ('"' + $goodString.Insert(60, "`n")) | New-QrsDataConnection }
        Assert-Failure $failure -Id DataConnectionJsonInvalid -Category InvalidData -Message 'line 7' -Unsent
        $failure = Get-Failure { (Get-ArticleJson comment $goodString).Replace('"password":  "",', '"password":  "", // see the note') | New-QrsDataConnection }
        Assert-Failure $failure -Id DataConnectionJsonInvalid -Category InvalidData -Message 'line 11.*comment' -Unsent
    }

    It 'refuses before any request: <Name>' -ForEach @(
        @{ Name = 'JSON without a name'; Call = { '{ "connectionstring": "x", "type": "folder" }' | New-QrsDataConnection }; Id = 'DataConnectionJsonInvalid' }
        @{ Name = 'JSON that is a list'; Call = { '[]' | New-QrsDataConnection }; Id = 'DataConnectionJsonInvalid' }
        @{ Name = 'an account with a slash'; Call = { New-QrsDataConnection x -Account 'a/b' -User u -PrivateKeyPath $pair.PrivateKeyPath }; Id = 'AccountInvalid' }
        @{ Name = 'a public key'; Call = { New-QrsDataConnection x -Account a-b -User u -PrivateKeyPath $pair.PublicKeyPath }; Id = 'KeyIsPublic' }
        @{ Name = 'a key whose passphrase is missing'; Call = { New-QrsDataConnection x -Account a-b -User u -PrivateKeyPath $encrypted.PrivateKeyPath }; Id = 'KeyPassphraseRequired' }
        @{ Name = 'a connection string with a line break'; Call = { New-QrsDataConnection x -ConnectionString "CUSTOM CONNECT TO `"provider=a;`nb=c;`"" -Type a }; Id = 'ConnectionStringInvalid' }
        @{ Name = 'a connector''s string without its wrapper'; Call = { New-QrsDataConnection x -ConnectionString 'provider=a.exe;' -Type a.exe }; Id = 'DataConnectionConnectionStringInvalid' }
        @{ Name = 'a property with a semicolon'; Call = { New-QrsDataConnection x @snowflake -ConnectionProperty @{ database = 'a;b' } }; Id = 'ConnectionStringInvalid' }
        @{ Name = 'a name that is too long'; Call = { New-QrsDataConnection ('x' * 257) -ConnectionString y -Type folder }; Id = 'DataConnectionNameInvalid' }
        @{ Name = 'an owner that is no user name'; Call = { New-QrsDataConnection x -ConnectionString y -Type folder -Owner me }; Id = 'UserNameInvalid' }
    ) {
        Assert-Failure (Get-Failure $Call) -Id $Id -Advice '\w' -Unsent
    }

    It 'takes a key pair or a connection string, not both' {
        Assert-Failure (Get-Failure { New-QrsDataConnection x @snowflake -ConnectionString y -Type folder }) -Id AmbiguousParameterSet
    }

    It 'asks for nothing where nobody can answer' {
        $run = Invoke-NewRunspace -Script 'New-QrsDataConnection x'
        $run.Errors[0].FullyQualifiedErrorId | Should -Match '^(MissingMandatoryParameter|AmbiguousParameterSet|NoSession)'
    }
}
