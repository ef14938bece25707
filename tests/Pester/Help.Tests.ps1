<#
The help is a promise: each cmdlet has it, and the shipped form (MAML) says what the pages in module/docs say.
#>

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Support/HelpPage.ps1')
    $root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $docs = [System.IO.Path]::Combine($root, 'module', 'docs', 'en-US')
    $pages = @(Get-HelpPage -Root $root)
    $abouts = @(Get-ChildItem -Path $docs -Filter about_*.md | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Suite.ps1')
    . (Join-Path $PSScriptRoot 'Support/HelpPage.ps1')
    $root = Split-Path -Path (Split-Path -Path $PSScriptRoot)
    $docs = [System.IO.Path]::Combine($root, 'module', 'docs', 'en-US')
    $manifest = Import-PowerShellDataFile -Path (Join-Path $root 'QlikSnowflake.psd1')
}

Describe 'The pages' {
    It 'names the encoding of every text that its code reads or writes, which the editions take differently: <Name>' -ForEach @(
        @(Get-ChildItem -Path $docs -Filter *.md) + @(Get-Item -Path (Join-Path $root 'README.md')) + @(Get-ChildItem -Path (Join-Path $root 'examples') -Filter *.ps1) |
            ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    ) {
        $text = [System.IO.File]::ReadAllText($Path) -replace "`r"
        $code = if ($Path -like '*.ps1') { $text } else { [regex]::Matches($text, '(?s)```powershell\n(?<code>.*?)\n```').ForEach({ $_.Groups['code'].Value }) -join "`n" }
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $null)
        $calls = $ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)
        $calls | Where-Object {
            $_.GetCommandName() -in 'Export-Csv', 'Import-Csv', 'Set-Content', 'Add-Content', 'Out-File' -or
            ($_.GetCommandName() -eq 'Get-Content' -and $_.Extent.Text -match '-Raw')
        } | Where-Object { $_.Extent.Text -notmatch '-Encoding|@\w+' } | ForEach-Object { $_.Extent.Text } | Should -BeNullOrEmpty
    }

    It 'are those of the exported cmdlets' {
        $cmdlets = (Get-Command -Module QlikSnowflake -CommandType Cmdlet).Name | Sort-Object
        $names = Get-ChildItem -Path $docs -Filter *-*.md | ForEach-Object BaseName | Sort-Object
        $names | Should -Be $cmdlets
        ($manifest.CmdletsToExport | Sort-Object) | Should -Be $cmdlets
    }

    It 'are all listed on the page of the module' {
        $text = Get-Content -Path (Join-Path $docs 'QlikSnowflake.md') -Raw
        foreach ($cmdlet in $manifest.CmdletsToExport) { $text | Should -Match ([regex]::Escape("[$cmdlet]($cmdlet.md)")) }
    }

    It 'have no place left to fill in: <_>' -ForEach @(Get-ChildItem -Path $docs -Filter *.md | ForEach-Object Name) {
        Get-Content -Path (Join-Path $docs $_) -Raw | Should -Not -Match '\{\{|\bTODO\b'
    }

    It 'link to pages that are there: <_>' -ForEach @(Get-ChildItem -Path $docs -Filter *.md | ForEach-Object Name) {
        foreach ($link in [regex]::Matches((Get-Content -Path (Join-Path $docs $_) -Raw), '\]\((?<file>[^):]+\.md)\)')) {
            Join-Path $docs $link.Groups['file'].Value | Should -Exist
        }
    }
}

Describe '<_.Name>' -ForEach $pages {
    BeforeAll {
        $page = $_
        $command = Get-Command -Name $page.Name -Module QlikSnowflake
        $help = Get-Help -Name $page.Name -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $ownParameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        $helpParameters = @{}
        foreach ($parameter in $help.parameters.parameter) { $helpParameters[$parameter.name] = $parameter }
    }

    It 'has a synopsis of one sentence' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$($page.Name) ["))
        $help.Synopsis.Trim() | Should -Match '^[A-Z][^.]*( \(JWT\))?.*\.$'
    }

    It 'has a description' {
        (Get-HelpText $help.description).Length | Should -BeGreaterThan 80
    }

    It 'describes every parameter, and no other' {
        @($helpParameters.Keys | Sort-Object) | Should -Be $ownParameters
        foreach ($name in $ownParameters) { Get-HelpText $helpParameters[$name].description | Should -Match '\w.*\.$' -Because "-$name is to be described" }
    }

    It 'answers Get-Help -Parameter' {
        foreach ($name in $ownParameters) { (Get-Help -Name $page.Name -Parameter $name).name | Should -Be $name }
    }

    It 'has two examples or more, with a remark' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $example.code | Should -Not -BeNullOrEmpty
            Get-HelpText $example.remarks | Should -Match '\w.*\.$'
        }
    }

    It 'says what it emits' {
        $types = @($help.returnValues.returnValue | ForEach-Object { $_.type.name })
        $declared = @($command.OutputType | ForEach-Object { $_.Name })
        if ($declared) { $types | Should -Be $declared } else { $types | Should -Be 'None' }
        foreach ($value in $help.returnValues.returnValue) { Get-HelpText $value.description | Should -Not -BeNullOrEmpty }
    }

    It 'has notes on errors and related links' {
        Get-HelpText $help.alertSet.alert | Should -Match '[A-Z]\w+: '
        @($help.relatedLinks.navigationLink | ForEach-Object linkText) | Should -Contain 'about_QlikSnowflake'
    }

    It 'opens its page in the browser with Get-Help -Online' {
        # The engine takes the first related link that has an address.
        $address = "https://github.com/QlikSnowflake/QlikSnowflake/blob/main/module/docs/en-US/$($page.Name).md"
        @($help.relatedLinks.navigationLink | ForEach-Object uri | Where-Object { $_ })[0] | Should -BeExactly $address
        $command.HelpUri | Should -BeExactly $address
        $page.Text | Should -Match ('(?m)^HelpUri: ' + [regex]::Escape($address) + '$')
    }

    It 'has the same parameters on its page' {
        @($page.Parameters.Name | Sort-Object) | Should -Be $ownParameters
    }

    It 'ships the text of its page' {
        ConvertTo-OneLine $help.Synopsis | Should -BeExactly (ConvertTo-OneLine $page.Synopsis)
        Get-HelpText $help.description | Should -BeExactly (ConvertTo-OneLine $page.Description)
        Get-HelpText $help.alertSet.alert | Should -BeExactly (ConvertTo-OneLine $page.Notes)
        foreach ($parameter in $page.Parameters) {
            Get-HelpText $helpParameters[$parameter.Name].description | Should -BeExactly (ConvertTo-OneLine $parameter.Description) -Because "-$($parameter.Name) was changed on one side"
            "$($helpParameters[$parameter.Name].defaultValue)" | Should -BeExactly $parameter.DefaultValue
        }

        $shipped = @($help.examples.example)
        $shipped.Count | Should -Be $page.Examples.Count
        for ($i = 0; $i -lt $shipped.Count; $i++) {
            $shipped[$i].code -replace "`r" | Should -BeExactly $page.Examples[$i].Code
            Get-HelpText $shipped[$i].remarks | Should -BeExactly (ConvertTo-OneLine $page.Examples[$i].Remarks)
        }
    }
}

Describe '<Name>' -ForEach $abouts {
    It 'is found by Get-Help, with a short description' {
        $topic = Get-Help -Name $Name
        "$topic" | Should -Match "TOPIC\s+$Name"
        "$topic" | Should -Match 'SHORT DESCRIPTION\s+\w+'
    }

    It 'ships the text of its page' {
        $page = [System.IO.File]::ReadAllText($Path) -replace '\A# ', 'TOPIC ' -replace '(?m)^```\w*\r?$' -replace '(?m)^## '
        $shipped = [System.IO.File]::ReadAllText([System.IO.Path]::Combine((Split-Path -Path $env:QLIKSNOWFLAKE_TEST_MODULE), 'en-US', "$Name.help.txt"))
        ConvertTo-OneLine $shipped | Should -Be (ConvertTo-OneLine $page)
    }

    It 'has plain characters only, which Windows PowerShell reads in any code page' {
        [System.IO.File]::ReadAllText($Path) | Should -Not -Match '[^\x00-\x7f]'
    }

    It 'has code that parses and uses commands that exist' {
        foreach ($block in [regex]::Matches(([System.IO.File]::ReadAllText($Path) -replace "`r"), '(?s)```powershell\n(?<code>.*?)\n```')) {
            $tokens = $null
            $parseErrors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups['code'].Value, [ref] $tokens, [ref] $parseErrors)
            $parseErrors | Should -BeNullOrEmpty
            foreach ($call in $ast.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $name = $call.GetCommandName()
                if ($name -in 'Get-Secret', 'Set-Secret') { continue }
                Get-Command -Name $name -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty -Because "$name is used"
                [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true).BindingExceptions.Keys | Should -BeNullOrEmpty
            }
        }
    }
}
