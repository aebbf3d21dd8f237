<#
.SYNOPSIS
    Generates the compiled help from the pages in docs/en-US: one file for all cmdlets and one for each about_ topic.
.DESCRIPTION
    The generated files are committed, so that a build needs neither PowerShell nor PlatyPS.
    Needs Microsoft.PowerShell.PlatyPS 1.0 or later: Install-PSResource Microsoft.PowerShell.PlatyPS
.PARAMETER OutputPath
    The folder to write to.
#>
[CmdletBinding()]
param([Parameter(Mandatory)][string] $OutputPath)

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
$pages = Join-Path $PSScriptRoot '..' '..' 'docs' 'en-US'
$null = New-Item $OutputPath -ItemType Directory -Force

# Wraps a paragraph to the width of a terminal.
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

# Converts an about_ topic to text: headings in capitals, paragraphs indented by four spaces, code by eight.
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
            # Get-Help reads the synopsis from the line directly below the heading.
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
    # Links between the pages do not resolve in Get-Help, which would open them as addresses.
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
