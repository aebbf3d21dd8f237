#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Builds WebhookTools, and what belongs to it.
.PARAMETER Task
    Build    the module, laid out in artifacts/module/WebhookTools
    Test     every test, Pester's too
    Help     src/module/en-US from docs/en-US (needs Microsoft.PowerShell.PlatyPS)
    Package  the module as a zip for one platform, in artifacts/package
    Demo     a listener, alerts of every kind sent to it, and a forged one refused
    Clean    removes artifacts
.PARAMETER RuntimeIdentifier
    The platform that is built for, as linux-x64 or win-x64. Default: this machine's.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Demo', 'Clean')]
    [string] $Task = 'Build',

    [string] $RuntimeIdentifier
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$project = Join-Path $root 'src' 'WebhookTools.PowerShell'
$platform = $RuntimeIdentifier ? @("-p:ModuleRuntimeIdentifier=$RuntimeIdentifier") : @()

switch ($Task) {
    'Build' {
        dotnet build $project --configuration Release --nologo @platform
    }
    'Test' {
        dotnet test (Join-Path $root 'WebhookTools.sln') --nologo
    }
    'Help' {
        & $PSCommandPath -Task Build
        & (Join-Path $root 'src' 'module' 'Build-Help.ps1') -OutputPath (Join-Path $root 'src' 'module' 'en-US')
    }
    'Package' {
        $manifest = Import-PowerShellDataFile (Join-Path $root 'WebhookTools.psd1')
        $target = $RuntimeIdentifier ? $RuntimeIdentifier : [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $name = "WebhookTools-$($manifest.ModuleVersion)-$target"
        $folder = Join-Path $artifacts 'package' $name
        dotnet build $project --configuration Release --nologo @platform "-p:ModuleDirectory=$folder/WebhookTools/"
        Remove-Item "$folder.zip" -ErrorAction Ignore
        [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $folder 'WebhookTools'), "$folder.zip", 'SmallestSize', $true)
        "$folder.zip"
    }
    'Demo' {
        & $PSCommandPath -Task Build
        & (Join-Path $root 'docs' 'guides' 'demo.ps1')
        exit $LASTEXITCODE
    }
    'Clean' {
        Remove-Item $artifacts -Recurse -Force -ErrorAction Ignore
    }
}
