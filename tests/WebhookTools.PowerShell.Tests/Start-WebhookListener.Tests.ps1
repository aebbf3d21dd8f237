BeforeDiscovery {
    $hasAlertmanager = (Get-Command prometheus-alertmanager -ErrorAction Ignore) -and (Get-Command amtool -ErrorAction Ignore)
}

BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Start-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'answers at once, with a listener that is ready' {
        $listener = Start-TestListener
        $listener.GetType().FullName | Should -Be 'WebhookTools.PowerShell.Output.ListenerInfo'
        $listener.IsRunning | Should -BeTrue
        $listener.Port | Should -BeGreaterThan 0
        $listener.Uri | Should -Be "http://127.0.0.1:$($listener.Port)/"
        (Invoke-WebRequest "$($listener.Uri)health").StatusCode | Should -Be 200
    }

    It 'has what it answered 2xx in its log' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        (Invoke-WebRequest "$($listener.Uri)hooks/ci" -Method Post -Body '{"a":"ü"}' -ContentType application/json).StatusCode | Should -BeLessThan 300
        $line = Get-Content $listener.LogPath | ConvertFrom-Json
        $line.body.a | Should -BeExactly 'ü'
        $line.path | Should -BeExactly '/hooks/ci'
        $listener.Accepted | Should -Be 1
    }

    Context 'refused signatures' {
        BeforeAll {
            function Send-Refused($listener) {
                $signature = Get-WebhookSignature -Scheme GitHub -Secret "s`n" -Body '{}'
                $reply = Invoke-WebRequest "$($listener.Uri)hook" -Method Post -Body '{}' -ContentType application/json -Headers $signature.Headers -SkipHttpErrorCheck
                $reply.StatusCode | Should -Be 401
                $reply.Content | Should -BeExactly '{"detail":"Invalid signature."}'
            }
        }

        It 'are kept beside the log, with the verdict' {
            $listener = Start-TestListener -With @{ Scheme = 'Auto'; Secret = 's' }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            $line = Get-Content ($listener.LogPath -replace '\.log$', '.rejected.log') | ConvertFrom-Json
            $line.signature | Should -BeExactly 'invalid'
            $line.path | Should -BeExactly '/hook'
            Get-Content $listener.LogPath | Should -BeNullOrEmpty
        }

        It 'are kept elsewhere, or nowhere, where that is asked for' {
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

        It 'are explained to the operator where that is asked for' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's'; Diagnose = $true }
            Send-Refused $listener
            $listener | Stop-WebhookListener
            $listener.Log | Where-Object Message -Like '*GitHub: The s*' | Should -HaveCount 1
        }
    }

    It 'writes blocks for people when asked to' {
        $listener = Start-TestListener -With @{ LogFormat = 'Text' }
        $null = Invoke-WebRequest $listener.Uri -Method Post -InFile (Join-Path $dataPath 'samples' 'monasca.json') -ContentType application/json
        Get-Content $listener.LogPath -Raw | Should -BeLike '*Alert Start*Alert End*'
    }

    It 'resolves the log against the location of PowerShell' {
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
        It 'lets in whoever knows a token, and refuses the others' {
            $listener = Start-TestListener -With @{ Token = 'first', (ConvertTo-SecureString 'second' -AsPlainText); Path = '/hooks/ci' }
            $uri = "$($listener.Uri)hooks/ci"
            foreach ($token in 'first', 'second') { Send-Webhook -Uri $uri -Body '{}' -Token $token }
            Send-Webhook -Uri $uri -Body '{}' -Token 'third' -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].Exception.StatusCode | Should -Be 401
            $listener.Accepted | Should -Be 2
            $listener.Refused | Should -Be 1
        }

        It 'lets in what is signed with a secret of its own' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = '0ldsecret', 'n3wsecret'; Path = '/hooks/ci' }
            $uri = "$($listener.Uri)hooks/ci"
            $listener.Scheme | Should -Be 'GitHub'
            foreach ($secret in '0ldsecret', 'n3wsecret') { Send-Webhook -Uri $uri -Body '{}' -Scheme GitHub -Secret $secret }
            Send-Webhook -Uri $uri -Body '{}' -Scheme GitHub -Secret 'f0rged' -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | Should -HaveCount 1
            Get-Content $listener.LogPath | Should -HaveCount 2
            $listener.Log | Out-String | Should -Not -Match '0ldsecret|n3wsecret|f0rged'
        }

        It 'is not open to everyone because a variable is empty' {
            { Start-TestListener -With @{ Token = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'TokenRequired,*'
            { Start-TestListener -With @{ Token = '' } } | Should -Throw -ErrorId 'TokenEmpty,*'
            { Start-TestListener -With @{ Scheme = 'GitHub'; Secret = $env:NO_SUCH_VARIABLE } } | Should -Throw -ErrorId 'SecretRequired,*'
        }

        It 'refuses to listen to everyone without any' {
            { Start-TestListener -With @{ Address = '0.0.0.0' } } | Should -Throw -ErrorId 'AddressUnauthenticated,*'
        }
    }

    It 'speaks https with a certificate of its own making' {
        $listener = Start-TestListener -With @{ SelfSigned = $true; Path = '/hooks/ci' }
        $listener.Uri.Scheme | Should -Be 'https'
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -SkipCertificateCheck
        $listener.Accepted | Should -Be 1
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CertificateInvalid,*'
        $failures[0].CategoryInfo.Category | Should -Be 'SecurityError'
    }

    It 'speaks https with a PFX file and its password' {
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

    It 'refuses other networks' {
        $listener = Start-TestListener -With @{ AllowedNetwork = '10.0.0.0/8'; Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].Exception.StatusCode | Should -Be 403
        { Start-TestListener -With @{ AllowedNetwork = '10.0.0.0/99' } } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
    }

    Context 'errors' {
        It 'says that the port is in use' {
            $listener = Start-TestListener
            $failure = { Start-WebhookListener -Port $listener.Port -LogPath (Join-Path $TestDrive 'other.log') } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'PortInUse,*'
            $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        }

        It 'says that the log is in use' {
            $listener = Start-TestListener
            { Start-WebhookListener -Port 0 -LogPath $listener.LogPath } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
            Get-WebhookListener | Should -HaveCount 1
        }

        It "says that the log's folder cannot be written" -Skip:($IsWindows -or (id -u) -eq 0) {
            $folder = New-Item (Join-Path $TestDrive 'closed') -ItemType Directory
            chmod 500 $folder
            { Start-WebhookListener -Port 0 -LogPath (Join-Path $folder 'x' 'a.log') } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
        }

        It 'says that the log is a folder' {
            { Start-WebhookListener -Port 0 -LogPath $TestDrive } | Should -Throw -ExceptionType ([WebhookTools.PowerShell.WebhookToolsException])
        }

        It 'says which scheme is unknown' {
            { Start-TestListener -With @{ Scheme = 'Nix'; Secret = 's' } } | Should -Throw -ErrorId 'SignatureSchemeUnknown,*'
        }
    }

    It 'completes protocols, log formats and durabilities' {
        (TabExpansion2 'Start-WebhookListener -Protocol ').CompletionMatches.CompletionText | Should -Contain 'alertmanager'
        (TabExpansion2 'Start-WebhookListener -LogFormat ').CompletionMatches.CompletionText | Should -Be 'Json', 'Text'
        (TabExpansion2 'Start-WebhookListener -Durability ').CompletionMatches.CompletionText | Should -Contain 'Flushed'
    }

    Context 'a real Alertmanager' -Skip:(-not $hasAlertmanager) {
        BeforeAll {
            . $PSScriptRoot/support/Alertmanager.ps1
        }

        It 'has its firing and resolved notifications in the log, and with a wrong token nothing' {
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
                $wrong.Refused | Should -BeGreaterThan 0
                $wrong.Accepted | Should -Be 0
                Get-Content $wrong.LogPath -ErrorAction Ignore | Should -BeNullOrEmpty
            }
            finally { Stop-Alertmanager $peer }
        }
    }
}
