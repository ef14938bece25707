# Reads the pages of module/docs: front matter, then sections that start with ##, their parts with ###, and fences.

function Read-HelpPage {
    <#
    .SYNOPSIS
    A page: Name, Text, Synopsis, Description, Parameters, Examples, Outputs and Notes.
    #>
    param([Parameter(Mandatory)] [string] $Path)

    $text = [System.IO.File]::ReadAllText($Path) -replace "`r"
    $sections = @{}
    foreach ($section in [regex]::Matches($text, '(?ms)^## (?<name>[^\n]+)\n(?<body>.*?)(?=^## |\z)')) {
        $sections[$section.Groups['name'].Value] = $section.Groups['body'].Value.Trim()
    }

    $readParts = {
        param([string] $Body)
        foreach ($part in [regex]::Matches($Body, '(?ms)^### (?<name>[^\n]+)\n(?<body>.*?)(?=^### |\z)')) {
            [pscustomobject]@{ Name = $part.Groups['name'].Value; Body = $part.Groups['body'].Value.Trim() }
        }
    }

    $parameters = foreach ($part in & $readParts $sections['PARAMETERS']) {
        if ($part.Name -match '^-(?<name>\w+)$') {
            $name = $Matches['name']
            $default = if ($part.Body -match "(?m)^DefaultValue: '?(?<value>[^'\n]*)") { $Matches['value'] } else { '' }
            [pscustomobject]@{ Name = $name; Description = ($part.Body -split '```yaml')[0].Trim(); DefaultValue = $default }
        }
    }

    $examples = foreach ($part in & $readParts $sections['EXAMPLES']) {
        $match = [regex]::Match($part.Body, '(?s)^```powershell\n(?<code>.*?)\n```\s*(?<remarks>.*)$')
        [pscustomobject]@{ Title = $part.Name; Code = $match.Groups['code'].Value; Remarks = $match.Groups['remarks'].Value.Trim() }
    }

    [pscustomobject]@{
        Name        = [System.IO.Path]::GetFileNameWithoutExtension($Path)
        Text        = $text
        Synopsis    = $sections['SYNOPSIS']
        Description = $sections['DESCRIPTION']
        Parameters  = @($parameters)
        Examples    = @($examples)
        Outputs     = @(& $readParts $sections['OUTPUTS'])
        Notes       = $sections['NOTES']
    }
}

function Get-HelpPage {
    <#
    .SYNOPSIS
    The pages of the cmdlets that the manifest exports; one without text where there is none.
    #>
    param([Parameter(Mandatory)] [string] $Root)

    foreach ($cmdlet in (Import-PowerShellDataFile -Path (Join-Path $Root 'QlikSnowflake.psd1')).CmdletsToExport) {
        $path = [System.IO.Path]::Combine($Root, 'module', 'docs', 'en-US', "$cmdlet.md")
        if (Test-Path -Path $path) { Read-HelpPage $path } else { [pscustomobject]@{ Name = $cmdlet; Text = ''; Examples = @() } }
    }
}

function ConvertTo-OneLine([string] $Text) { ($Text -replace '[\s\u00a0]+', ' ').Trim() }

function Get-HelpText($Paragraphs) { ConvertTo-OneLine ((@($Paragraphs) | ForEach-Object { $_.Text }) -join ' ') }
