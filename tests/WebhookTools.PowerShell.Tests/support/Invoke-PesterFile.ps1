#Requires -Version 7.4
<#
.SYNOPSIS
    Runs one Pester file, shows each test, and ends with a line of counts and a truthful exit code:
    0 all passed, 1 some failed, 2 none ran, 78 there is no Pester 5.
#>
param([Parameter(Mandatory)][string] $Path)

$ErrorActionPreference = 'Stop'
$pester = Get-Module -ListAvailable -Name Pester | Where-Object Version -GE '5.0.0' | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    'Pester not found'
    exit 78
}

Import-Module $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'PlainText'
$result = Invoke-Pester -Configuration $configuration

$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"Pester: $($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
if ($failed) { exit 1 }
if (-not ($result.PassedCount + $result.SkippedCount)) { exit 2 }
exit 0
