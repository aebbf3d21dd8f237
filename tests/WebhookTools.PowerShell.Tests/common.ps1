# Dot-sourced by every Pester file: imports the module that was built, and holds what the tests share.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:repository = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
$script:modulePath = Join-Path $repository 'artifacts' 'module' 'WebhookTools'
$script:dataPath = Join-Path $repository 'tests' 'data'
Remove-Item Env:WEBHOOKTOOLS_SECRET -ErrorAction Ignore
Import-Module (Join-Path $modulePath 'WebhookTools.psd1')

# A receiver that keeps what it gets and answers what it is told to.
function New-TestReceiver {
    if (-not ('WebhookTools.Tests.TestReceiver' -as [type])) {
        Add-Type -Path (Join-Path $PSScriptRoot 'support' 'TestReceiver.cs')
    }
    [WebhookTools.Tests.TestReceiver]::new()
}

# A listener on a free port, whose log is in Pester's folder of this test.
function Start-TestListener {
    param([hashtable] $With = @{})
    $log = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).log"
    Start-WebhookListener -Port 0 -LogPath $log @With
}

# Runs a script in a pwsh of its own and gives its output lines and its exit code.
function Invoke-FreshPwsh {
    param([string] $Script, [hashtable] $Environment = @{})
    $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $Script) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    $start.Environment['NO_COLOR'] = '1'
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(120000)) {
        $process.Kill($true)

        # Both end with the processes that wrote to them, all killed above.
        throw "pwsh did not end: $($output.Result) $($errors.Result)"
    }
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        Output   = @($output.Result -split '\r?\n' | Where-Object { $_ })
        Error    = $errors.Result
    }
}
