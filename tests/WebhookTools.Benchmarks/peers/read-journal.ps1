#Requires -Version 7.4
# Reads a time of a journal, and prints one line of JSON: how long it took, how many alerts came, how many bytes the process read.
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

# What is loaded at the first use is no part of the journal.
$null = Get-WebhookAlert $LogPath -Last 1

$before = Get-BytesRead
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$alerts = 0
Get-WebhookAlert $LogPath -Since $Since -Until $Until | ForEach-Object { $alerts++ }
$seconds = $watch.Elapsed.TotalSeconds
[ordered]@{ seconds = $seconds; alerts = $alerts; bytes = (Get-BytesRead) - $before } | ConvertTo-Json -Compress
