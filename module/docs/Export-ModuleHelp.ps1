<#
.SYNOPSIS
    Turns the help's markdown into what Get-Help reads: MAML for the cmdlets, text for the about topics.
.DESCRIPTION
    PlatyPS does the reading and most of the writing; what its MAML lacks for a good page is put right here.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Docs, [Parameter(Mandatory)] [string] $Destination)

Import-Module -Name Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0 -ErrorAction Stop
$scratch = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
$utf8 = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
try {
    $pages = Import-MarkdownCommandHelp -Path (Join-Path $Docs '*-*.md') -ErrorAction Stop
    $pages | Export-MamlCommandHelp -OutputFolder $scratch -Force -ErrorAction Stop | Out-Null
    $maml = New-Object -TypeName System.Xml.XmlDocument
    $maml.PreserveWhitespace = $false
    $maml.Load((Get-ChildItem -Path $scratch -Recurse -Filter *-Help.xml).FullName)
}
finally {
    Remove-Item -Path $scratch -Recurse -Force -ErrorAction Ignore
}

$ns = New-Object -TypeName System.Xml.XmlNamespaceManager -ArgumentList $maml.NameTable
$ns.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
$ns.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
$ns.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')

# PlatyPS leaves the Markdown fence in an example's introduction; Get-Help has a place for code and one for remarks.
foreach ($example in $maml.SelectNodes('//command:example', $ns)) {
    $introduction = $example.SelectSingleNode('maml:introduction', $ns)
    $text = @($introduction.SelectNodes('maml:para', $ns) | ForEach-Object InnerText) -join "`n" -replace "`r" -replace [char] 0x80
    if ($text -notmatch '(?s)^```powershell\n(?<code>.*?)\n```\s*(?<remarks>.*)$') { throw "An example has no code: $text" }
    $introduction.RemoveAll()
    $example.SelectSingleNode('dev:code', $ns).InnerText = $Matches.code
    $remarks = $example.SelectSingleNode('dev:remarks', $ns)
    $remarks.AppendChild($maml.CreateElement('maml', 'para', $ns.LookupNamespace('maml'))).InnerText = $Matches.remarks.Trim()
}

# PlatyPS leaves out default values, and writes full type names where the syntax has short ones.
foreach ($page in $pages) {
    $command = $maml.SelectSingleNode("//command:command[command:details/command:name='$($page.Title)']", $ns)
    foreach ($parameter in $page.Parameters) {
        $node = $command.SelectSingleNode("command:parameters/command:parameter[maml:name='$($parameter.Name)']", $ns)
        $value = $node.SelectSingleNode('command:parameterValue', $ns)
        if ($value) {
            $value.InnerText = $command.SelectSingleNode("command:syntax/command:syntaxItem/command:parameter[maml:name='$($parameter.Name)']/command:parameterValue", $ns).InnerText
        }
        if ($parameter.DefaultValue) {
            $node.AppendChild($maml.CreateElement('dev', 'defaultValue', $ns.LookupNamespace('dev'))).InnerText = $parameter.DefaultValue
        }
    }
}

# One para element for each paragraph, so that Get-Help wraps each by itself.
foreach ($para in @($maml.SelectNodes("//maml:para[contains(., '`n')]", $ns))) {
    foreach ($part in ($para.InnerText -replace "`r") -split '\n\s*\n') {
        $new = $maml.CreateElement('maml', 'para', $ns.LookupNamespace('maml'))
        $new.InnerText = $part.Trim()
        $null = $para.ParentNode.InsertBefore($new, $para)
    }
    $null = $para.ParentNode.RemoveChild($para)
}

# Links between pages mean something in the repository only; Get-Help -Online needs an address.
foreach ($link in @($maml.SelectNodes('//maml:navigationLink', $ns))) {
    $uri = $link.SelectSingleNode('maml:uri', $ns)
    if ($uri.InnerText -like '*.md' -and $uri.InnerText -notlike 'https:*') { $uri.InnerText = '' }
    elseif ($uri.InnerText -eq '') { $null = $link.ParentNode.RemoveChild($link) }
}

$null = New-Item -Path $Destination -ItemType Directory -Force
$settings = New-Object -TypeName System.Xml.XmlWriterSettings -Property @{ Encoding = $utf8; Indent = $true; NewLineChars = "`n"; NewLineHandling = 'Replace' }
$writer = [System.Xml.XmlWriter]::Create((Join-Path $Destination 'QlikSnowflake.dll-Help.xml'), $settings)
try { $maml.Save($writer) } finally { $writer.Dispose() }

# PlatyPS 1.0 has no conversion of about topics.
& (Join-Path $PSScriptRoot 'Export-AboutTopic.ps1') -Docs $Docs -Destination $Destination
