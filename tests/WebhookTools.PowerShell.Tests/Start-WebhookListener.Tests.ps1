BeforeDiscovery {
    $hasAlertmanager = (Get-Command prometheus-alertmanager -ErrorAction Ignore) -and (Get-Command amtool -ErrorAction Ignore)
}

BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Start-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'returns immediately with a listener that is ready' {
        $listener = Start-TestListener
        $listener.GetType().FullName | Should -Be 'WebhookTools.PowerShell.Output.ListenerInfo'
        $listener.IsRunning | Should -BeTrue
        $listener.Port | Should -BeGreaterThan 0
        $listener.Uri | Should -Be "http://127.0.0.1:$($listener.Port)/"
        (Invoke-WebRequest "$($listener.Uri)health").StatusCode | Should -Be 200
    }

    It 'has every webhook that it acknowledged in its journal' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        (Invoke-WebRequest "$($listener.Uri)hooks/ci" -Method Post -Body '{"a":"ü"}' -ContentType application/json).StatusCode | Should -BeLessThan 300
        $line = Get-Content $listener.LogPath | ConvertFrom-Json
        $line.body.a | Should -BeExactly 'ü'
        $line.path | Should -BeExactly '/hooks/ci'
        $listener.Accepted | Should -Be 1
    }

    Context 'rejected signatures' {
        BeforeAll {
            function Send-Refused($listener) {
                $signature = Get-WebhookSignature -Scheme GitHub -Secret "s`n" -Body '{}'
                $reply = Invoke-WebRequest "$($listener.Uri)hook" -Method Post -Body '{}' -ContentType application/json -Headers $signature.Headers -SkipHttpErrorCheck
                $reply.StatusCode | Should -Be 401
                $reply.Content | Should -BeExactly '{"detail":"Invalid signature."}'
            }
        }

        It 'are kept beside the journal with the verdict' {
            $listener = Start-TestListener -With @{ Scheme = 'Auto'; Secret = 's' }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            $line = Get-Content ($listener.LogPath -replace '\.log$', '.rejected.log') | ConvertFrom-Json
            $line.signature | Should -BeExactly 'invalid'
            $line.path | Should -BeExactly '/hook'
            Get-Content $listener.LogPath | Should -BeNullOrEmpty
        }

        It 'are kept elsewhere, or not at all, on request' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's'; RejectedLogPath = 'TestDrive:/refused.log' }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            Get-Content TestDrive:/refused.log | Should -HaveCount 1
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's'; NoRejectedLog = $true }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            Test-Path ($listener.LogPath -replace '\.log$', '.rejected.log') | Should -BeFalse
            { Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's'; NoRejectedLog = $true; RejectedLogPath = 'x' } } | Should -Throw -ErrorId 'RejectedLogTwice,*'
        }

        It 'are explained in the log on request' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's'; Diagnose = $true }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            $listener.Log | Where-Object Message -Like '*GitHub: The s*' | Should -HaveCount 1
        }
    }

    It 'writes readable text blocks on request' {
        $listener = Start-TestListener -With @{ LogFormat = 'Text' }
        $null = Invoke-WebRequest $listener.Uri -Method Post -InFile (Join-Path $dataPath 'samples' 'monasca.json') -ContentType application/json
        Get-Content $listener.LogPath -Raw | Should -BeLike '*Alert Start*Alert End*'
    }

    It "resolves the journal's path against PowerShell's location" {
        $folder = New-Item (Join-Path $TestDrive 'here') -ItemType Directory
        Push-Location $folder
        try { (Start-WebhookListener -Port 0 -LogPath ./alerts.log).LogPath | Should -Be (Join-Path $folder 'alerts.log') }
        finally { Pop-Location }
    }

    It 'starts nothing with -WhatIf' {
        Start-WebhookListener -Port 0 -LogPath (Join-Path $TestDrive 'whatif.log') -WhatIf
        Get-WebhookListener | Should -BeNullOrEmpty
        Join-Path $TestDrive 'whatif.log' | Should -Not -Exist
    }

    Context 'authentication' {
        It 'accepts requests with a token and rejects others' {
            $listener = Start-TestListener -With @{ Token = 'first', (ConvertTo-SecureString 'second' -AsPlainText); Path = '/hooks/ci' }
            $uri = "$($listener.Uri)hooks/ci"
            foreach ($token in 'first', 'second') { Send-Webhook -Uri $uri -Body '{}' -Token $token }
            Send-Webhook -Uri $uri -Body '{}' -Token 'third' -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].Exception.StatusCode | Should -Be 401
            $listener.Accepted | Should -Be 2
            $listener.Rejected | Should -Be 1
        }

        It 'accepts requests signed with its secret' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = '0ldsecret', 'n3wsecret'; Path = '/hooks/ci' }
            $uri = "$($listener.Uri)hooks/ci"
            $listener.Scheme | Should -Be 'GitHub'
            foreach ($secret in '0ldsecret', 'n3wsecret') { Send-Webhook -Uri $uri -Body '{}' -Scheme GitHub -Secret $secret }
            Send-Webhook -Uri $uri -Body '{}' -Scheme GitHub -Secret 'f0rged' -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | Should -HaveCount 1
            Get-Content $listener.LogPath | Should -HaveCount 2
            $listener.Log | Out-String | Should -Not -Match '0ldsecret|n3wsecret|f0rged'
        }

        It 'requires the read token for reading' {
            $listener = Start-TestListener -With @{ ReadToken = 'r3ad' }
            $uri = "$($listener.Uri)reports"
            (Invoke-WebRequest -Uri $uri -SkipHttpErrorCheck).StatusCode | Should -Be 401
            (Invoke-RestMethod -Uri $uri -Authentication Bearer -Token (ConvertTo-SecureString 'r3ad' -AsPlainText) -AllowUnencryptedAuthentication).total | Should -Be 0
            Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}'
            Get-Content $listener.LogPath | Should -HaveCount 1
            $listener.Log | Out-String | Should -Not -Match 'r3ad'
        }

        It 'does not start without authentication because a variable is empty' {
            { Start-TestListener -With @{ Token = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'TokenRequired,*'
            { Start-TestListener -With @{ Token = '' } } | Should -Throw -ErrorId 'TokenEmpty,*'
            { Start-TestListener -With @{ ReadToken = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'TokenRequired,*'
            { Start-TestListener -With @{ Scheme = 'GitHub'; Secret = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'SecretRequired,*'
        }

        It 'requires authentication on other addresses' {
            { Start-TestListener -With @{ Address = '0.0.0.0' } } | Should -Throw -ErrorId 'AddressUnauthenticated,*'
        }
    }

    It 'uses https with a self-signed certificate' {
        $listener = Start-TestListener -With @{ SelfSigned = $true; Path = '/hooks/ci' }
        $listener.Uri.Scheme | Should -Be 'https'
        $listener.CertificateThumbprint | Should -Match '^[0-9A-F]{64}$'
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -SkipCertificateCheck
        $listener.Accepted | Should -Be 1
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CertificateInvalid,*'
        $failures[0].CategoryInfo.Category | Should -Be 'SecurityError'
    }

    It 'uses https with a PFX file and its password' {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=127.0.0.1', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
        $file = Join-Path $TestDrive 'listener.pfx'
        [IO.File]::WriteAllBytes($file, $certificate.Export('Pfx', 'geheim'))
        $listener = Start-TestListener -With @{ CertificatePath = $file; CertificatePassword = 'geheim'; Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -SkipCertificateCheck
        $listener.Accepted | Should -Be 1
        { Start-TestListener -With @{ CertificatePath = $file; CertificatePassword = 'falsch' } } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
    }

    It 'moves a protocol to other paths' {
        $listener = Start-TestListener -With @{ Route = @{ alertmanager = '/one', '/two' } }
        foreach ($path in 'one', 'two') {
            Send-Webhook -Uri "$($listener.Uri)$path" -InFile (Join-Path $dataPath 'samples' 'alertmanager-firing.json')
        }
        $listener.Accepted + $listener.Duplicates | Should -Be 2
    }

    It 'closes connections above the limit of one address' {
        $listener = Start-TestListener -With @{ MaximumConnectionsPerAddress = 1 }
        $first = [Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Uri.Port)
        $second = [Net.Sockets.TcpClient]::new('127.0.0.1', $listener.Uri.Port)
        try {
            $second.GetStream().ReadByte() | Should -Be -1
        }
        finally {
            $first.Dispose()
            $second.Dispose()
        }
    }

    It 'rejects other networks' {
        $listener = Start-TestListener -With @{ AllowedNetwork = '10.0.0.0/8'; Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].Exception.StatusCode | Should -Be 403
        { Start-TestListener -With @{ AllowedNetwork = '10.0.0.0/99' } } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
    }

    Context 'errors' {
        It 'reports a port that is in use' {
            $listener = Start-TestListener
            $failure = { Start-WebhookListener -Port $listener.Port -LogPath (Join-Path $TestDrive 'other.log') } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'PortInUse,*'
            $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        }

        It 'reports a journal that is in use' {
            $listener = Start-TestListener
            { Start-WebhookListener -Port 0 -LogPath $listener.LogPath } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
            Get-WebhookListener | Should -HaveCount 1
        }

        # Windows has no such permissions, and root can write everywhere.
        It 'reports a folder that is not writable' -Skip:($IsWindows -or (id -u) -eq 0) {
            $folder = New-Item (Join-Path $TestDrive 'closed') -ItemType Directory
            chmod 500 $folder
            { Start-WebhookListener -Port 0 -LogPath (Join-Path $folder 'x' 'a.log') } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
        }

        It 'reports a journal path that is a folder' {
            { Start-WebhookListener -Port 0 -LogPath $TestDrive } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
        }

        It 'reports an unknown scheme' {
            { Start-TestListener -With @{ Scheme = 'Nix'; Secret = 's' } } | Should -Throw -ErrorId 'SignatureSchemeUnknown,*'
        }
    }

    It 'completes protocols, log formats and durabilities' {
        (TabExpansion2 'Start-WebhookListener -Protocol ').CompletionMatches.CompletionText | Should -Contain 'alertmanager'
        (TabExpansion2 'Start-WebhookListener -LogFormat ').CompletionMatches.CompletionText | Should -Be 'Json', 'Text'
        (TabExpansion2 'Start-WebhookListener -Durability ').CompletionMatches.CompletionText | Should -Contain 'Flushed'
    }

    Context 'a script block for each alert' {
        BeforeAll {
            # Waits until the script block has run the given number of times.
            function Wait-OnAlert($Listener, [int] $Count) {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                while ($Listener.OnAlertCount + $Listener.OnAlertMissed -lt $Count -and $clock.Elapsed.TotalSeconds -lt 60) { [Threading.Thread]::Yield() | Out-Null }
                $Listener.OnAlertCount + $Listener.OnAlertMissed | Should -BeGreaterOrEqual $Count
            }
        }

        It 'runs in its own runspace with the alert, the arguments and $using:' {
            $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
            $config = @{ Queue = $seen; Word = 'x' }
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; ArgumentList = 'first', 2; OnAlert = {
                    param($text, $number)
                    $queue = $using:seen
                    $queue.Enqueue([pscustomobject]@{
                            Body = $_.Body; Same = $_.Id -eq $PSItem.Id; Type = $_.GetType().Name; Text = $text; Number = $number
                            Member = $using:config.Word; Index = $using:config['Word']; Runspace = [runspace]::DefaultRunspace.InstanceId
                            Command = (Get-Command Send-Webhook).Name; Location = "$PWD"; Outer = $outer })
                } }
            $outer = 'not seen'
            1..3 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri "$($listener.Uri)hooks/ci"
            Wait-OnAlert $listener 3
            $all = @($seen)
            $all.Body | Should -Be '{"n":1}', '{"n":2}', '{"n":3}'
            $all[0].Same | Should -BeTrue
            $all[0].Type | Should -Be 'Alert'
            $all[0].Text | Should -Be 'first'
            $all[0].Number | Should -Be 2
            $all[0].Member | Should -Be 'x'
            $all[0].Index | Should -Be 'x'
            $all[0].Command | Should -Be 'Send-Webhook'
            $all[0].Location | Should -Be "$PWD"
            $all[0].Outer | Should -BeNullOrEmpty
            $all.Runspace | Select-Object -Unique | Should -HaveCount 1
            $all[0].Runspace | Should -Not -Be ([runspace]::DefaultRunspace.InstanceId)
            $listener.OnAlertFailed | Should -Be 0
            Receive-Webhook $listener -Count 3 -TimeoutSec 10 | Should -HaveCount 3
        }

        It 'writes its errors and output to the log and continues' {
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; OnAlert = {
                    $n = ($_.Body | ConvertFrom-Json).n
                    if ($n -eq 1) { throw 'first thrown' }
                    if ($n -eq 2) { Write-Error 'second written' }
                    Write-Warning "warned $n"
                    Write-Host "said $n"
                    Write-Host ('long ' + 'x' * 10000)
                } }
            1..3 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri "$($listener.Uri)hooks/ci"
            Wait-OnAlert $listener 3
            $listener.OnAlertFailed | Should -Be 2
            $failed = $listener.Log | Where-Object EventId -EQ OnAlertFailed
            $failed | Should -HaveCount 2
            $failed[0].Level | Should -Be 'Error'
            $failed[0].Message | Should -BeLike "*for alert $((Get-WebhookAlert $listener.LogPath)[0].Id) at line 3: first thrown"
            $failed[1].Message | Should -BeLike '*second written'
            $said = ($listener.Log | Where-Object EventId -EQ OnAlertSaid).Message
            $said -notlike '*: long x*' | Should -BeLike '*: *[ds] [23]'
            $said -like '*: long x*' | ForEach-Object Length | Should -Be 4097, 4097
        }

        It 'runs for every alert of a large group' {
            $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
            $listener = Start-TestListener -With @{ OnAlert = { ($using:seen).Enqueue($_.Name) } }
            $padding = 'x' * 1100
            $group = @{ alerts = @(1..400 | ForEach-Object { @{ labels = @{ alertname = "a$_" }; annotations = @{ summary = $padding } } }) }
            Send-Webhook -Uri "$($listener.Uri)webhook" -Body (ConvertTo-Json $group -Depth 5 -Compress)
            Wait-OnAlert $listener 400
            $listener.OnAlertMissed | Should -Be 0
            @($seen) | Select-Object -Unique | Should -HaveCount 400
        }

        It 'delays no response, and the alerts that it is too slow for are counted' {
            $gate = [Threading.ManualResetEventSlim]::new()
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; DeduplicateSec = 0; RateLimitPerAddress = 0; RateLimitTotal = 0; Durability = 'Buffered'; OnAlert = { ($using:gate).Wait() } }
            # 5,000 alerts: one is in progress, 4,096 wait, the others are dropped.
            $body = '[' + (@('{}') * 100 -join ',') + ']'
            1..50 | ForEach-Object { $body } | Send-Webhook -Uri "$($listener.Uri)hooks/ci" -ErrorAction Stop
            $listener.Alerts | Should -Be 5000
            $gate.Set()
            Wait-OnAlert $listener 5000
            $listener.OnAlertMissed | Should -BeGreaterOrEqual (5000 - 4096 - 2)
            ($listener.Log | Where-Object EventId -EQ OnAlertMissed).Message | Should -BeLike "*for $($listener.OnAlertMissed) alerts*"
        }

        It 'ends with the listener after it has handled all alerts' {
            $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; OnAlert = { ($using:seen).Enqueue($_.Body) } }
            $runspaces = @(Get-Runspace).Count
            1..5 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri "$($listener.Uri)hooks/ci"
            Stop-WebhookListener $listener
            $seen.Count | Should -Be 5
            @(Get-Runspace).Count | Should -Be ($runspaces - 1)
        }

        It 'is stopped if it does not end, and the remaining alerts are counted' {
            $begun = [Threading.ManualResetEventSlim]::new()
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; StopTimeoutSec = 0.2; OnAlert = { ($using:begun).Set(); Start-Sleep 600 } }
            1..3 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri "$($listener.Uri)hooks/ci"
            $begun.Wait(30000) | Should -BeTrue
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Stop-WebhookListener $listener
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
            $listener.OnAlertCount | Should -Be 1
            $listener.OnAlertMissed | Should -Be 2
        }

        It 'can stop its own listener' {
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; OnAlert = { Get-WebhookListener | Stop-WebhookListener } }
            Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}'
            Wait-OnAlert $listener 1
            $listener.IsRunning | Should -BeFalse
            $listener.OnAlertFailed | Should -Be 0
        }

        It 'does not keep PowerShell from exiting if it cannot be stopped' {
            $begun = Join-Path $TestDrive 'begun'
            $result = Invoke-FreshPwsh -Environment @{ BEGUN = $begun } @"
                Import-Module '$modulePath'
                `$listener = Start-WebhookListener -Port 0 -LogPath '$(Join-Path $TestDrive 'stuck.log')' -Path /hooks/ci -StopTimeoutSec 0.2 -OnAlert {
                    New-Item `$env:BEGUN
                    # Not a pause of PowerShell: a thread that waits in .NET cannot be stopped.
                    [Threading.Thread]::Sleep(-1)
                }
                Send-Webhook -Uri "`$(`$listener.Uri)hooks/ci" -Body '{}'
                while (-not (Test-Path `$env:BEGUN)) { [Threading.Thread]::Yield() | Out-Null }
                'exiting'
                exit 7
"@
            $result.Output | Should -Contain 'exiting'
            $result.ExitCode | Should -Be 7
            Get-Content (Join-Path $TestDrive 'stuck.log') | Should -HaveCount 1
        }

        It 'names a $using: variable that is not set, and starts nothing' {
            { Start-TestListener -With @{ OnAlert = { $using:noSuchVariable } } } | Should -Throw -ErrorId 'UsingNotSet,*'
            Get-WebhookListener | Should -BeNullOrEmpty
        }

        It 'leaves no runspace behind if the listener does not start' {
            $listener = Start-TestListener
            $runspaces = @(Get-Runspace).Count
            { Start-WebhookListener -Port $listener.Port -LogPath (Join-Path $TestDrive 'second.log') -OnAlert { } } | Should -Throw -ErrorId 'PortInUse,*'
            @(Get-Runspace).Count | Should -Be $runspaces
        }
    }

    Context 'forwarding' {
        It 'forwards a webhook unchanged and signed again' {
            $receiver = Start-TestListener -With @{ Path = '/in'; Scheme = 'GitHub'; Secret = 'of-the-receiver'; Token = 't' }
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; ForwardTo = "$($receiver.Uri)in"; ForwardScheme = 'GitHub'; ForwardSecret = 'of-the-receiver'; ForwardToken = (ConvertTo-SecureString 't' -AsPlainText) }
            Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{ "a": "ü" }'
            (Receive-Webhook $receiver -Count 1 -TimeoutSec 30).Body | Should -BeExactly '{ "a": "ü" }'
            Stop-WebhookListener $listener
            $listener.Forwarded | Should -Be 1
            $listener.NotForwarded | Should -Be 0
        }

        It 'logs a webhook that it could not forward' {
            $receiver = Start-TestListener -With @{ Path = '/in'; Token = 't' }
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; ForwardTo = "$($receiver.Uri)in" }
            Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}'
            Stop-WebhookListener $listener
            $listener.NotForwarded | Should -Be 1
            $id = (Get-Content $listener.LogPath | ConvertFrom-Json).id
            ($listener.Log | Where-Object EventId -EQ WebhookNotForwarded).Message | Should -BeLike "*journal id $id was not forwarded*"
        }

        It 'names the missing parameter' {
            { Start-TestListener -With @{ ForwardToken = 't' } } | Should -Throw -ErrorId 'OptionNeeds,*'
            { Start-TestListener -With @{ ForwardTo = 'http://127.0.0.1:1/'; ForwardSecret = 's' } } | Should -Throw -ErrorId 'OptionNeeds,*'
            { Start-TestListener -With @{ ForwardTo = 'http://127.0.0.1:1/'; ForwardScheme = 'GitHub'; ForwardSecret = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'ForwardingSecretMissing,*'
            { Start-TestListener -With @{ ForwardTo = 'http://127.0.0.1:1/'; ForwardToken = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'TokenEmpty,*'
        }
    }

    Context 'the network' {
        It 'uses a certificate from PEM files and from a PFX file' {
            $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256')
            $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
            $pem = New-Item (Join-Path $TestDrive 'a.pem') -Value $certificate.ExportCertificatePem() -Force
            $pemKey = New-Item (Join-Path $TestDrive 'a.key') -Value $key.ExportPkcs8PrivateKeyPem() -Force
            [IO.File]::WriteAllBytes("$TestDrive/a.pfx", $certificate.Export('Pkcs12', 'p'))
            $thumbprint = $certificate.GetCertHashString('SHA256')
            (Start-TestListener -With @{ CertificatePath = $pem; CertificateKeyPath = $pemKey }).CertificateThumbprint | Should -Be $thumbprint
            (Start-TestListener -With @{ CertificatePath = "$TestDrive/a.pfx"; CertificatePassword = 'p' }).CertificateThumbprint | Should -Be $thumbprint
            { Start-TestListener -With @{ CertificatePath = "$TestDrive/a.pfx"; CertificatePassword = 'wrong' } } | Should -Throw -ErrorId 'CertificateUnreadable,*'
            { Start-TestListener -With @{ CertificatePath = "$TestDrive/a.pfx"; CertificatePassword = 'p'; SelfSigned = $true } } | Should -Throw -ErrorId 'CertificateSourceUnclear,*'
            { Start-TestListener -With @{ CertificateKeyPath = $pemKey } } | Should -Throw -ErrorId 'OptionNeeds,*'
        }

        It 'accepts the named networks and trusts a trusted proxy' {
            $listener = Start-TestListener -With @{ Path = '/hooks/ci'; AllowedNetwork = '192.0.2.0/24'; TrustedProxy = '127.0.0.1', '::1' }
            $uri = "$($listener.Uri)hooks/ci"
            (Invoke-WebRequest $uri -Method Post -Body '{}' -SkipHttpErrorCheck).StatusCode | Should -Be 403
            (Invoke-WebRequest $uri -Method Post -Body '{}' -Headers @{ 'X-Forwarded-For' = '192.0.2.9' }).StatusCode | Should -Be 200
            { Start-TestListener -With @{ AllowedNetwork = 'nowhere' } } | Should -Throw -ErrorId 'NetworkInvalid,*'
        }
    }

    # Needs prometheus-alertmanager and amtool.
    Context 'a real Alertmanager' -Skip:(-not $hasAlertmanager) {
        BeforeAll {
            . $PSScriptRoot/support/Alertmanager.ps1
        }

        It 'has its firing and resolved notifications in the journal, but none with a wrong token' {
            $right = Start-TestListener -With @{ Token = 'right'; DeduplicateSec = 0 }
            $wrong = Start-TestListener -With @{ Token = 'right'; DeduplicateSec = 0 }
            $peer = Start-Alertmanager -Folder (Join-Path $TestDrive 'alertmanager') -Webhook @(
                @{ Uri = "$($right.Uri)webhook"; Token = 'right' }
                @{ Uri = "$($wrong.Uri)webhook"; Token = 'wrong' })
            try {
                Add-AlertmanagerAlert $peer -Name DiskFull
                $firing = Receive-Webhook $right -Name DiskFull -Status firing -Count 1 -TimeoutSec 60
                Add-AlertmanagerAlert $peer -Name DiskFull -Resolved
                $resolved = Receive-Webhook $right -Name DiskFull -Status resolved -Count 1 -TimeoutSec 60
                $firing.Protocol | Should -Be 'alertmanager'
                $firing.Fingerprint | Should -Be $resolved.Fingerprint
                (Get-WebhookAlert $right.LogPath -Name DiskFull).Status | Select-Object -Unique | Should -Be 'firing', 'resolved'
                $wrong.Rejected | Should -BeGreaterThan 0
                $wrong.Accepted | Should -Be 0
                Get-Content $wrong.LogPath -ErrorAction Ignore | Should -BeNullOrEmpty
            }
            finally { Stop-Alertmanager $peer }
        }
    }
}
