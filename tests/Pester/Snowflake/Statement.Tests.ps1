BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')
    $login = Get-Login Snowflake
    Connect-Snowflake @login

    function Get-TableName { 'T_' + [guid]::NewGuid().ToString('N') }
}

AfterAll { Disconnect-All }

Describe 'Invoke-SnowflakeSql: values for placeholders' {
    It 'binds <Type> and gets it back' -ForEach @(
        @{ Type = 'an integer'; Value = 42; Back = 42 }
        @{ Type = 'text with quotes'; Value = "it's; DROP TABLE X --"; Back = "it's; DROP TABLE X --" }
        @{ Type = 'a Boolean'; Value = $true; Back = $true }
        @{ Type = 'a double'; Value = 0.1; Back = 0.1 }
        @{ Type = 'a date and time'; Value = [datetime]'1969-12-31T23:59:59.5'; Back = [datetime]'1969-12-31T23:59:59.5' }
        @{ Type = 'a time'; Value = [timespan]'01:02:03'; Back = [timespan]'01:02:03' }
        @{ Type = '$null'; Value = $null; Back = $null }
    ) {
        (Invoke-SnowflakeSql 'SELECT ? AS V' -Parameter @(, $Value)).V | Should -BeExactly $Back
    }

    It 'keeps the offset of a DateTimeOffset' {
        $moment = [System.DateTimeOffset]'2026-01-02T03:04:05+05:45'
        $back = (Invoke-SnowflakeSql 'SELECT ? AS V' -Parameter $moment).V
        $back | Should -Be $moment
        $back.Offset | Should -Be $moment.Offset
    }

    It 'binds by name, wherever a name is a placeholder' {
        $row = Invoke-SnowflakeSql 'SELECT :a AS A, :b AS B, '':a'' AS TEXT, :A AS AGAIN' -Parameter @{ a = 1; b = 'two' }
        $row.A, $row.B, $row.TEXT, $row.AGAIN | Should -Be 1, 'two', ':a', 1
    }

    It 'sends hashtables and objects as JSON' {
        $json = [pscustomobject]@{ list = @(1, 2) }, @{ list = @(1, 2) } | ForEach-Object { (Invoke-SnowflakeSql 'SELECT PARSE_JSON(?) AS V' -Parameter @(, $_) -ParseJson).V }
        $json | ForEach-Object { $_.list | Should -Be 1, 2 }
    }

    It 'refuses before any request: <Name>' -ForEach @(
        @{ Name = 'too few values'; Statement = 'SELECT ?, ?'; Parameter = 1; Id = 'ParameterCountMismatch' }
        @{ Name = 'a name that is not there'; Statement = 'SELECT :a'; Parameter = @{ a = 1; b = 2 }; Id = 'ParameterNotInStatement' }
        @{ Name = 'a value without SQL form'; Statement = 'SELECT ?'; Parameter = (New-Object System.Security.SecureString); Id = 'ParameterTypeUnsupported' }
    ) {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql $Statement -Parameter $Parameter }) -Id $Id -Category InvalidArgument -Unsent
    }

    It 'shows no value in the error about it' {
        $table = Get-TableName
        $null = Invoke-SnowflakeSql "CREATE TABLE $table (N NUMBER)"
        $value = 'TOPSECRET'
        $failure = Get-Failure { Invoke-SnowflakeSql "INSERT INTO $table VALUES (?)" -Parameter $value }
        Assert-Failure $failure -Id SqlValueNotRecognized
        ($failure.Record | Format-List * -Force | Out-String) + $failure.Record.Exception | Should -Not -Match 'TOPSECRET'
    }
}

Describe 'Invoke-SnowflakeSql: context, files and forms of rows' {
    It 'runs in the role, warehouse, database and schema given' {
        $row = Invoke-SnowflakeSql 'SELECT CURRENT_ROLE() AS R, CURRENT_WAREHOUSE() AS W, CURRENT_DATABASE() AS D, CURRENT_SCHEMA() AS S' -Role SYSADMIN -Warehouse QLIK_WH -Database TESTDB -Schema TESTSCHEMA
        $row.R, $row.W, $row.D, $row.S | Should -Be 'SYSADMIN', 'QLIK_WH', 'TESTDB', 'TESTSCHEMA'
    }

    It 'sets session parameters for the statement' {
        $rows = @(Invoke-SnowflakeSql 'SELECT * FROM SALES.PUBLIC.ORDERS' -SessionParameter @{ ROWS_PER_RESULTSET = 3; use_cached_result = $false })
        $rows | Should -HaveCount 3
        $path = Join-Path $TestDrive 'first.csv'
        Export-SnowflakeQuery 'SELECT * FROM SALES.PUBLIC.ORDERS' $path -SessionParameter rows_per_resultset=2
        @(Import-Csv -LiteralPath $path) | Should -HaveCount 2
    }

    It 'refuses the session parameter <Name>' -ForEach @(
        @{ Name = 'timezone'; Value = 'UTC'; Advice = '-TimeZone' }
        @{ Name = 'QUERY_TAG'; Value = 'x'; Advice = '-QueryTag' }
        @{ Name = 'multi_statement_count'; Value = 2; Advice = '-StatementCount' }
        @{ Name = 'date_output_format'; Value = 'YYYY'; Advice = 'TO_CHAR' }
        @{ Name = 'autocommit'; Value = $false; Advice = 'ALTER SESSION' }
        @{ Name = 'rows_per_resultset'; Value = 'many'; Advice = '1000' }
        @{ Name = 'use_cached_result'; Value = 'perhaps'; Advice = 'false' }
    ) {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' -SessionParameter @{ $Name = $Value } }) -Id SessionParameterInvalid -Advice $Advice -Unsent
    }

    It 'reads files, given and piped in' {
        $file = Join-Path $TestDrive 'query.sql'
        Set-Content -LiteralPath $file -Value 'SELECT 77 AS N'
        (Invoke-SnowflakeSql -Path $file).N | Should -Be 77
        (Get-Item -LiteralPath $file | Invoke-SnowflakeSql).N | Should -Be 77
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql -Path (Join-Path $TestDrive 'none.sql') }) -Id FileNotFound -Category ObjectNotFound -Unsent
    }

    It 'gives a DataTable' {
        $table = Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 2500))" -As DataTable
        , $table | Should -BeOfType System.Data.DataTable
        $table.Rows.Count | Should -Be 2500
        $table.Columns['ID'].DataType | Should -Be ([long])
        $table.Rows[12].IsNull('DETAIL') | Should -BeTrue
    }

    It 'gives dictionaries in the order of the columns' {
        $row = Invoke-SnowflakeSql "SELECT 1 AS B, 2 AS A" -As Hashtable
        @($row.Keys) | Should -Be 'B', 'A'
        $row['a'] | Should -Be 2
    }

    It 'gives arrays' {
        $rows = @(Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 3, shape => 'ints'))" -As Array)
        $rows | Should -HaveCount 3
        $rows[2] | Should -Be 2, 4, 2
    }

    It 'makes objects of JSON' {
        $row = Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 2))" -ParseJson | Select-Object -Last 1
        $row.DETAIL.n | Should -Be 1
        $row.DETAIL.tags | Should -Be 'a', 'b'
    }
}

Describe 'Invoke-SnowflakeSql: several statements' {
    It 'emits one result for each' {
        $table = Get-TableName
        $results = @(Invoke-SnowflakeSql "CREATE TABLE $table (N NUMBER); INSERT INTO $table VALUES (1), (2); SELECT * FROM $table" -StatementCount 3)
        $results.Number | Should -Be 1, 2, 3
        $results[1].RowsChanged | Should -Be 2
        $results[2].Rows.N | Should -Be 1, 2
    }

    It 'names the one that failed, with its place' {
        $failure = Get-Failure { Invoke-SnowflakeSql "SELECT 1;`n  SELECT * FROM NOWHERE; SELECT 2" -StatementCount 0 }
        Assert-Failure $failure -Id StatementOfSeveralFailed -Message 'line 2' -Advice 'before it'
        $failure.Record.Exception.Line | Should -Be 2
    }

    It 'takes no values' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT ?; SELECT 1' -StatementCount 2 -Parameter 1 }) -Id ParametersWithSeveralStatements -Unsent
    }
}

Describe 'Statements by their handles' {
    It 'are found, waited for and read in another process' {
        $statement = Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 12000, shape => 'ints', polls => 2))" -NoWait
        $statement.Status | Should -Be Running
        $script = Join-Path $TestDrive 'other.ps1'
        Set-Content -LiteralPath $script -Value @'
param($Support, $Handle)
. (Join-Path $Support 'Suite.ps1')
$login = Get-Login Snowflake
Connect-Snowflake @login
$ended = Wait-SnowflakeStatement $Handle
"$($ended.Status) $($ended.RowCount) $((Receive-SnowflakeStatement $Handle | Measure-Object -Property ID -Maximum).Maximum)"
'@
        $run = Invoke-PowerShell -File $script -ArgumentList (Join-Path (Split-Path $PSScriptRoot) 'Support'), $statement.StatementHandle
        $run.Output.Trim() | Should -BeExactly 'Succeeded 12000 11999'
    }

    It 'go through the pipeline' {
        $statement = Invoke-SnowflakeSql 'SELECT 5 AS N' -NoWait
        ($statement | Get-SnowflakeStatement).StatementHandle | Should -BeExactly $statement.StatementHandle
        ($statement | Receive-SnowflakeStatement).N | Should -Be 5
        ($statement.StatementHandle | Wait-SnowflakeStatement).Status | Should -Be Succeeded
    }

    It 'tell of a failure without failing, and fail when received' {
        $statement = Invoke-SnowflakeSql 'SELECT * FROM NOWHERE' -NoWait
        ($statement | Wait-SnowflakeStatement).Status | Should -Be Failed
        Assert-Failure (Get-Failure { $statement | Receive-SnowflakeStatement }) -Id SqlObjectNotFound
    }

    It 'are cancelled, but not with -WhatIf' {
        $statement = Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 1, seconds => 300))" -NoWait
        $statement | Stop-SnowflakeStatement -WhatIf
        ($statement | Get-SnowflakeStatement).Status | Should -Be Running
        Assert-Failure (Get-Failure { $statement | Wait-SnowflakeStatement -Timeout 0 }) -Id StatementStillRunning -Category OperationTimeout
        ($statement | Stop-SnowflakeStatement -PassThru).Status | Should -Be Canceled
        Assert-Failure (Get-Failure { $statement | Stop-SnowflakeStatement }) -Id StatementNotFound -Category ObjectNotFound
    }

    It 'are refused before any request where a text is no handle: <_>' -ForEach 'a/b', '../x', 'a b?c=d' {
        $handle = $_
        foreach ($command in 'Get', 'Wait', 'Receive', 'Stop') {
            Assert-Failure (Get-Failure { & "$command-SnowflakeStatement" $handle }) -Id StatementHandleInvalid -Unsent
        }
    }
}

Describe 'Add-SnowflakeRow' {
    BeforeEach {
        $table = Get-TableName
        $null = Invoke-SnowflakeSql "CREATE TABLE $table (ID NUMBER, NAME VARCHAR, AT TIMESTAMP_NTZ, V VARIANT)"
    }

    It 'adds objects in batches, with their types' {
        $load = 1..25 | ForEach-Object { [pscustomobject]@{ id = $_; Name = "n$_"; at = [datetime]'2026-01-02'; V = @{ n = $_ } } } | Add-SnowflakeRow -Table $table -BatchSize 10
        $load.RowsInserted, $load.Batches | Should -Be 25, 3
        $rows = @(Invoke-SnowflakeSql "SELECT * FROM $table" -ParseJson)
        $rows | Should -HaveCount 25
        $rows[24].NAME, $rows[24].AT, $rows[24].V.n | Should -Be 'n25', ([datetime]'2026-01-02'), 25
    }

    It 'drops no key of JSON that PowerShell cannot name' {
        $row = Invoke-SnowflakeSql 'SELECT PARSE_JSON(?) AS A, PARSE_JSON(?) AS B, 1 AS C' -Parameter '{"a":1,"A":2}', '{"":1}' -ParseJson
        $row.A['a'], $row.A['A'], $row.B[''], $row.C | Should -Be 1, 2, 1, 1
    }

    It 'adds hashtables, rows of other results, and NULL for what is missing' {
        $null = @{ ID = 1; NAME = 'a' }, @{ ID = 2 } | Add-SnowflakeRow $table
        $null = Invoke-SnowflakeSql "SELECT ID, NAME FROM $table" | Add-SnowflakeRow $table -Column ID
        $rows = @(Invoke-SnowflakeSql "SELECT * FROM $table")
        $rows.ID | Should -Be 1, 2, 1, 2
        $rows[1].NAME | Should -BeNullOrEmpty
        $rows[2].NAME | Should -BeNullOrEmpty
    }

    It 'says after a failure which rows are in' {
        $failure = Get-Failure { 1..30 | ForEach-Object { @{ ID = if ($_ -eq 25) { 'none' } else { $_ } } } | Add-SnowflakeRow $table -BatchSize 10 }
        Assert-Failure $failure -Id RowLoadFailed -Message 'Rows 21 to 30' -Advice 'Skip 20'
        $failure.Ends | Should -BeTrue
        $failure.Record.Exception.RowsInserted | Should -Be 20
        (Invoke-SnowflakeSql "SELECT COUNT(*) AS N FROM $table").N | Should -Be 20
    }

    It 'adds each row once when an answer is lost' {
        Add-EmulatorFault @{ service = 'snowflake'; method = 'POST'; path = '/api/v2/statements'; kind = 'dropAfter'; skip = 1 }
        $null = 1..10 | ForEach-Object { @{ ID = $_ } } | Add-SnowflakeRow $table
        Clear-EmulatorFault
        (Invoke-SnowflakeSql "SELECT COUNT(*) AS N FROM $table").N | Should -Be 10
    }

    It 'sends nothing with -WhatIf' {
        $before = Get-RequestCount
        1..3 | ForEach-Object { @{ ID = $_ } } | Add-SnowflakeRow $table -WhatIf | Should -BeNullOrEmpty
        Get-RequestCount | Should -Be $before
    }

    It 'takes its own rows of every type back in, in the time zone <Zone>' -ForEach @(
        @{ Zone = 'UTC' }
        @{ Zone = 'America/Los_Angeles' }
        @{ Zone = 'Asia/Kolkata' }
    ) {
        $columns = 'N NUMBER(12,2), I NUMBER(38,0), W NUMBER(38,10), F DECFLOAT, V VARIANT, O OBJECT, A ARRAY, R FLOAT, T VARCHAR, B BOOLEAN, D DATE, C TIME, X BINARY, NTZ TIMESTAMP_NTZ, LTZ TIMESTAMP_LTZ, TZ TIMESTAMP_TZ'
        $source, $target = (Get-TableName), (Get-TableName)
        foreach ($name in $source, $target) { $null = Invoke-SnowflakeSql "CREATE TABLE $name ($columns)" }
        $null = Invoke-SnowflakeSql -TimeZone $Zone -Statement @"
INSERT INTO $source SELECT 9.99, 99999999999999999999999999999999999999, '1234567890123456789012345678.0123456789', '1.5E+300'::DECFLOAT, PARSE_JSON('{"a":[1,null,"x"]}'), OBJECT_CONSTRUCT('k', 1.50), ARRAY_CONSTRUCT(1, 'two', NULL), 0.1, '', TRUE, '1969-12-31', '23:59:59.9999999', TO_BINARY('00ff', 'HEX'), '1969-12-31 23:59:59.5', '2020-07-02 12:00:00', '2020-01-02 03:04:05 -08:00'
UNION ALL SELECT -10.00, 0, -0.0000000001, '-0.5'::DECFLOAT, PARSE_JSON('"text"'), OBJECT_CONSTRUCT(), ARRAY_CONSTRUCT(), -1e-7, 'it''s', FALSE, '2026-02-28', '00:00:00', TO_BINARY('', 'HEX'), '2020-01-02 00:00:00', '2020-01-02 00:00:00', '2020-01-02 03:04:05 +05:30'
UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
"@
        $null = Invoke-SnowflakeSql "SELECT * FROM $source" -TimeZone $Zone | Add-SnowflakeRow $target
        $texts = 'SELECT ' + (@('N', 'I', 'W', 'F', 'V', 'O', 'A', 'R', 'T', 'B', 'D', 'C', 'X', 'NTZ', 'LTZ', 'TZ' | ForEach-Object { "TO_VARCHAR($_) AS $_" }) -join ', ')
        $before = @(Invoke-SnowflakeSql "$texts FROM $source ORDER BY N" | ConvertTo-Json)
        $before | Should -Match '1969-12-31'
        @(Invoke-SnowflakeSql "$texts FROM $target ORDER BY N" | ConvertTo-Json) | Should -Be $before
    }

    It 'keeps the instant of what ConvertFrom-Json has read' {
        $null = Invoke-SnowflakeSql "CREATE OR REPLACE TABLE $table (L TIMESTAMP_LTZ, Z TIMESTAMP_TZ)"
        $read = [datetime]::new(2020, 1, 2, 0, 0, 0, [System.DateTimeKind]::Utc)
        [pscustomobject] @{ L = $read; Z = $read } | Add-SnowflakeRow $table
        $row = Invoke-SnowflakeSql "SELECT * FROM $table"
        foreach ($value in $row.L, $row.Z) { ([datetimeoffset] $value).UtcDateTime | Should -Be ([datetime]::new(2020, 1, 2)) }
    }

    It 'takes nothing for NULL, and empty texts with -EmptyAsNull' {
        function Get-Nothing { }
        $null = [pscustomobject] @{ ID = 1; NAME = (Get-Nothing) }, [pscustomobject] @{ ID = (Get-Nothing); NAME = '' } | Add-SnowflakeRow $table
        $null = 'ID,NAME', '3,', ',x' | ConvertFrom-Csv | Add-SnowflakeRow $table -EmptyAsNull
        (Invoke-SnowflakeSql "SELECT COUNT(*) AS N FROM $table WHERE NAME IS NULL").N | Should -Be 2
        (Invoke-SnowflakeSql "SELECT COUNT(*) AS N FROM $table WHERE ID IS NULL").N | Should -Be 2
        $failure = Get-Failure { [pscustomobject] @{ ID = '' } | Add-SnowflakeRow $table }
        Assert-Failure $failure -Id RowLoadFailed -Message 'column ID of row 1 is an empty text' -Advice 'EmptyAsNull'
    }

    It 'takes <_> for its rows' -ForEach 'DataTable', 'DataView', 'IDataReader' {
        $rows = New-Object System.Data.DataTable
        foreach ($name in 'ID', 'NAME') { $null = $rows.Columns.Add($name) }
        $null = $rows.Rows.Add(1, 'a')
        $null = $rows.Rows.Add(2, [dbnull]::Value)
        $given = switch ($_) { 'DataTable' { , $rows } 'DataView' { , $rows.DefaultView } 'IDataReader' { , $rows.CreateDataReader() } }
        (Add-SnowflakeRow $table -InputObject $given).RowsInserted | Should -Be 2
        (Invoke-SnowflakeSql "SELECT * FROM $table ORDER BY ID").NAME | Should -Be 'a', $null
    }

    It 'refuses what is no name of a table' {
        Assert-Failure (Get-Failure { @{ ID = 1 } | Add-SnowflakeRow 'T (ID) VALUES (1); DROP TABLE X --' }) -Id TableNameInvalid -Unsent
    }

    It 'names the property that is no column' {
        Assert-Failure (Get-Failure { @{ NOPE = 1 } | Add-SnowflakeRow $table }) -Id ColumnNotFound -Category ObjectNotFound -Message 'ID, NAME'
    }
}
