<#
.SYNOPSIS
    Demonstrates and checks WebhookTools: sends one alert of each kind to a listener, and a forged one that the listener rejects.
.DESCRIPTION
    The demo runs entirely on this machine. It uses a free port of 127.0.0.1, a new secret, and a log in a temporary folder.
    The exit code is 0 if every step succeeds; otherwise, 1.
#>
[CmdletBinding()]
param([string] $ModulePath = (Join-Path $PSScriptRoot '..' '..' 'artifacts' 'module' 'WebhookTools' 'WebhookTools.psd1'))

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath

# Do not write color codes to a file or pipe.
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }

$script:failed = 0
function Show-Step {
    param([string] $Step, [bool] $Success, [string] $Detail)
    if (-not $Success) { $script:failed++ }
    $mark = $Success ? "$($PSStyle.Foreground.Green)✓$($PSStyle.Reset)" : "$($PSStyle.Foreground.Red)✗$($PSStyle.Reset)"
    "$mark $Step  $($PSStyle.Foreground.BrightBlack)$Detail$($PSStyle.Reset)"
}

$firing = @{
    version = '4'; status = 'firing'; receiver = 'demo'; groupKey = '{}:{alertname="HighCPUUsage"}'; externalURL = 'http://localhost:9093'
    groupLabels = @{ alertname = 'HighCPUUsage' }; commonLabels = @{ alertname = 'HighCPUUsage' }; commonAnnotations = @{}; truncatedAlerts = 0
    alerts = @(@{
            status = 'firing'; labels = @{ alertname = 'HighCPUUsage'; severity = 'critical'; namespace = 'shop' }
            annotations = @{ summary = 'CPU usage is above 80%' }; startsAt = [datetime]::UtcNow; endsAt = '0001-01-01T00:00:00Z'
            generatorURL = ''; fingerprint = 'd3m0f1ng3rpr1nt0'
        })
}
$alarm = @{
    alarm_id = 'b2b2f9a1-demo'; alarm_definition_id = 'demo'; alarm_name = 'Disk almost full'; alarm_description = 'Less than 10% free'
    alarm_timestamp = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds(); state = 'ALARM'; old_state = 'OK'; message = 'Thresholds were exceeded'
    tenant_id = 'demo'; metrics = @(@{ id = $null; name = 'disk.space_used_perc'; dimensions = @{ hostname = 'web1' } })
}

$secret = New-WebhookSecret -Scheme GitHub -AsSecureString
$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "webhooktools-demo-$([guid]::NewGuid().ToString('n'))") -ItemType Directory
$listener = Start-WebhookListener -Port 0 -LogPath (Join-Path $folder 'demo.log') -Scheme GitHub -Secret $secret -Path /metrics
try {
    "Listening on $($listener.Uri) with GitHub signatures, log $($listener.LogPath)"
    ''

    $signed = @{ Scheme = 'GitHub'; Secret = $secret; PassThru = $true; ErrorAction = 'Continue' }
    $health = Get-Process -Id $PID | Select-Object Name, Id, @{ n = 'mem'; e = { @{ ws = $_.WS; pm = $_.PM } } }
    $results = @(
        $health | Send-Webhook -Uri "$($listener.Uri)metrics" -Flatten @signed
        $firing | Send-Webhook -Uri "$($listener.Uri)webhook" @signed
        $alarm | Send-Webhook -Uri $listener.Uri @signed
    )
    $alerts = @(Receive-Webhook $listener -Count 3 -TimeoutSec 30 -ErrorAction Continue)
    $metric = $alerts | Where-Object Protocol -EQ generic
    $flat = if ($metric) { $metric.Body | ConvertFrom-Json -AsHashtable } else { @{} }
    $fired = $alerts | Where-Object Name -EQ HighCPUUsage
    $alarmed = $alerts | Where-Object Name -EQ 'Disk almost full'
    Show-Step 'A health metric, flattened' ($results[0].IsSuccess -and $flat['mem.ws'] -gt 0) "mem.ws = $($flat['mem.ws'])"
    Show-Step 'An Alertmanager notification' ($results[1].IsSuccess -and $fired.Status -eq 'firing') "$($fired.Name) is $($fired.Status), $($fired.Severity)"
    Show-Step 'A Monasca alarm' ($results[2].IsSuccess -and $alarmed.Status -eq 'ALARM') "$($alarmed.Name) is $($alarmed.Status)"

    $forged = $firing | Send-Webhook -Uri "$($listener.Uri)webhook" -Scheme GitHub -Secret (New-WebhookSecret -Scheme GitHub) -PassThru -ErrorAction SilentlyContinue
    $left = @(Receive-Webhook $listener -TimeoutSec 0)
    Show-Step 'A forged webhook is rejected' ($forged.StatusCode -eq 401 -and $left.Count -eq 0) "status $($forged.StatusCode), nothing received"

    $lines = @(Get-Content -LiteralPath $listener.LogPath)
    Show-Step 'The log contains all three' ($lines.Count -eq 3 -and @(Get-WebhookAlert $listener.LogPath).Count -eq 3) "$($lines.Count) lines"
    ''
    'Received:'
    $alerts | Format-Table | Out-String | ForEach-Object Trim
    ''
    'The log:'
    $width = 110
    $lines | ForEach-Object { $_.Length -gt $width ? $_.Substring(0, $width) + '…' : $_ }
}
finally {
    Stop-WebhookListener $listener
    Remove-Item $folder -Recurse -Force
}

''
$script:failed ? "$($script:failed) of 5 steps failed." : 'All 5 steps succeeded.'
exit [Math]::Min($script:failed, 1)
