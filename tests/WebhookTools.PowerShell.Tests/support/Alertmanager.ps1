# Runs a real Alertmanager on a free port.

function Get-FreePort {
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $probe.LocalEndpoint.Port
    $probe.Stop()
}

function Start-Alertmanager {
    param([string] $Folder, [hashtable[]] $Webhook)
    $null = New-Item $Folder -ItemType Directory -Force
    $receivers = foreach ($target in $Webhook) {
        @"
      - url: $($target.Uri)
        send_resolved: true
        http_config:
          authorization:
            credentials: $($target.Token)
"@
    }
    Set-Content (Join-Path $Folder 'alertmanager.yml') @"
route:
  receiver: tests
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: tests
    webhook_configs:
$($receivers -join "`n")
"@
    $port = Get-FreePort
    $process = Start-Process prometheus-alertmanager -PassThru -ArgumentList @(
        "--config.file=$Folder/alertmanager.yml", "--storage.path=$Folder/data"
        "--web.listen-address=127.0.0.1:$port", '--cluster.listen-address='
    ) -RedirectStandardOutput (Join-Path $Folder 'out') -RedirectStandardError (Join-Path $Folder 'err')
    $uri = "http://127.0.0.1:$port"
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt 30) {
        try { $null = Invoke-RestMethod "$uri/-/ready"; break }
        catch { $null = $process.WaitForExit(100) }
    }
    [pscustomobject]@{ Process = $process; Uri = $uri }
}

function Add-AlertmanagerAlert {
    param($Peer, [string] $Name, [switch] $Resolved)
    $end = $Resolved ? @("--end=$([datetime]::UtcNow.AddSeconds(-1).ToString('o'))") : @()
    amtool --alertmanager.url=$($Peer.Uri) alert add $Name severity=critical "--start=$([datetime]::UtcNow.AddMinutes(-5).ToString('o'))" @end
    if ($LASTEXITCODE) { throw "amtool exited with $LASTEXITCODE" }
}

function Stop-Alertmanager {
    param($Peer)
    if (-not $Peer.Process.HasExited) { $Peer.Process.Kill() }
}
