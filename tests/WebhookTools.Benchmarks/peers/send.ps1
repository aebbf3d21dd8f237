#Requires -Version 7.4
# Posts the same objects in one of several ways, and prints the seconds. The first object is not counted.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateSet('Loop', 'SessionLoop', 'Send', 'SendConcurrently')] [string] $Contestant,
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Uri,
    [Parameter(Mandatory)] [string] $Secret,
    [Parameter(Mandatory)] [int] $Count
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($Contestant -like 'Send*') { Import-Module $Module }

# The certificate is self-signed.
$tls = $Uri.Scheme -eq 'https' ? @{ SkipCertificateCheck = $true } : @{}

function Get-Alarm([int] $Count) {
    foreach ($number in 1..$Count) {
        [pscustomobject]@{
            alarm_id = "$number"; alarm_definition_id = 'freddef'; alarm_name = 'fire alarm'; alarm_description = 'alarmDescription'
            alarm_timestamp = 1763717400; state = 'ALARM'; old_state = 'OK'; message = 'this is the message'; tenant_id = 'tenant1234'; metrics = @()
        }
    }
}

function Send-InLoop($Alarms, [hashtable] $Session) {
    $hmac = [System.Security.Cryptography.HMACSHA256]::new([System.Text.Encoding]::UTF8.GetBytes($Secret))
    foreach ($alarm in $Alarms) {
        $body = [System.Text.Encoding]::UTF8.GetBytes(($alarm | ConvertTo-Json -Compress))
        $signature = 'sha256=' + [System.Convert]::ToHexStringLower($hmac.ComputeHash($body))
        $null = Invoke-RestMethod -Uri $Uri -Method Post -Body $body -ContentType 'application/json' -Headers @{ 'X-Hub-Signature-256' = $signature } @tls @Session
    }
}

$session = @{ WebSession = [Microsoft.PowerShell.Commands.WebRequestSession]::new() }
$contestants = @{
    Loop             = { param($alarms) Send-InLoop $alarms @{} }
    SessionLoop      = { param($alarms) Send-InLoop $alarms $session }
    Send             = { param($alarms) $alarms | Send-Webhook -Uri $Uri -Scheme GitHub -Secret $Secret @tls }
    SendConcurrently = { param($alarms) $alarms | Send-Webhook -Uri $Uri -Scheme GitHub -Secret $Secret -ThrottleLimit 16 @tls }
}

$send = $contestants[$Contestant]
& $send @(Get-Alarm 1)

$alarms = @(Get-Alarm $Count)
$watch = [System.Diagnostics.Stopwatch]::StartNew()
& $send $alarms
$watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
