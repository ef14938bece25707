# What is pasted today: Invoke-RestMethod for each partition, and every cell converted by hand.
param($HostName, $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath)

$ErrorActionPreference = 'Stop'
$null = $User, $PrivateKeyPath, $RootCertificatePath, $ModulePath
$address = "https://$HostName"
$headers = @{
    Authorization                          = 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.e30'
    'X-Snowflake-Authorization-Token-Type' = 'KEYPAIR_JWT'
    Accept                                 = 'application/json'
}
$culture = [System.Globalization.CultureInfo]::InvariantCulture
$epoch = [datetime]::new(1970, 1, 1)

function ConvertFrom-Cell($Cell, $Column) {
    if ($null -eq $Cell) { return $null }
    switch ($Column.type) {
        'fixed' { if ($Column.scale -eq 0) { [long]$Cell } else { [decimal]::Parse($Cell, $culture) } }
        'real' { [double]::Parse($Cell, $culture) }
        'boolean' { $Cell -eq 'true' }
        'date' { $epoch.AddDays([int]$Cell) }
        'time' { [timespan]::FromSeconds([double]::Parse($Cell, $culture)) }
        'timestamp_ntz' { $epoch.AddSeconds([double]::Parse($Cell, $culture)) }
        'timestamp_tz' {
            $parts = $Cell -split ' '
            $offset = [timespan]::FromMinutes([int]$parts[1] - 1440)
            [datetimeoffset]::new($epoch.AddSeconds([double]::Parse($parts[0], $culture)).Add($offset), $offset)
        }
        default { $Cell }
    }
}

function ConvertFrom-Row($Rows, $Columns) {
    foreach ($row in $Rows) {
        $made = [ordered]@{}
        for ($i = 0; $i -lt $Columns.Count; $i++) {
            $made[$Columns[$i].name] = ConvertFrom-Cell $row[$i] $Columns[$i]
        }

        [pscustomobject]$made
    }
}

function Get-Row($Statement) {
    $uri = "$address/api/v2/statements"
    $body = @{ statement = $Statement } | ConvertTo-Json
    $first = Invoke-RestMethod -Uri $uri -Method Post -Headers $headers -Body $body -ContentType application/json -SkipCertificateCheck
    $columns = $first.resultSetMetaData.rowType
    ConvertFrom-Row $first.data $columns
    for ($i = 1; $i -lt $first.resultSetMetaData.partitionInfo.Count; $i++) {
        $part = Invoke-RestMethod -Uri "$uri/$($first.statementHandle)?partition=$i" -Headers $headers -SkipCertificateCheck
        ConvertFrom-Row $part.data $columns
    }
}

while ($line = [Console]::In.ReadLine()) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    Get-Row $line | Out-Null
    $clock.Elapsed.TotalSeconds.ToString($culture)
}
