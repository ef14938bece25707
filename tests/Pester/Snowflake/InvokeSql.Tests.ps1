BeforeAll {
    . (Join-Path (Split-Path $PSScriptRoot) 'Support/Suite.ps1')

    # A text that is in no other test, so that executions can be counted by it.
    function Get-UniqueStatement {
        $script:lastStatement++
        "SELECT $lastStatement AS N, '$([guid]::NewGuid())' AS ID"
    }

    $script:lastStatement = 0
    $script:statements = '/api/v2/statements'
    $script:partitions = '/api/v2/statements/{handle}'
    $script:cancels = '/api/v2/statements/{handle}/cancel'
}

Describe 'Invoke-SnowflakeSql: typed rows' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
        $script:mixed = @(Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 14, shape => 'mixed10'))")
        $script:types = @(Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 12, shape => 'types'))" -WarningVariable typeWarning -WarningAction SilentlyContinue)
        $script:warnings = @($typeWarning)
        $script:utc = [System.TimeSpan]::Zero
    }

    AfterAll { Disconnect-All }

    It 'gives the column <Column> of the usual types as <Type>' -ForEach @(
        @{ Column = 'ID'; Type = [long]; Value = { [long]1 } }
        @{ Column = 'AMOUNT'; Type = [decimal]; Value = { [decimal]0.37 } }
        @{ Column = 'RATIO'; Type = [double]; Value = { 0.125 } }
        @{ Column = 'LABEL'; Type = [string]; Value = { 'south 1' } }
        @{ Column = 'ACTIVE'; Type = [bool]; Value = { $false } }
        @{ Column = 'DAY'; Type = [datetime]; Value = { [datetime]::new(2019, 1, 2) } }
        @{ Column = 'AT_TIME'; Type = [timespan]; Value = { [timespan]'00:00:01.001' } }
        @{ Column = 'CREATED'; Type = [datetime]; Value = { [datetime]::new(2020, 1, 1, 0, 1, 1).AddTicks(10) } }
        @{ Column = 'CHANGED'; Type = [System.DateTimeOffset]; Value = { [System.DateTimeOffset]::new([datetime]::new(2019, 12, 31, 13, 1, 1).AddTicks(10), [timespan]'-11:00') } }
        @{ Column = 'DETAIL'; Type = [string]; Value = { "{`n  `"n`": 1,`n  `"tags`": [`n    `"a`",`n    `"b`"`n  ]`n}" } }
    ) {
        $mixed[1].$Column | Should -BeOfType $Type
        $mixed[1].$Column | Should -BeExactly (& $Value)
    }

    It 'has one property for each column, in order, and no other' {
        $mixed[0].PSObject.Properties.Name | Should -BeExactly 'ID', 'AMOUNT', 'RATIO', 'LABEL', 'ACTIVE', 'DAY', 'AT_TIME', 'CREATED', 'CHANGED', 'DETAIL'
    }

    It 'gives NULL as $null' {
        $null -eq $mixed[10].LABEL | Should -BeTrue
        $null -eq $mixed[12].DETAIL | Should -BeTrue
    }

    It 'keeps text as it is, in every script' {
        $mixed[4].LABEL | Should -BeExactly ('Z{0}rich 4' -f [char]0xFC)
        $mixed[6].LABEL | Should -BeExactly ('{0}{1} 6' -f [char]0x6771, [char]0x4EAC)
        $mixed[7].LABEL | Should -BeExactly 'quote " and \ 7'
        $mixed[8].LABEL | Should -BeExactly "tab`tend 8"
    }

    It 'gives the numbers of <Type> one type that compares by their size' -ForEach @(
        @{ Type = 'NUMBER(38,10)'; Large = '1234567890123456789012345678.0123456789'; Expected = 'BigDecimal' }
        @{ Type = 'NUMBER(38,0)'; Large = '99999999999999999999999999999999999999'; Expected = 'BigInteger' }
        @{ Type = 'DECFLOAT'; Large = '1.5E+300'; Expected = 'BigDecimal' }
        @{ Type = 'NUMBER(38,10)'; Large = '12345678901234567.8901234567'; Expected = 'Decimal' }
        @{ Type = 'NUMBER(38,0)'; Large = '9223372036854775807'; Expected = 'Int64' }
    ) {
        $rows = @(Invoke-SnowflakeSql "SELECT column1::$Type AS N FROM VALUES ('7'), ('$Large'), ('-20'), ('100')" -WarningVariable told)

        $rows.N | ForEach-Object { $_.GetType().Name } | Select-Object -Unique | Should -BeExactly $Expected
        @($rows | Sort-Object N | ForEach-Object { [double] $_.N }) | Should -Be @(-20, 7, 100, [double] $rows[1].N)
        @($rows | Where-Object N -gt 8).Count | Should -Be 2
        @($rows | Where-Object N -gt 7.5).Count | Should -Be 2
        ($rows | Measure-Object N -Maximum).Maximum | Should -Be ([double] $rows[1].N)
        $rows[1].N.ToString([cultureinfo]::InvariantCulture) | Should -BeExactly $Large
        ($rows | ConvertTo-Json) | Should -Match ([regex]::Escape($Large.Split('.')[0]))
        $told | Should -BeNullOrEmpty
    }

    It 'gives <Column> of row <Row> as <Type>' -ForEach @(
        @{ Column = 'N38'; Row = 0; Type = [bigint]; Value = { [bigint]0 } }
        @{ Column = 'N38'; Row = 1; Type = [bigint]; Value = { [bigint]::Parse('9' * 38) } }
        @{ Column = 'N38'; Row = 2; Type = [bigint]; Value = { [bigint]::Parse('-' + '9' * 38) } }
        @{ Column = 'N38'; Row = 5; Type = [bigint]; Value = { [bigint]-1 } }
        @{ Column = 'N38'; Row = 6; Type = [bigint]; Value = { [bigint]::Parse('9223372036854775808') } }
        @{ Column = 'N38_10'; Row = 4; Type = 'QlikSnowflake.Snowflake.Results.BigDecimal'; Value = { [QlikSnowflake.Snowflake.Results.BigDecimal]('1.5000000000') } }
        @{ Column = 'N38_10'; Row = 1; Type = 'QlikSnowflake.Snowflake.Results.BigDecimal'; Value = { [QlikSnowflake.Snowflake.Results.BigDecimal]('9' * 28 + '.' + '9' * 10) } }
        @{ Column = 'N10_2'; Row = 2; Type = [decimal]; Value = { [decimal]-99999999.99 } }
        @{ Column = 'N38_37'; Row = 1; Type = 'QlikSnowflake.Snowflake.Results.BigDecimal'; Value = { [QlikSnowflake.Snowflake.Results.BigDecimal]('-9.' + '9' * 37) } }
        @{ Column = 'R'; Row = 1; Type = [double]; Value = { [double]::NaN } }
        @{ Column = 'R'; Row = 2; Type = [double]; Value = { [double]::PositiveInfinity } }
        @{ Column = 'R'; Row = 3; Type = [double]; Value = { [double]::NegativeInfinity } }
        @{ Column = 'R'; Row = 6; Type = [double]; Value = { [double]::MaxValue } }
        @{ Column = 'R'; Row = 10; Type = [double]; Value = { 0.1 } }
        @{ Column = 'DF'; Row = 1; Type = 'QlikSnowflake.Snowflake.Results.BigDecimal'; Value = { [QlikSnowflake.Snowflake.Results.BigDecimal]('1.5') } }
        @{ Column = 'DF'; Row = 3; Type = 'QlikSnowflake.Snowflake.Results.BigDecimal'; Value = { [QlikSnowflake.Snowflake.Results.BigDecimal]('1.23E+16384') } }
        @{ Column = 'T'; Row = 1; Type = [string]; Value = { '' } }
        @{ Column = 'T'; Row = 2; Type = [string]; Value = { 'null' } }
        @{ Column = 'T'; Row = 4; Type = [string]; Value = { "line`nbreak`r`n`ttab" } }
        @{ Column = 'T'; Row = 7; Type = [string]; Value = { ' spaces ' } }
        @{ Column = 'BO'; Row = 0; Type = [bool]; Value = { $true } }
        @{ Column = 'D'; Row = 2; Type = [datetime]; Value = { [datetime]::new(1969, 12, 31) } }
        @{ Column = 'D'; Row = 4; Type = [datetime]; Value = { [datetime]::new(9999, 12, 31) } }
        @{ Column = 'D'; Row = 5; Type = [datetime]; Value = { [datetime]::new(1, 1, 1) } }
        @{ Column = 'TI'; Row = 0; Type = [timespan]; Value = { [timespan]'23:01:59' } }
        @{ Column = 'TI'; Row = 2; Type = [timespan]; Value = { [timespan]'23:59:59.9999999' } }
        @{ Column = 'NTZ'; Row = 1; Type = [datetime]; Value = { [datetime]::new(1970, 1, 1) } }
        @{ Column = 'NTZ'; Row = 3; Type = [datetime]; Value = { [datetime]::new(1969, 12, 31, 23, 59, 59).AddMilliseconds(500) } }
        @{ Column = 'LTZ'; Row = 1; Type = [System.DateTimeOffset]; Value = { [System.DateTimeOffset]::new(1970, 1, 1, 0, 0, 0, $utc) } }
        @{ Column = 'TZ'; Row = 0; Type = [System.DateTimeOffset]; Value = { [System.DateTimeOffset]::FromUnixTimeSeconds(1616173619).ToOffset([timespan]'01:00') } }
        @{ Column = 'V'; Row = 3; Type = [string]; Value = { '"text"' } }
        @{ Column = 'O'; Row = 0; Type = [string]; Value = { '{}' } }
        @{ Column = 'A'; Row = 1; Type = [string]; Value = { '[]' } }
        @{ Column = 'IYM'; Row = 0; Type = [string]; Value = { '14' } }
    ) {
        $types[$Row].$Column | Should -BeOfType $Type
        # Equals, since NaN is not equal to itself by the operator.
        $types[$Row].$Column.Equals((& $Value)) | Should -BeTrue -Because "it is $($types[$Row].$Column)"
    }

    It 'gives bytes as a byte array' {
        , $types[1].B | Should -BeOfType [byte[]]
        $types[1].B | Should -Be 0, 255, 16
        $types[0].B | Should -HaveCount 0
        $null -eq $types[2].B | Should -BeTrue
    }

    It 'keeps the offset of a time zone' {
        $types[0].TZ.Offset | Should -Be ([timespan]'01:00')
        $types[2].TZ.Offset | Should -Be ([timespan]'-12:00')
    }

    It 'gives columns of the same name names of their own' {
        $types[0].DUP | Should -BeExactly 'first'
        $types[0].DUP_2 | Should -Be 2
        $types[0].lower | Should -BeExactly 'lower'
        $types[0].LOWER_2 | Should -BeExactly 'upper'
    }

    It 'keeps odd names, and gives a column without one its place' {
        $types[0].'with space and "quotes"' | Should -BeExactly 'odd name'
        $unicode = '{0}n{1}code.$' -f [char]0xFC, [char]0xEF
        $types[0].$unicode | Should -BeExactly 'name'
        $types[0].Count | Should -BeExactly 'a member of arrays'
        $types[0].PSObject.Properties.Name | Where-Object { $_ -match '^Column\d+$' } | Should -HaveCount 1
    }

    It 'gives a column called like a member of every object a number' {
        $row = Invoke-SnowflakeSql 'SELECT 1 AS TOSTRING, 2 AS PSOBJECT, 3 AS LENGTH'
        ($row | Format-List | Out-String) -split '\W+' -match '.' | Should -BeExactly 'TOSTRING_2', '1', 'PSOBJECT_2', '2', 'LENGTH', '3'
    }

    It 'warns once that nanoseconds are cut' {
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match 'nanoseconds'
    }

    It 'emits nothing for a result without rows' {
        Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 0, shape => 'mixed10'))" | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-SnowflakeSql: rows in the pipeline' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
        $script:rows = @(Invoke-SnowflakeSql "SELECT * FROM TABLE(EMULATOR_ROWS(rows => 200, shape => 'ints'))")
    }

    AfterAll { Disconnect-All }

    It 'formats as a table of its columns' {
        $table = $rows[0..2] | Format-Table | Out-String
        $table | Should -Match 'ID\s+SQUARE\s+BUCKET'
        $table | Should -Match '2\s+4\s+2'
    }

    It 'exports as CSV of its columns' {
        $path = Join-Path $TestDrive 'rows.csv'
        $rows | Export-Csv -LiteralPath $path -NoTypeInformation
        $lines = Get-Content -LiteralPath $path
        $lines[0] | Should -BeExactly '"ID","SQUARE","BUCKET"'
        $lines[200] | Should -BeExactly '"199","39601","99"'
    }

    It 'becomes JSON of its columns' {
        ConvertTo-Json -InputObject $rows[3] -Compress | Should -BeExactly '{"ID":3,"SQUARE":9,"BUCKET":3}'
    }

    It 'can be grouped, filtered, sorted, measured and given members' {
        $rows | Group-Object -Property BUCKET | Should -HaveCount 100
        $rows | Where-Object -Property ID -GE -Value 190 | Should -HaveCount 10
        ($rows | Sort-Object -Property ID -Descending | Select-Object -First 1).ID | Should -Be 199
        ($rows | Measure-Object -Property ID -Sum).Sum | Should -Be 19900
        ($rows[5] | Add-Member -NotePropertyName Twice -NotePropertyValue 10 -PassThru).Twice | Should -Be 10
        ($rows[5] | Select-Object -Property id, Twice).Twice | Should -Be 10
        $rows[6].PSObject.Properties.Name | Should -Not -Contain 'Twice'
    }

    It 'takes statements from the pipeline, and goes on after one that fails' {
        $failure = Get-Failure { 'SELECT 1 AS N', 'SELECT * FROM NO_SUCH_TABLE', 'SELECT 3 AS N' | Invoke-SnowflakeSql }
        Assert-Failure $failure -Id SqlObjectNotFound -Category ObjectNotFound
        $failure.Ends | Should -BeFalse
        $failure.Count | Should -Be 1
        $failure.Output.N | Should -Be 1, 3
    }
}

Describe 'Invoke-SnowflakeSql: large results' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
    }

    AfterAll { Disconnect-All }

    It 'gives 50,000 rows of many partitions, each once and in order' {
        $before = Get-RequestCount -Service snowflake -Method GET -Route $partitions
        $next = 0
        $wrong = 0
        Invoke-SnowflakeSql "SELECT ID FROM TABLE(EMULATOR_ROWS(rows => 50000, shape => 'ints'))" | ForEach-Object {
            if ($_.ID -ne $next) { $wrong++ }
            $next++
        }
        $next | Should -Be 50000
        $wrong | Should -Be 0
        (Get-RequestCount -Service snowflake -Method GET -Route $partitions) - $before | Should -Be 5
    }

    It 'does not fetch what nobody wants' {
        $before = Get-RequestCount -Service snowflake -Method GET -Route $partitions
        $first = Invoke-SnowflakeSql "SELECT ID FROM TABLE(EMULATOR_ROWS(rows => 50000, shape => 'ints', partition => 500))" | Select-Object -First 5
        $first.ID | Should -Be 0, 1, 2, 3, 4
        (Get-RequestCount -Service snowflake -Method GET -Route $partitions) - $before | Should -BeLessOrEqual 10 -Because 'at most 4 partitions are fetched ahead, 4 wait decoded, 1 is being decoded and 1 read, of 100'
    }

    It 'reads partitions that are <Name>' -ForEach @(
        @{ Name = 'not compressed'; Setting = @{ gzipPartitions = $false }; Undo = @{ gzipPartitions = $true } }
        @{ Name = 'bare arrays'; Setting = @{ barePartitions = $true }; Undo = @{ barePartitions = $false } }
        @{ Name = 'after data that come first'; Setting = @{ dataFirst = $true }; Undo = @{ dataFirst = $false } }
    ) {
        Edit-EmulatorSetting snowflake $Setting
        try {
            $ids = (Invoke-SnowflakeSql "SELECT ID FROM TABLE(EMULATOR_ROWS(rows => 3000, shape => 'ints', partition => 1000))").ID
            $ids | Should -HaveCount 3000
            $ids[2999] | Should -Be 2999
        }
        finally {
            Edit-EmulatorSetting snowflake $Undo
        }
    }

    It 'waits for a statement that takes several polls' {
        $before = Get-RequestCount -Service snowflake -Method GET -Route $partitions
        (Invoke-SnowflakeSql "SELECT ID FROM TABLE(EMULATOR_ROWS(rows => 3, shape => 'ints', polls => 3))").ID | Should -Be 0, 1, 2
        (Get-RequestCount -Service snowflake -Method GET -Route $partitions) - $before | Should -BeGreaterOrEqual 3
    }
}

Describe 'Invoke-SnowflakeSql: what goes wrong in between' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
    }

    AfterEach { Clear-EmulatorFault }
    AfterAll { Disconnect-All }

    It 'runs the statement exactly once when <Name>' -ForEach @(
        @{ Name = 'there are too many requests'; Fault = @{ kind = 'status'; status = 429; retryAfter = 1 }; Sent = 2; Seconds = 1 }
        @{ Name = 'the service is not available'; Fault = @{ kind = 'status'; status = 503 }; Sent = 2; Seconds = 0 }
        @{ Name = 'the service fails twice'; Fault = @{ kind = 'status'; status = 500; times = 2 }; Sent = 3; Seconds = 0 }
        @{ Name = 'the connection is dropped before the work'; Fault = @{ kind = 'dropBefore' }; Sent = 2; Seconds = 0 }
        @{ Name = 'the connection is dropped after the work'; Fault = @{ kind = 'dropAfter' }; Sent = 2; Seconds = 0 }
        @{ Name = 'the answer is cut short'; Fault = @{ kind = 'truncate'; afterBytes = 40 }; Sent = 2; Seconds = 0 }
    ) {
        $statement = Get-UniqueStatement
        $before = Get-RequestCount -Service snowflake -Method POST -Route $statements
        Add-EmulatorFault (@{ service = 'snowflake'; method = 'POST'; path = $statements } + $Fault)
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $row = Invoke-SnowflakeSql $statement
        $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual $Seconds -Because 'Retry-After says how long to wait'
        $row.N | Should -Be $lastStatement
        Get-StatementCount $statement | Should -Be 1
        (Get-RequestCount -Service snowflake -Method POST -Route $statements) - $before | Should -Be $Sent
    }

    It 'goes on with a partition when <Name>' -ForEach @(
        @{ Name = 'there are too many requests'; Fault = @{ kind = 'status'; status = 429; retryAfter = 1 } }
        @{ Name = 'the service is not available'; Fault = @{ kind = 'status'; status = 503 } }
        @{ Name = 'the connection is dropped'; Fault = @{ kind = 'dropBefore' } }
        @{ Name = 'it is cut short'; Fault = @{ kind = 'truncate'; afterBytes = 200 } }
    ) {
        Add-EmulatorFault (@{ service = 'snowflake'; method = 'GET' } + $Fault)
        $ids = (Invoke-SnowflakeSql "SELECT ID FROM TABLE(EMULATOR_ROWS(rows => 2000, shape => 'ints', partition => 500))").ID
        $ids | Should -HaveCount 2000
        $ids[1999] | Should -Be 1999
    }

    It 'says so when there are too many requests again and again' {
        Add-EmulatorFault @{ service = 'snowflake'; method = 'POST'; kind = 'status'; status = 429; retryAfter = 1; times = -1; body = '{"message":"slow down"}' }
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' }) -Id TooManyRequests -Category LimitsExceeded -Message 'slow down' -Advice 'try again after 1 seconds'
    }

    It 'says so when something else answers in Snowflake''s place' {
        Add-EmulatorFault @{ service = 'snowflake'; method = 'POST'; kind = 'html' }
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' }) -Id ReplyNotUnderstood -Category InvalidData -Advice 'proxy' -Message 'html'
    }

    It 'says so when the answer takes longer than -TimeoutSec' {
        $login = Get-Login Snowflake
        $session = Connect-Snowflake @login -Name impatient -TimeoutSec 1 -PassThru
        Add-EmulatorFault @{ service = 'snowflake'; method = 'POST'; kind = 'slow'; delayMs = 20000; times = -1 }
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT 1' -Session $session }) -Id StatementOutcomeUnknown -Category OperationTimeout -Message 'did not answer within 1 seconds'
    }
}

Describe 'Invoke-SnowflakeSql: what Snowflake refuses' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
    }

    AfterAll { Disconnect-All }

    It 'gives code, SQLSTATE and handle of a statement with a syntax error' {
        $failure = Get-Failure { Invoke-SnowflakeSql 'SELEC 1' }
        Assert-Failure $failure -Id SqlSyntaxError -Category InvalidArgument -Message 'syntax error' -Advice 'Correct'
        $failure.Ends | Should -BeFalse
        $failure.Record.Exception.Code | Should -BeExactly '001003'
        $failure.Record.Exception.SqlState | Should -BeExactly '42000'
        $failure.Record.Exception.StatementHandle | Should -Match '^[0-9a-f-]{36}$'
        $failure.Record.Exception.StatusCode | Should -Be 422
        $failure.Record.TargetObject | Should -BeExactly 'SELEC 1'
    }

    It 'names the table that is not there' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT * FROM NOWHERE' }) -Id SqlObjectNotFound -Category ObjectNotFound -Message 'NOWHERE'
    }

    It 'says that the statement ran out of its time' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT SYSTEM$WAIT(30)' -Timeout 1 }) -Id StatementTimeout -Category OperationTimeout -Advice '-Timeout'
    }

    It 'refuses a blank statement before any request' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql '  ' }) -Id StatementEmpty -Category InvalidArgument -Unsent
    }

    It 'runs nothing with -WhatIf' {
        $statement = Get-UniqueStatement
        $before = Get-RequestCount
        Invoke-SnowflakeSql $statement -WhatIf | Should -BeNullOrEmpty
        (Get-RequestCount) - $before | Should -Be 0
        Get-StatementCount $statement | Should -Be 0
    }
}

Describe 'Invoke-SnowflakeSql: stopped' {
    BeforeAll {
        # Runs a script in a runspace of its own and stops it as Ctrl+C does, once the emulator has what the condition asks for.
        function Measure-Stop {
            param([string] $Script, [scriptblock] $Ready)

            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript($Script).AddArgument($env:QLIKSNOWFLAKE_TEST_MODULE).AddArgument((Get-Login Snowflake))
                $run = $shell.BeginInvoke()
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                while (-not (& $Ready)) {
                    if ($run.IsCompleted) { throw "The script ended before it could be stopped: $($shell.Streams.Error.ReadAll())" }
                    if ($clock.Elapsed.TotalSeconds -gt 60) { throw 'The script did not begin within a minute.' }
                    Start-Sleep -Milliseconds 20
                }

                $clock.Restart()
                $shell.Stop()
                $null = $run.AsyncWaitHandle.WaitOne(30000)
                $clock.Elapsed.TotalMilliseconds
            }
            finally {
                $shell.Dispose()
            }
        }

        # What stopping anything costs on this machine at this moment.
        $script:floor = Measure-Stop -Script '[System.AppDomain]::CurrentDomain.SetData("QlikSnowflakeTest", 1); while ($true) { Start-Sleep -Milliseconds 10 }' -Ready {
            [System.AppDomain]::CurrentDomain.GetData('QlikSnowflakeTest') -eq 1
        }
    }

    It 'returns within a second and cancels the statement: <Name>' -ForEach @(
        @{ Name = 'while Snowflake has not answered yet'; Statement = 'SELECT SYSTEM$WAIT(40), ''{0}''' }
        @{ Name = 'while it polls'; Statement = 'SELECT ID AS "{0}" FROM TABLE(EMULATOR_ROWS(rows => 1, shape => ''ints'', polls => 10000))' }
    ) {
        $statement = $Statement -f [guid]::NewGuid()
        $cancelled = Get-RequestCount -Service snowflake -Method POST -Route $cancels
        $polled = Get-RequestCount -Service snowflake -Method GET -Route $partitions
        $time = Measure-Stop -Script "param(`$manifest, `$login) Import-Module -Name `$manifest; Connect-Snowflake @login; Invoke-SnowflakeSql '$($statement.Replace("'", "''"))'" -Ready {
            (Get-StatementCount $statement) -gt 0 -and ($statement -notlike '*polls*' -or (Get-RequestCount -Service snowflake -Method GET -Route $partitions) -gt $polled)
        }
        $time | Should -BeLessThan (1000 + $floor)
        Wait-Condition -What 'the statement to be cancelled' -Condition { (Get-RequestCount -Service snowflake -Method POST -Route $cancels) -gt $cancelled }
        Get-StatementCount $statement | Should -Be 1
    }

    It 'returns within a second even when Snowflake does not answer' {
        $statement = 'SELECT ID AS "{0}" FROM TABLE(EMULATOR_ROWS(rows => 1, shape => ''ints'', polls => 10000))' -f [guid]::NewGuid()
        Add-EmulatorFault @{ service = 'snowflake'; path = '*/cancel'; kind = 'slow'; delayMs = 5000; times = -1 }
        try {
            $time = Measure-Stop -Script "param(`$manifest, `$login) Import-Module -Name `$manifest; Connect-Snowflake @login; Invoke-SnowflakeSql '$($statement.Replace("'", "''"))'" -Ready { (Get-StatementCount $statement) -gt 0 }
            $time | Should -BeLessThan (1000 + $floor)
        }
        finally {
            Clear-EmulatorFault
        }
    }
}

Describe 'Invoke-SnowflakeSql: files' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
        $script:city = 'Z' + [char] 0xFC + 'rich'
        $script:path = Join-Path $TestDrive 'ansi.sql'
        [System.IO.File]::WriteAllBytes($path, [System.Text.Encoding]::GetEncoding('iso-8859-1').GetBytes("SELECT '$city' AS CITY"))
    }

    AfterAll { Disconnect-All }

    It 'refuses a file that is not UTF-8, with the place' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql -Path $path }) -Id FileEncodingWrong -Message 'offset 9 \(line 1\)'
    }

    It 'reads it with -Encoding <_>' -ForEach 'windows-1252', 1252, '1252', 'iso-8859-1' {
        (Invoke-SnowflakeSql -Path $path -Encoding $_).CITY | Should -BeExactly $city
    }

    It 'heeds the byte order mark first' {
        $marked = Join-Path $TestDrive 'marked.sql'
        [System.IO.File]::WriteAllText($marked, "SELECT '$city' AS CITY", [System.Text.Encoding]::Unicode)
        (Invoke-SnowflakeSql -Path $marked -Encoding utf8).CITY | Should -BeExactly $city
    }

    It 'knows no such encoding' {
        { Invoke-SnowflakeSql -Path $path -Encoding utf9 } | Should -Throw "*'utf9' is no text encoding*"
    }
}

Describe 'Invoke-SnowflakeSql: the types of -Parameter' {
    BeforeAll {
        $login = Get-Login Snowflake
        Connect-Snowflake @login
        function Get-Nothing { }
        function Invoke-WithBound { param($N, $T) Invoke-SnowflakeSql 'SELECT :N AS N, :T AS T' -Parameter $PSBoundParameters }
    }

    AfterAll { Disconnect-All }

    It 'binds <Text>' -ForEach @(
        @{ Text = '1.50 as a number with its digits'; Value = [decimal] 1.50; Read = [decimal] 1.50 }
        @{ Text = 'nothing as NULL'; Value = { Get-Nothing }; Read = $null }
        @{ Text = 'a switch as a truth value'; Value = [switch] $true; Read = $true }
        @{ Text = 'XML as its text'; Value = [xml] '<a b="1"><c/></a>'; Read = '<a b="1"><c /></a>' }
        @{ Text = 'an address as its text'; Value = [ipaddress] '10.0.0.1'; Read = '10.0.0.1' }
        @{ Text = 'a pointer as a number'; Value = [intptr] 7; Read = 7 }
    ) {
        $given = if ($Value -is [scriptblock]) { & $Value } else { $Value }
        $row = Invoke-SnowflakeSql 'SELECT :V AS V' -Parameter @{ V = $given }
        $row.V | Should -Be $Read
    }

    It 'takes a dictionary of any kind' {
        $row = Invoke-WithBound -N 1 -T 'x'
        $row.N, $row.T | Should -Be 1, 'x'
        $sorted = New-Object 'System.Collections.Generic.SortedDictionary[string,object]'
        $sorted.Add('V', 2)
        (Invoke-SnowflakeSql 'SELECT :V AS V' -Parameter $sorted).V | Should -Be 2
    }

    It 'refuses what has no form, without a raw exception' {
        Assert-Failure (Get-Failure { Invoke-SnowflakeSql 'SELECT :V AS V' -Parameter @{ V = { 1 } } }) -Id ParameterTypeUnsupported
    }
}
