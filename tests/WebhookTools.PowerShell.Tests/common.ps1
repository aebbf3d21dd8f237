# Dot-sourced by every Pester file: imports the module that was built and defines what the tests share.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:repository = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
$script:modulePath = Join-Path $repository 'artifacts' 'module' 'WebhookTools'
$script:dataPath = Join-Path $repository 'tests' 'data'
Remove-Item Env:WEBHOOKTOOLS_SECRET -ErrorAction Ignore
Import-Module (Join-Path $modulePath 'WebhookTools.psd1')

# A receiver that records requests and sends the responses it is told to.
function New-TestReceiver {
    if (-not ('WebhookTools.Tests.TestReceiver' -as [type])) {
        Add-Type -Path (Join-Path $PSScriptRoot 'support' 'TestReceiver.cs')
    }
    [WebhookTools.Tests.TestReceiver]::new()
}

# A listener on a free port, with its journal in the test drive.
function Start-TestListener {
    param([hashtable] $With = @{})
    $log = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).log"
    Start-WebhookListener -Port 0 -LogPath $log @With
}

# The start information of another PowerShell like this one. A PowerShell from NuGet runs as 'dotnet pwsh.dll',
# so that the path of its process is the path of dotnet.
function New-PwshStartInfo {
    param([string] $Command)
    $program = [Environment]::ProcessPath
    [string[]] $leading = [IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet' ? @(Join-Path $PSHOME 'pwsh.dll') : @()
    [Diagnostics.ProcessStartInfo]::new($program, [string[]]($leading + '-NoProfile', '-NonInteractive', '-Command', $Command))
}

# Runs a script in a new PowerShell process and returns its output lines and its exit code.
function Invoke-FreshPwsh {
    param([string] $Script, [hashtable] $Environment = @{})
    $start = New-PwshStartInfo $Script
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(120000)) {
        $process.Kill($true)

        # Reading ends because every process that held the pipes was killed.
        throw "pwsh did not exit: $($output.Result) $($errors.Result)"
    }
    # PowerShell cannot await. The process has exited, so reading ends.
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        Output   = @($output.Result -split '\r?\n' | Where-Object { $_ })
        Error    = $errors.Result
    }
}
