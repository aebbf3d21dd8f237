#Requires -Version 7.4
# Reads a period of a journal, and prints one line of JSON with the seconds, the number of alerts and the number of bytes that the process read.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $LogPath,
    [Parameter(Mandatory)] [string] $Since,
    [Parameter(Mandatory)] [string] $Until
)

$ErrorActionPreference = 'Stop'
Import-Module $Module

function Get-BytesRead { [long] ([System.IO.File]::ReadAllLines('/proc/self/io')[0] -replace '\D') }

# The assemblies that are loaded at the first use are not part of the journal.
$null = Get-WebhookAlert $LogPath -Last 1

$before = Get-BytesRead
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$alerts = 0
Get-WebhookAlert $LogPath -Since $Since -Until $Until | ForEach-Object { $alerts++ }
$seconds = $watch.Elapsed.TotalSeconds
[ordered]@{ seconds = $seconds; alerts = $alerts; bytes = (Get-BytesRead) - $before } | ConvertTo-Json -Compress
