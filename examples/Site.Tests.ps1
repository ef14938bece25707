<#
Looks at real sites and changes nothing: whether every Snowflake connection of Qlik can log in, and what will break next.

    $container = New-PesterContainer -Path ./Site.Tests.ps1 -Data @{ ConnectionScript = './Connect-Sites.ps1' }
    Invoke-Pester -Container $container -Output Detailed

It needs Pester 5 or later, and sessions that may read: see Connect-Sites.ps1.
#>
param(
    [Parameter(Mandatory)] [string] $ConnectionScript,
    [string] $JournalPath,
    [int] $MaxKeyAgeDays = 90,
    [int] $ApiKeyDays = 14
)

BeforeDiscovery {
    $null = & $ConnectionScript
    $sites = @(Get-QrsSession | ForEach-Object { @{ Site = $_.Name } }) + @(Get-QlikCloudSession | ForEach-Object { @{ Site = $_.Name } })
}

BeforeAll {
    $null = & $ConnectionScript
    $journals = if ($JournalPath) { @{ JournalPath = $JournalPath } } else { @{} }
    $script:report = Export-QlikSnowflakeReport -As Object -MaxKeyAge ([timespan]::FromDays($MaxKeyAgeDays)) -ExpiringWithin ([timespan]::FromDays($ApiKeyDays)) -WarningAction SilentlyContinue @journals
    $script:tests = @($report.Connections | Test-QlikSnowflakeConnection -WarningAction SilentlyContinue)

    function Get-Subject([string] $Id) {
        @($report.Findings | Where-Object -Property Id -EQ -Value $Id | ForEach-Object -MemberName Subjects)
    }
}

Describe 'The sites' {
    It 'has an open session: <Site>' -ForEach $sites {
        $Site | Should -Not -BeNullOrEmpty
    }

    It 'were all read to their end' {
        $report.Findings | Where-Object -Property Id -In -Value SiteFailed, ListIncomplete | ForEach-Object -MemberName Subjects | Should -BeNullOrEmpty
        $report.IsComplete | Should -BeTrue
    }
}

Describe 'The connections' {
    It 'log in with no password' { Get-Subject PasswordLogin | Should -BeNullOrEmpty }

    It 'log in, as far as their keys can be read' {
        @($tests | Where-Object -Property Result -EQ -Value Fails | ForEach-Object { "$($_.Name) on $($_.Site): $($_.Reason)" }) | Should -BeNullOrEmpty
    }

    It 'hold keys that Snowflake knows' { Get-Subject KeyNotRegistered | Should -BeNullOrEmpty }

    It 'were all switched by the last rotation' {
        Get-Subject SwitchFailed | Should -BeNullOrEmpty
        Get-Subject SwitchUnknown | Should -BeNullOrEmpty
        Get-Subject SwitchNotTried | Should -BeNullOrEmpty
    }
}

Describe 'The keys' {
    It 'are younger than the age that is allowed' { Get-Subject KeyOld | Should -BeNullOrEmpty }

    It 'of Qlik Cloud do not end soon' { Get-Subject ApiKeyEnding | Should -BeNullOrEmpty }
}
