#Requires -Version 7.4
# Posts the same objects in one of these ways, over and over in this process, and prints the seconds of each time.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Contestant,
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Uri,
    [Parameter(Mandatory)] [string] $Secret,
    [Parameter(Mandatory)] [int] $Count,
    [Parameter(Mandatory)] [int] $Rounds
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module

function Get-Alarm([int] $Count) {
    foreach ($number in 1..$Count) {
        [pscustomobject]@{
            alarm_id = "$number"; alarm_definition_id = 'freddef'; alarm_name = 'fire alarm'; alarm_description = 'alarmDescription'
            alarm_timestamp = 1763717400; state = 'ALARM'; old_state = 'OK'; message = 'this is the message'; tenant_id = 'tenant1234'; metrics = @()
        }
    }
}

$contestants = @{
    'Invoke-RestMethod loop' = {
        param($alarms)
        $hmac = [System.Security.Cryptography.HMACSHA256]::new([System.Text.Encoding]::UTF8.GetBytes($Secret))
        foreach ($alarm in $alarms) {
            $body = [System.Text.Encoding]::UTF8.GetBytes(($alarm | ConvertTo-Json -Compress))
            $signature = 'sha256=' + [System.Convert]::ToHexStringLower($hmac.ComputeHash($body))
            $null = Invoke-RestMethod -Uri $Uri -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'X-Hub-Signature-256' = $signature }
        }
    }
    'ConvertTo-WebhookPayload: the same objects become the same JSON, and nothing is signed or sent' = { param($alarms) $null = $alarms | ConvertTo-WebhookPayload }
    'Send-Webhook' = { param($alarms) $alarms | Send-Webhook -Uri $Uri -Scheme GitHub -Secret $Secret }
    'Send-Webhook -ThrottleLimit 16' = { param($alarms) $alarms | Send-Webhook -Uri $Uri -Scheme GitHub -Secret $Secret -ThrottleLimit 16 }
}

$send = $contestants[$Contestant]
& $send @(Get-Alarm 1)

$alarms = @(Get-Alarm $Count)
foreach ($round in 1..$Rounds) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    & $send $alarms
    $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
}
