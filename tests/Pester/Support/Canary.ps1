# Looks for secrets in what was written.

# Pieces of a secret long enough to be no accident, short enough to survive line breaks of formatting.
function Get-Piece {
    param([string] $Text)
    $Text = $Text -replace '\s'
    if ($Text.Length -le 30) { return $Text }
    for ($i = 0; $i + 30 -le $Text.Length; $i += 30) { $Text.Substring($i, 30) }
}

function Find-Secret {
    param([string] $Text, [hashtable] $Secret)
    # Without white space and colours, so that wrapping hides nothing.
    $plain = $Text -replace '\x1b\[[0-9;]*m' -replace '\s'
    foreach ($name in $Secret.Keys) {
        foreach ($piece in @(Get-Piece $Secret[$name])) {
            if ($plain.Contains($piece)) { $name; break }
        }
    }

    if ($plain -match 'eyJ[\w-]{20,}\.[\w-]{20,}\.') { 'some token' }
}
