<#
.SYNOPSIS
    Makes the help that ships of the pages in docs/en-US: one file for the cmdlets, one for each about_ topic.
.DESCRIPTION
    Needs Microsoft.PowerShell.PlatyPS 1.0 or later. What it makes is committed, so that a build needs no PowerShell.
#>
[CmdletBinding()]
param([Parameter(Mandatory)][string] $OutputPath)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
$pages = Join-Path $PSScriptRoot '..' '..' 'docs' 'en-US'
$null = New-Item $OutputPath -ItemType Directory -Force

# Breaks a paragraph into lines that fit a terminal.
function Format-Paragraph {
    param([string] $Text, [int] $Width = 76)
    $line = ''
    foreach ($word in -split $Text) {
        if ($line -and $line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = $word
        }
        else {
            $line = $line ? "$line $word" : $word
        }
    }
    $line
}

# An about_ topic as text: headings in capitals, all else indented by four, code by eight.
function ConvertTo-AboutText {
    param([string[]] $Markdown)
    $isCode = $false
    $isAfterHeading = $false
    foreach ($line in $Markdown) {
        if ($line -match '^```') {
            $isCode = -not $isCode
        }
        elseif ($isCode) {
            $line ? "        $line" : ''
        }
        elseif ($line -match '^#\s+(?<topic>about_.+)$') {
            'TOPIC'
            "    $($Matches.topic)"
        }
        elseif ($line -match '^#+\s+(?<heading>.+)$') {
            $Matches.heading.ToUpperInvariant()
            $isAfterHeading = $true
        }
        elseif (-not $line) {
            # Get-Help takes the line below the heading for the topic's synopsis.
            if (-not $isAfterHeading) { '' }
        }
        elseif ($line -match '^[|>]') {
            "    $line"
            $isAfterHeading = $false
        }
        else {
            Format-Paragraph $line | ForEach-Object { "    $_" }
            $isAfterHeading = $false
        }
    }
}

$temporary = Join-Path ([IO.Path]::GetTempPath()) "webhooktools-help-$([guid]::NewGuid().ToString('n'))"
try {
    $commands = Get-ChildItem $pages -Filter *-*.md | ForEach-Object { Import-MarkdownCommandHelp $_.FullName }
    $maml = Export-MamlCommandHelp -CommandHelp $commands -OutputFolder $temporary -Force
    # A link to another page is one for readers of the pages; Get-Help takes an address for one to open.
    $text = (Get-Content $maml.FullName -Raw) -replace '\r\n', "`n" -replace '<maml:uri>[^<:]+\.md</maml:uri>', '<maml:uri />'
    [IO.File]::WriteAllText((Join-Path $OutputPath 'WebhookTools.PowerShell.dll-Help.xml'), $text.TrimEnd() + "`n")
}
finally {
    Remove-Item $temporary -Recurse -Force -ErrorAction Ignore
}

foreach ($topic in Get-ChildItem $pages -Filter about_*.md) {
    $text = (ConvertTo-AboutText (Get-Content $topic.FullName)) -join "`n"
    [IO.File]::WriteAllText((Join-Path $OutputPath "$($topic.BaseName).help.txt"), $text.TrimEnd() + "`n")
}
