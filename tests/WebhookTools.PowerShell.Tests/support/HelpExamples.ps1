# Finds the examples in a help page and runs them as a reader would: in an empty folder, with a receiver in place of
# https://hooks.example.org and a free port in place of 3001.

function Get-HelpExample {
    param([string] $Path)
    $page = Get-Content -LiteralPath $Path -Raw
    $number = 0
    foreach ($match in [regex]::Matches($page, '(?ms)^```powershell\r?\n(?<code>.*?)^```')) {
        $number++
        @{ Page = [IO.Path]::GetFileNameWithoutExtension($Path); Number = $number; Code = $match.Groups['code'].Value }
    }
}

function Invoke-HelpExample {
    param([string] $Code, [string] $Folder)
    $receiver = New-TestReceiver
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $null = New-Item $Folder -ItemType Directory -Force
    Set-Content (Join-Path $Folder 'body.json') '{"a":1}'
    $env:HOOK_SECRET = 'a-secret-of-the-tests'
    Push-Location $Folder
    try {
        $runnable = $Code.Replace('https://hooks.example.org/', $receiver.Uri).Replace('3001', $port).Replace('./artifacts/module/WebhookTools', $modulePath)
        & ([scriptblock]::Create('$ErrorActionPreference = ''Stop''; ' + $runnable))
    }
    finally {
        Pop-Location
        Get-WebhookListener | Stop-WebhookListener
        Remove-Item Env:HOOK_SECRET
        $receiver.Dispose()
    }
}
