<#
.SYNOPSIS
    Lays a package out so that the same files make the same package.
.DESCRIPTION
    Compress-PSResource writes the files in the order in which the disk has them, and names one part by chance.
.PARAMETER Path
    The package, which is replaced.
.PARAMETER Time
    The time of all files in the package.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [datetimeoffset] $Time
)

$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
$utf8 = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false

function Read-Entry($Entry) {
    $stream = $Entry.Open()
    try {
        $memory = New-Object -TypeName System.IO.MemoryStream
        $stream.CopyTo($memory)
        , $memory.ToArray()
    }
    finally { $stream.Dispose() }
}

$parts = New-Object -TypeName 'System.Collections.Generic.SortedDictionary[string,byte[]]' -ArgumentList ([System.StringComparer]::Ordinal)
$source = [System.IO.Compression.ZipFile]::OpenRead($Path)
try {
    foreach ($entry in $source.Entries) {
        $name = $entry.FullName -replace '[0-9a-f]{32}\.psmdcp$', 'metadata.psmdcp'
        $content = Read-Entry $entry
        if ($name -eq '_rels/.rels') {
            $script:relation = 0
            $text = $utf8.GetString($content) -replace '[0-9a-f]{32}\.psmdcp', 'metadata.psmdcp'
            $content = $utf8.GetBytes([regex]::Replace($text, ' Id="[^"]*"', { ' Id="R{0}"' -f (++$script:relation) }))
        }
        elseif ($name -eq '[Content_Types].xml') {
            $text = $utf8.GetString($content)
            $types = [string[]] @([regex]::Matches($text, '<(Default|Override) [^>]*>') | ForEach-Object { $_.Value })
            [array]::Sort($types, [System.StringComparer]::Ordinal)
            $content = $utf8.GetBytes([regex]::Replace($text, '(?s)<(Default|Override) .*<(Default|Override) [^>]*>', { $types -join '' }))
        }

        $parts[$name] = $content
    }
}
finally { $source.Dispose() }

Remove-Item -LiteralPath $Path
$target = [System.IO.Compression.ZipFile]::Open($Path, [System.IO.Compression.ZipArchiveMode]::Create)
try {
    foreach ($name in $parts.Keys) {
        $entry = $target.CreateEntry($name)
        $entry.LastWriteTime = $Time
        $stream = $entry.Open()
        try { $stream.Write($parts[$name], 0, $parts[$name].Length) } finally { $stream.Dispose() }
    }
}
finally { $target.Dispose() }
