BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    $login = Get-Login Snowflake
    Connect-Snowflake @login
    $script:types = "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 12, shape => 'types', partition => 5))"
    $script:mixed = "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 5000, shape => 'mixed10', partition => 700))"
}

AfterAll { Disconnect-All }

Describe 'Export-SnowflakeQuery' {
    It 'writes what Import-Csv reads as it reads what Export-Csv writes: <Name>' -ForEach @(
        @{ Name = 'all types'; Query = { $types } }
        @{ Name = 'several partitions'; Query = { $mixed } }
    ) {
        $query = & $Query
        $mine = Join-Path $TestDrive 'mine.csv'
        $theirs = Join-Path $TestDrive 'theirs.csv'
        Export-SnowflakeQuery $query $mine -Force -WarningAction SilentlyContinue
        $culture = [System.Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = [System.Globalization.CultureInfo]::InvariantCulture
            Invoke-SnowflakeSql $query -WarningAction SilentlyContinue | Export-Csv -Path $theirs -NoTypeInformation -Encoding UTF8
        }
        finally {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture
        }

        $rows = @(Import-Csv -Path $mine -Encoding UTF8)
        $expected = @(Import-Csv -Path $theirs -Encoding UTF8)
        $rows.Count | Should -Be $expected.Count
        $rows[0].PSObject.Properties.Name | Should -BeExactly $expected[0].PSObject.Properties.Name
        # Of bytes, Export-Csv writes the type's name.
        $names = @($expected[0].PSObject.Properties.Name | Where-Object { $expected.$_ -notcontains 'System.Byte[]' })
        for ($i = 0; $i -lt $rows.Count; $i++) {
            foreach ($name in $names) {
                if ($rows[$i].$name -cne $expected[$i].$name) { throw "Row ${i}, ${name}: '$($rows[$i].$name)' for '$($expected[$i].$name)'" }
            }
        }
    }

    It 'writes BINARY as digits' {
        $file = Join-Path $TestDrive 'binary.csv'
        Export-SnowflakeQuery "SELECT B, T FROM TABLE(EMULATOR_ROWS(rows => 4, shape => 'types'))" $file
        (Import-Csv $file).B | Should -BeExactly '', '00FF10', '', '536E6F77666C616B65'
    }

    It 'writes dates and times by ISO 8601 with -Iso' {
        $file = Join-Path $TestDrive 'iso.csv'
        Export-SnowflakeQuery 'SELECT DAY, AT_TIME, CREATED, CHANGED FROM TABLE(EMULATOR_ROWS(rows => 2, shape => ''mixed10''))' $file -Iso
        $row = @(Import-Csv $file)[1]
        $row.DAY, $row.AT_TIME, $row.CREATED, $row.CHANGED | Should -BeExactly '2019-01-02', '00:00:01.001', '2020-01-01T00:01:01.000001', '2019-12-31T13:01:01.000001-11:00'
    }

    It 'takes delimiter, header, text for NULL and encoding' {
        $file = Join-Path $TestDrive 'shaped.csv'
        Export-SnowflakeQuery "SELECT 1 AS A, NULL AS B, 'x;y' AS C, '' AS D" $file -Delimiter ';' -NoHeader -NullText 'N/A' -Encoding utf8NoBOM
        [System.IO.File]::ReadAllText($file) | Should -BeExactly "1;N/A;`"x;y`";`"`"`r`n"
        [System.IO.File]::ReadAllBytes($file)[0] | Should -Be ([byte][char]'1')
        Export-SnowflakeQuery 'SELECT 1 AS A' $file -Force
        [System.IO.File]::ReadAllBytes($file)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'compresses a file whose name ends in .gz' {
        $file = Join-Path $TestDrive 'rows.csv.gz'
        Export-SnowflakeQuery $mixed $file
        $stream = [System.IO.File]::OpenRead($file)
        $reader = New-Object System.IO.StreamReader (New-Object System.IO.Compression.GZipStream $stream, ([System.IO.Compression.CompressionMode]::Decompress))
        try { $text = $reader.ReadToEnd() } finally { $reader.Dispose() }
        @($text | ConvertFrom-Csv).Count | Should -Be 5000
    }

    It 'writes a line of JSON for a row' {
        $file = Join-Path $TestDrive 'rows.jsonl'
        Export-SnowflakeQuery $mixed $file -WarningAction SilentlyContinue
        $lines = @(Get-Content -LiteralPath $file -Encoding UTF8)
        $lines.Count | Should -Be 5000
        $row = $lines[1] | ConvertFrom-Json
        $row.ID | Should -Be 1
        $row.AMOUNT | Should -Be 0.37
        $row.ACTIVE | Should -BeFalse
        $row.DETAIL.tags | Should -Be 'a', 'b'
        $lines[1] | Should -Match '"CHANGED":"2019-12-31T13:01:01\.000001-11:00"'
        Export-SnowflakeQuery $types $file -Force -WarningAction SilentlyContinue
        foreach ($line in Get-Content -LiteralPath $file -Encoding UTF8) { $line | Should -Match '^\{"N38":.*\}$' }
    }

    It 'leaves a file that is there alone without -Force, and asks for nothing' {
        $file = Join-Path $TestDrive 'kept.csv'
        Set-Content -Path $file -Value 'mine'
        $failure = Get-Failure { Export-SnowflakeQuery 'SELECT 1' $file }
        $failure.Record.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        $failure.Record.ErrorDetails.RecommendedAction | Should -Match '-Force'
        $failure.Requests | Should -Be 0
        Get-Content $file | Should -BeExactly 'mine'
    }

    It 'leaves neither a new file nor a half one where the query fails' {
        $file = Join-Path $TestDrive 'failed.csv'
        (Get-Failure { Export-SnowflakeQuery 'SELECT NOPE' $file }).Record.FullyQualifiedErrorId | Should -BeLike '*,*ExportSnowflakeQuery*'
        $file | Should -Not -Exist
        Set-Content -Path $file -Value 'before'
        Add-EmulatorFault @{ service = 'snowflake'; method = 'GET'; kind = 'status'; status = 400; times = 1 }
        try { $null = Get-Failure { Export-SnowflakeQuery $mixed $file -Force } } finally { Clear-EmulatorFault }
        Get-Content $file | Should -BeExactly 'before'
        @(Get-ChildItem $TestDrive -Filter 'failed*').Count | Should -Be 1
    }

    It 'refuses <What> before any request' -ForEach @(
        @{ What = 'a name that tells no format'; Id = 'FileFormatUnknown'; Arguments = @{ Path = 'rows.xlsx' } }
        @{ What = 'a folder that is not there'; Id = 'FolderNotFound'; Arguments = @{ Path = 'nowhere/rows.csv' } }
        @{ What = 'a delimiter for JSON'; Id = 'ParameterNotForFormat'; Arguments = @{ Path = 'rows.jsonl'; Delimiter = ';' } }
        @{ What = 'a quotation mark for a delimiter'; Id = 'DelimiterNotUsable'; Arguments = @{ Path = 'rows.csv'; Delimiter = '"' } }
    ) {
        $Arguments.Path = Join-Path $TestDrive $Arguments.Path
        $failure = Get-Failure { Export-SnowflakeQuery 'SELECT 1' @Arguments }
        $failure.Record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.Requests | Should -Be 0
    }

    It 'runs nothing with -WhatIf, and emits the file with -PassThru' {
        $file = Join-Path $TestDrive 'told.csv'
        $before = Get-RequestCount
        Export-SnowflakeQuery 'SELECT 1 AS A' $file -WhatIf
        Get-RequestCount | Should -Be $before
        $file | Should -Not -Exist
        $written = 'SELECT :a AS A' | Export-SnowflakeQuery -Path $file -Parameter @{ a = 'b' } -PassThru
        $written | Should -BeOfType System.IO.FileInfo
        (Import-Csv $written.FullName).A | Should -BeExactly 'b'
    }
}
