#!/usr/bin/env pwsh
#Requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests and packages WebhookTools.
.DESCRIPTION
    Needs the .NET 10 SDK. On a machine without PowerShell 7.6, 'dotnet tool restore' installs one,
    and 'dotnet pwsh build.ps1' runs this script.
.PARAMETER Task
    Build    Builds the module into artifacts/module/WebhookTools. This is the default.
    Test     Runs every test, including the Pester files.
    Package  Packs the module for one platform into artifacts/package.
    Native   Compiles the command line ahead of time and packs it into artifacts/package.
             Needs the platform's linker, so it works only for the platform that it runs on.
    Help     Generates src/module/en-US from docs/en-US. Needs Microsoft.PowerShell.PlatyPS.
    Demo     Starts a listener and sends it one alert of each kind and a forged one, which it rejects.
    Clean    Removes artifacts.
.PARAMETER RuntimeIdentifier
    The platform to build for, such as linux-x64 or win-x64. The default is this machine's.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Native', 'Help', 'Demo', 'Clean')]
    [string] $Task = 'Build',

    [string] $RuntimeIdentifier
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$packages = Join-Path $artifacts 'package'
$module = Join-Path $root 'src' 'WebhookTools.PowerShell'
$commandLine = Join-Path $root 'src' 'WebhookTools.Cli'
$platform = $RuntimeIdentifier ? @("-p:ModuleRuntimeIdentifier=$RuntimeIdentifier") : @()

# Returns an MSBuild property of a project.
function Get-BuildProperty {
    param([string] $Project, [string] $Name)
    (dotnet msbuild $Project "-getProperty:$Name" -nologo).Trim()
}

switch ($Task) {
    'Build' {
        dotnet build $module --configuration Release --nologo @platform
    }
    'Test' {
        dotnet test (Join-Path $root 'WebhookTools.sln') --nologo
    }
    'Package' {
        $target = $RuntimeIdentifier ? $RuntimeIdentifier : (Get-BuildProperty $module 'ModuleRuntimeIdentifier')
        $name = "WebhookTools-$(Get-BuildProperty $module 'Version')-$target"
        $folder = Join-Path $packages $name
        Remove-Item $folder, "$folder.zip" -Recurse -Force -ErrorAction Ignore
        dotnet build $module --configuration Release --nologo "-p:ModuleRuntimeIdentifier=$target" "-p:ModuleDirectory=$folder/WebhookTools/"
        [IO.Compression.ZipFile]::CreateFromDirectory($folder, "$folder.zip", 'SmallestSize', $false)
        "$folder.zip"
    }
    'Native' {
        $target = $RuntimeIdentifier ? $RuntimeIdentifier : (Get-BuildProperty $commandLine 'NETCoreSdkPortableRuntimeIdentifier')
        $name = "webhooktools-$(Get-BuildProperty $commandLine 'Version')-$target"
        $folder = Join-Path $packages $name
        $published = Join-Path $artifacts 'publish' "native-$target"
        Remove-Item $folder, "$folder.*", $published -Recurse -Force -ErrorAction Ignore
        dotnet publish $commandLine --configuration Release --nologo --runtime $target --output $published
        $null = New-Item $folder -ItemType Directory -Force
        $program = $target -like 'win-*' ? 'webhooktools.exe' : 'webhooktools'
        Copy-Item (Join-Path $published $program), (Join-Path $root 'LICENSE'), (Join-Path $root 'src' 'module' 'THIRD-PARTY-NOTICES.txt') $folder
        if ($target -like 'win-*') {
            [IO.Compression.ZipFile]::CreateFromDirectory($folder, "$folder.zip", 'SmallestSize', $true)
            "$folder.zip"
        }
        else {
            # Unlike zip, tar keeps the executable bit.
            tar -czf "$folder.tar.gz" -C $packages $name
            "$folder.tar.gz"
        }
    }
    'Help' {
        & $PSCommandPath -Task Build
        & (Join-Path $root 'src' 'module' 'Build-Help.ps1') -OutputPath (Join-Path $root 'src' 'module' 'en-US')
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
