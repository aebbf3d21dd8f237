#Requires -Version 7.6
<#
.SYNOPSIS
    Runs one Pester file, prints each test, and ends with a line of counts.
    The exit code is 0 if every test passed, 1 if any failed, and 2 if none ran.
.PARAMETER Path
    The Pester file.
.PARAMETER PesterPath
    The manifest of the Pester module to use.
#>
param(
    [Parameter(Mandatory)][string] $Path,
    [Parameter(Mandatory)][string] $PesterPath
)

$ErrorActionPreference = 'Stop'
Import-Module $PesterPath
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
