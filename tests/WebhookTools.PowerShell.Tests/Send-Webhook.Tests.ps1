BeforeDiscovery {
    $hasWebhook = [bool](Get-Command webhook -CommandType Application -ErrorAction Ignore)
}

BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Send-Webhook' {
    BeforeEach { $receiver = New-TestReceiver }
    AfterEach { $receiver.Dispose() }

    Context 'a captured request' {
        BeforeAll {
            $bytes = [Text.Encoding]::UTF8.GetBytes("PUT /in HTTP/1.1`r`nHost: example.com`r`nContent-Type: text/plain`r`nX-Hub-Signature-256: sha256=00`r`nX-Event: e`r`n`r`n{ `"a`": 1 }`r`n")
            [IO.File]::WriteAllBytes((Join-Path $TestDrive 'captured.http'), $bytes)
        }

        It 'is resent byte for byte with its headers' {
            Send-Webhook -Uri $receiver.Uri -RequestPath TestDrive:/captured.http
            $request = @($receiver.Requests)[0]
            $request.Method | Should -BeExactly 'PUT'
            $request.Text | Should -BeExactly "{ `"a`": 1 }`r`n"
            $request.Headers['Content-Type'] | Should -BeExactly 'text/plain'
            $request.Headers['X-Event'] | Should -BeExactly 'e'
            $request.Headers['X-Hub-Signature-256'] | Should -BeExactly 'sha256=00'
        }

        It 'is signed again' {
            Send-Webhook -Uri $receiver.Uri -RequestPath TestDrive:/captured.http -Scheme GitHub -Secret s -Method POST -ContentType application/json
            $request = @($receiver.Requests)[0]
            $request.Method | Should -BeExactly 'POST'
            $request.Headers['Content-Type'] | Should -BeExactly 'application/json'
            Test-WebhookSignature -Scheme GitHub -Secret s -Body $request.Body -Headers @{ 'X-Hub-Signature-256' = $request.Headers['X-Hub-Signature-256'] } | Should -BeTrue
        }

        It 'cannot be changed' {
            { Send-Webhook -Uri $receiver.Uri -RequestPath TestDrive:/captured.http -Flatten } | Should -Throw -ErrorId 'RequestNotTransformed,*'
        }

        It 'is resent from the journal of rejected webhooks' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = 's' }
            Invoke-WebRequest "$($listener.Uri)hook" -Method Post -Body "{ `"a`":1}`n" -ContentType application/json -Headers @{ 'X-Event' = 'e' } -SkipHttpErrorCheck | Out-Null
            $listener | Stop-WebhookListener
            Send-Webhook -Uri $receiver.Uri -RequestPath ($listener.LogPath -replace '\.log$', '.rejected.log') -Scheme GitHub -Secret s
            $request = @($receiver.Requests)[0]
            $request.Text | Should -BeExactly "{ `"a`":1}`n"
            $request.Headers['X-Event'] | Should -BeExactly 'e'
        }
    }

    Context 'a received alert' {
        BeforeAll {
            $listener = Start-TestListener
            $sent = @{ Method = 'Post'; ContentType = 'application/json'; SkipHttpErrorCheck = $true }
            Invoke-WebRequest "$($listener.Uri)hook?x=1&token=abc" @sent -Body "{ `"a`" : 1.50 }`n" -Headers @{ 'X-Event' = 'e'; 'X-Gitlab-Token' = 'hidden'; 'X-Hub-Signature-256' = 'sha256=00' } | Out-Null
            Invoke-WebRequest "$($listener.Uri)webhook" @sent -Body '{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"A"}},{"status":"firing","labels":{"alertname":"B"}}]}' | Out-Null
            $received = Receive-Webhook -Count 3 -TimeoutSec 30
            $listener | Stop-WebhookListener
            $journaled = Get-WebhookAlert $listener.LogPath
        }

        It 'is resent as its request, byte for byte with its headers: <_>' -ForEach 'Receive-Webhook', 'Get-WebhookAlert' {
            $alerts = $_ -eq 'Receive-Webhook' ? $received : $journaled
            $alerts[0] | Send-Webhook -Uri $receiver.Uri
            $request = @($receiver.Requests)[0]
            $request.Text | Should -BeExactly "{ `"a`" : 1.50 }`n"
            $request.Headers['Content-Type'] | Should -BeExactly 'application/json'
            $request.Headers['X-Event'] | Should -BeExactly 'e'
            $request.Headers['X-Hub-Signature-256'] | Should -BeExactly 'sha256=00'
            $request.Headers.Keys | Should -Not -Contain 'X-Gitlab-Token' -Because 'the log holds no secrets'
        }

        It 'is signed again: <_>' -ForEach 'Receive-Webhook', 'Get-WebhookAlert' {
            $alerts = $_ -eq 'Receive-Webhook' ? $received : $journaled
            Send-Webhook -Uri $receiver.Uri -InputObject $alerts[0] -Scheme GitHub -Secret s
            $request = @($receiver.Requests)[0]
            $request.Text | Should -BeExactly "{ `"a`" : 1.50 }`n"
            Test-WebhookSignature -Scheme GitHub -Secret s -Body $request.Body -Headers @{ 'X-Hub-Signature-256' = $request.Headers['X-Hub-Signature-256'] } | Should -BeTrue
        }

        It 'is sent once per webhook, regardless of the number and order of its alerts' {
            $received.Name | Should -Be $null, 'A', 'B'
            @($received + $journaled | Sort-Object Name -Descending | Send-Webhook -Uri $receiver.Uri -PassThru).Count | Should -Be 2
            @($receiver.Requests).Count | Should -Be 2
        }

        It 'is only described with -WhatIf' {
            $received | Send-Webhook -Uri $receiver.Uri -WhatIf
            @($receiver.Requests).Count | Should -Be 0
        }

        It 'is an object like any other if it is converted to JSON' {
            $received[1, 2] | Send-Webhook -Uri $receiver.Uri -AsArray
            (@($receiver.Requests)[0].Text | ConvertFrom-Json).Name | Should -Be 'A', 'B'
        }

        It 'keeps no secrets from the address' {
            Get-Content $listener.LogPath -Raw | Should -BeLike '*"query":"x=1&token=`*`*`*"*'
        }
    }

    Context 'a captured request as text' {
        It 'is resent: <Name>' -ForEach @(
            @{ Name = 'as it stood on the wire'; Text = "POST /in HTTP/1.1`r`nHost: example.com`r`nX-Event: e`r`n`r`n{ `"a`": 1 }" }
            @{ Name = 'an entry of an HTTP archive'; Text = '{"request":{"method":"POST","url":"https://example.com/in","headers":[{"name":"X-Event","value":"e"}],"postData":{"mimeType":"application/json","text":"{ \"a\": 1 }"}}}' }
            @{ Name = 'a line of a log'; Text = '{"id":"1","receivedAt":"2026-03-01T10:00:00Z","protocol":"generic","path":"/in","headers":{"X-Event":"e"},"alerts":[],"body":{ "a": 1 }}' }
        ) {
            Send-Webhook -Uri $receiver.Uri -Request $Text
            $request = @($receiver.Requests)[0]
            $request.Text | Should -BeExactly '{ "a": 1 }'
            $request.Headers['X-Event'] | Should -BeExactly 'e'
        }

        It 'cannot be resent without its body, and the error says why: curl -v' {
            { Send-Webhook -Uri $receiver.Uri -Request "> POST /in HTTP/1.1`n> Host: example.com`n> X-Event: e`n> `n" } | Should -Throw -ErrorId 'CaptureBodyNotThere*'
        }
    }

    Context 'the request on the wire' {
        It 'posts an object as JSON' {
            Send-Webhook -Uri $receiver.Uri -InputObject ([pscustomobject]@{ b = 1; a = 'ü' })
            $request = @($receiver.Requests)[0]
            $request.Method | Should -BeExactly 'POST'
            $request.Headers['Content-Type'] | Should -BeLike 'application/json*'
            $request.Text | ConvertFrom-Json | ForEach-Object { $_.a, $_.b } | Should -Be 'ü', 1
        }

        It 'posts a string byte for byte' {
            "{ `"a`":1 }`n" | Send-Webhook -Uri $receiver.Uri
            @($receiver.Requests)[0].Text | Should -BeExactly "{ `"a`":1 }`n"
        }

        It 'posts bytes unchanged' {
            Send-Webhook -Uri $receiver.Uri -Body ([byte[]](0..255))
            @($receiver.Requests)[0].Body | Should -Be (0..255)
        }

        It "posts a file unchanged, relative to PowerShell's location" {
            [IO.File]::WriteAllBytes((Join-Path $TestDrive 'body[1]'), [byte[]](1, 2, 3))
            Push-Location -LiteralPath $TestDrive
            try { Send-Webhook -Uri $receiver.Uri -InFile 'body[1]' }
            finally { Pop-Location }
            @($receiver.Requests)[0].Body | Should -Be 1, 2, 3
        }

        It 'posts each JSON value of a file if it is transformed' {
            Set-Content (Join-Path $TestDrive 'values.ndjson') '{"a":{"b":1}}', '{"a":{"b":2}}'
            Send-Webhook -Uri $receiver.Uri -InFile (Join-Path $TestDrive 'values.ndjson') -Flatten
            @($receiver.Requests).Text | Should -Be '{"a.b":1}', '{"a.b":2}'
        }

        It 'flattens an object with a nested member' {
            Get-Process -Id $PID | Select-Object Name, Id, CPU, @{ n = 'mem'; e = { @{ ws = $_.WS; pm = $_.PM } } } |
                Send-Webhook -Uri $receiver.Uri -Flatten -Secret s -Scheme GitHub
            $request = @($receiver.Requests)[0]
            ($request.Text | ConvertFrom-Json -AsHashtable)['mem.ws'] | Should -BeGreaterThan 0
            Test-WebhookSignature -Scheme GitHub -Secret s -Body $request.Body -Headers $request.Headers | Should -BeTrue
        }

        It 'sends arrays of a given size' {
            1..5 | ForEach-Object { [pscustomobject]@{ n = $_ } } | Send-Webhook -Uri $receiver.Uri -AsArray -BatchSize 2
            @($receiver.Requests).Text | Should -Be '[{"n":1},{"n":2}]', '[{"n":3},{"n":4}]', '[{"n":5}]'
        }

        It 'sends headers, including repeated ones, with another method and content type' {
            Send-Webhook -Uri $receiver.Uri -Body 'x' -Method PUT -ContentType text/plain -Headers @{ 'X-One' = 1; 'X-Two' = 'a', 'b' }
            $request = @($receiver.Requests)[0]
            $request.Method | Should -BeExactly 'PUT'
            $request.Headers['Content-Type'] | Should -BeLike 'text/plain*'
            $request.Headers['X-One'] | Should -Be '1'
            $request.Headers['X-Two'] -replace ' ' | Should -Be 'a,b'
        }

        It 'keeps the order of the pipeline' {
            1..50 | Send-Webhook -Uri $receiver.Uri
            @($receiver.Requests).Text | Should -Be (1..50)
        }
    }

    Context 'authentication' {
        It 'sends a bearer token, from text or a SecureString' {
            Send-Webhook -Uri $receiver.Uri -Body a -Token 't0ken'
            Send-Webhook -Uri $receiver.Uri -Body a -Authentication Bearer -Token (ConvertTo-SecureString 't0ken' -AsPlainText)
            @($receiver.Requests).ForEach({ $_.Headers['Authorization'] }) | Should -Be 'Bearer t0ken', 'Bearer t0ken'
        }

        It 'sends a user name and a password' {
            Send-Webhook -Uri $receiver.Uri -Body a -Credential ([pscredential]::new('u', (ConvertTo-SecureString 'p:w' -AsPlainText)))
            @($receiver.Requests)[0].Headers['Authorization'] | Should -BeExactly ('Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('u:p:w')))
        }

        It 'requires the credentials' {
            { Send-Webhook -Uri $receiver.Uri -Body a -Authentication Bearer } | Should -Throw -ErrorId 'BearerNeedsToken,*'
            { Send-Webhook -Uri $receiver.Uri -Body a -Authentication Basic } | Should -Throw -ErrorId 'BasicNeedsCredential,*'
        }

        It 'does not send if a variable for a credential is empty' {
            { Send-Webhook -Uri $receiver.Uri -Body a -Token $env:NO_SUCH_VARIABLE } | Should -Throw -ErrorId 'BearerNeedsToken,*'
            { Send-Webhook -Uri $receiver.Uri -Body a -Secret $env:NO_SUCH_VARIABLE } | Should -Throw -ErrorId 'SchemeRequired,*'
            $receiver.Requests.Count | Should -Be 0
        }

        It 'does not choose between a token and a credential' {
            $credential = [pscredential]::new('u', (ConvertTo-SecureString 'p' -AsPlainText))
            { Send-Webhook -Uri $receiver.Uri -Body a -Token t -Credential $credential } | Should -Throw -ErrorId 'AuthenticationAmbiguous,*'
        }
    }

    Context 'signatures' {
        It 'signs with the scheme <_>, and the receiver can verify it' -ForEach 'GitHub', 'StandardWebhooks', 'Stripe', 'Slack', 'Shopify', 'GitLabToken' {
            $secret = New-WebhookSecret -Scheme $_
            Send-Webhook -Uri $receiver.Uri -InputObject @{ a = 1 } -Scheme $_ -Secret $secret
            $request = @($receiver.Requests)[0]
            Test-WebhookSignature -Scheme $_ -Secret $secret -Body $request.Body -Headers $request.Headers | Should -BeTrue
        }

        It 'keeps the id in all attempts' {
            $receiver.Respond(503)
            $result = Send-Webhook -Uri $receiver.Uri -Body '{}' -Scheme StandardWebhooks -Secret (New-WebhookSecret StandardWebhooks) -RetryIntervalSec 0.01 -PassThru
            $result.Attempts | Should -Be 2
            $ids = @($receiver.Requests).ForEach({ $_.Headers['webhook-id'] })
            $ids[0] | Should -BeExactly $ids[1]
            $result.Id | Should -BeExactly $ids[0]
        }

        It 'accepts an id for a single webhook' {
            Send-Webhook -Uri $receiver.Uri -Body '{}' -Scheme StandardWebhooks -Secret (New-WebhookSecret StandardWebhooks) -Id msg_1
            @($receiver.Requests)[0].Headers['webhook-id'] | Should -BeExactly 'msg_1'
            { 'a', 'b' | Send-Webhook -Uri $receiver.Uri -Id msg_1 } | Should -Throw -ErrorId 'IdNeedsOneWebhook,*'
        }

        It 'requires a scheme if there is only a secret' {
            { Send-Webhook -Uri $receiver.Uri -Body a -Secret s } | Should -Throw -ErrorId 'SchemeRequired,*'
        }

        It 'requires a secret if there is only a scheme' {
            { Send-Webhook -Uri $receiver.Uri -Body a -Scheme GitHub } | Should -Throw -ErrorId 'SecretRequired,*'
            $receiver.Requests.Count | Should -Be 0
        }
    }

    Context 'results' {
        It 'writes nothing without -PassThru' {
            Send-Webhook -Uri $receiver.Uri -Body a | Should -BeNullOrEmpty
        }

        It 'returns a result for each webhook' {
            $receiver.Default.Body = '{"ok":true}'
            $receiver.Default.Headers['X-Receiver'] = 'yes'
            $result = Send-Webhook -Uri $receiver.Uri -Body a -Scheme GitHub -Secret s -PassThru
            $result.GetType().FullName | Should -Be 'WebhookTools.PowerShell.Output.WebhookResult'
            $result.IsSuccess | Should -BeTrue
            $result.StatusCode | Should -Be 200
            $result.Attempts | Should -Be 1
            $result.Uri | Should -Be $receiver.Uri
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
            $result.ResponseBody | Should -BeExactly '{"ok":true}'
            $result.ResponseHeaders['x-receiver'] | Should -Be 'yes'
            $result.SignatureHeaders['X-Hub-Signature-256'] | Should -BeLike 'sha256=*'
            $result.Error | Should -BeNullOrEmpty
        }

        It 'returns the result of a failure as well as the error' {
            $receiver.Respond(400, '{"detail":"Improper headers."}')
            $result = Send-Webhook -Uri $receiver.Uri -Body a -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures
            $result.IsSuccess | Should -BeFalse
            $result.ErrorId | Should -Be 'RequestRefused'
            $failures | Should -HaveCount 1
            $failures[0].Exception.Result.StatusCode | Should -Be $result.StatusCode
        }
    }

    Context 'failures' {
        It 'is an error that a script can catch, with the response of the receiver' {
            $receiver.Respond(401, '{"detail":"Unauthorized"}')
            try {
                Send-Webhook -Uri $receiver.Uri -Body a -ErrorAction Stop
                throw 'not thrown'
            }
            catch [WebhookTools.PowerShell.WebhookDeliveryException] {
                $_.Exception.StatusCode | Should -Be 401
                $_.Exception.ResponseBody | Should -BeExactly '{"detail":"Unauthorized"}'
                $_.CategoryInfo.Category | Should -Be 'AuthenticationError'
                $_.ErrorDetails.Message | Should -BeLike '*{"detail":"Unauthorized"}'
                $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
                $_.FullyQualifiedErrorId | Should -BeExactly 'Unauthorized,WebhookTools.PowerShell.Commands.SendWebhookCommand'
            }
        }

        It 'does not stop the pipeline, and identifies the object that failed' {
            $receiver.Respond(200)
            $receiver.Respond(422, 'no')
            $inputs = [pscustomobject]@{ n = 1 }, [pscustomobject]@{ n = 2 }, [pscustomobject]@{ n = 3 }
            $inputs | Send-Webhook -Uri $receiver.Uri -ErrorAction SilentlyContinue -ErrorVariable failures
            $receiver.Requests.Count | Should -Be 3
            $failures | Should -HaveCount 1
            $failures[0].TargetObject.n | Should -Be 2
        }

        It 'does not stop the pipeline if an object cannot be converted to JSON' {
            $cycle = @{}
            $cycle.self = $cycle
            @{ a = 1 }, $cycle, @{ a = 2 } | Send-Webhook -Uri $receiver.Uri -ErrorAction SilentlyContinue -ErrorVariable failures
            @($receiver.Requests).Text | Should -Be '{"a":1}', '{"a":2}'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ObjectCycle,*'
        }

        It 'has a category for its cause: <Status> is <Category>' -ForEach @(
            @{ Status = 400; Category = 'InvalidOperation' }
            @{ Status = 403; Category = 'AuthenticationError' }
            @{ Status = 429; Category = 'LimitsExceeded' }
            @{ Status = 500; Category = 'ResourceUnavailable' }
        ) {
            $receiver.Default.Status = $Status
            Send-Webhook -Uri $receiver.Uri -Body a -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].CategoryInfo.Category | Should -Be $Category
        }

        It 'reports a refused connection' {
            $uri = $receiver.Uri
            $receiver.Dispose()
            Send-Webhook -Uri $uri -Body a -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionRefused,*'
            $failures[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'reports a timeout' {
            $receiver.Default.Status = 0
            Send-Webhook -Uri $receiver.Uri -Body a -TimeoutSec 0.2 -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
            $failures[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        }

        It 'explains a redirect and names the new address' {
            $receiver.Respond(301, '', 'Location', 'http://127.0.0.1/new')
            Send-Webhook -Uri $receiver.Uri -Body a -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'RedirectNotFollowed,*'
            $failures[0].Exception.Message | Should -BeLike '*http://127.0.0.1/new*'
        }

        It 'follows a 308 on request' {
            $receiver.Respond(308, '', 'Location', '/new')
            Send-Webhook -Uri $receiver.Uri -Body a -MaximumRedirection 1
            @($receiver.Requests)[1].Path | Should -BeExactly '/new'
            @($receiver.Requests)[1].Text | Should -BeExactly 'a'
        }

        It 'treats a 200 whose body reports a failure as a failure' {
            $receiver.Default.Body = '{"ok":false}'
            Send-Webhook -Uri $receiver.Uri -Body a -FailOnBody '"ok":\s*false' -ErrorAction SilentlyContinue -ErrorVariable failures
            Send-Webhook -Uri $receiver.Uri -Body a -SuccessBody '"ok":\s*true' -ErrorAction SilentlyContinue -ErrorVariable +failures
            $failures.FullyQualifiedErrorId | Should -Be (@('BodyReportsFailure,WebhookTools.PowerShell.Commands.SendWebhookCommand') * 2)
        }

        It 'rejects an invalid pattern' {
            { Send-Webhook -Uri $receiver.Uri -Body a -FailOnBody '(' } | Should -Throw -ErrorId 'PatternInvalid,*'
        }

        It 'rejects an invalid address' {
            { Send-Webhook -Uri 'localhost/x' -Body a } | Should -Throw -ErrorId 'UriNotSupported,*'
        }
    }

    Context 'retries' {
        It 'retries transient failures, and shows each attempt and wait' {
            $receiver.Respond(503)
            $receiver.Respond(429)
            $messages = Send-Webhook -Uri $receiver.Uri -Body a -RetryIntervalSec 0.01 -Verbose 4>&1 | Out-String
            $receiver.Requests.Count | Should -Be 3
            $messages | Should -BeLike '*Attempt 1 failed*503*Attempt 3*'
        }

        It 'honors Retry-After' {
            $receiver.Respond(503, '', 'Retry-After', '1')
            $result = Send-Webhook -Uri $receiver.Uri -Body a -RetryIntervalSec 0 -PassThru
            $result.Duration.TotalSeconds | Should -BeGreaterOrEqual 0.95
        }

        It 'gives up if Retry-After exceeds the maximum' {
            $receiver.Respond(503, '', 'Retry-After', '3600')
            Send-Webhook -Uri $receiver.Uri -Body a -MaximumRetryDelaySec 1 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'RetryAfterTooLong,*'
        }

        It 'shows a long wait as progress and removes it afterwards' {
            $receiver.Respond(503, '', 'Retry-After', '2')
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$modulePath/WebhookTools.psd1'; Send-Webhook -Uri '$($receiver.Uri)' -Body a").Invoke()
                $shell.Streams.Progress[0].CurrentOperation | Should -BeLike '*503*Attempt 2 follows in 2 s*'
                $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
            }
            finally { $shell.Dispose() }
        }

        It 'does not retry permanent failures' {
            $receiver.Respond(404)
            Send-Webhook -Uri $receiver.Uri -Body a -ErrorAction SilentlyContinue
            $receiver.Requests.Count | Should -Be 1
        }
    }

    Context 'many' {
        It 'sends as many webhooks at once as allowed, and no more' {
            $receiver.DelayMilliseconds = 50
            1..40 | Send-Webhook -Uri $receiver.Uri -ThrottleLimit 8
            $receiver.Requests.Count | Should -Be 40
            $receiver.MaximumConcurrency | Should -BeGreaterThan 1
            $receiver.MaximumConcurrency | Should -BeLessOrEqual 8
        }

        It 'returns a result for each webhook, including failures: <_> at once' -ForEach 1, 3, 16 {
            1..40 | ForEach-Object { $receiver.Respond($_ % 4 -eq 0 ? 400 : 200) }
            $results = 1..40 | Send-Webhook -Uri $receiver.Uri -ThrottleLimit $_ -PassThru -ErrorAction SilentlyContinue -ErrorVariable failures
            $results | Should -HaveCount 40
            @($results | Where-Object IsSuccess).Count | Should -Be 30
            $failures | Should -HaveCount 10
            @($receiver.Requests).Text | Sort-Object { [int] $_ } | Should -Be (1..40)
        }

        It 'reports the attempts that a receiver counts that closes connections: <_> at once' -ForEach 1, 4 {
            if (-not ('WebhookTools.Tests.ClosingReceiver' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot 'support' 'ClosingReceiver.cs') }
            $closing = [WebhookTools.Tests.ClosingReceiver]::new()
            try {
                1..4 | Send-Webhook -Uri $closing.Uri -ThrottleLimit 4
                $closing.Bodies.Clear()
                $results = 'a', 'b', 'c', 'd', 'e', 'f' | Send-Webhook -Uri $closing.Uri -ThrottleLimit $_ -MaximumRetryCount 20 -RetryIntervalSec 0 -PassThru
                $results | Should -HaveCount 6
                $results.IsSuccess | Should -Not -Contain $false
                ($results.Attempts | Measure-Object -Maximum).Maximum | Should -BeGreaterThan 1 -Because 'a connection is closed when it is used again'
                ($results.Attempts | Measure-Object -Sum).Sum | Should -Be $closing.Bodies.Count
            }
            finally { $closing.Dispose() }
        }

        It 'continues sending while the pipeline is busy' {
            $receiver.Respond(503)
            $counts = & {
                'a'
                $until = [datetime]::UtcNow.AddSeconds(20)
                while ($receiver.Requests.Count -lt 2 -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 20 }
                "seen $($receiver.Requests.Count)"
            } | Send-Webhook -Uri $receiver.Uri -ThrottleLimit 4 -RetryIntervalSec 0.01 -PassThru
            $counts.Attempts | Should -Contain 2
            @($receiver.Requests).Text | Should -Be 'a', 'a', 'seen 2'
        }

        It 'sends objects that arrive occasionally without delay: <_> at once' -ForEach 2, 16, 256 {
            $seen = & {
                foreach ($number in 1..5) {
                    $number
                    $until = [datetime]::UtcNow.AddSeconds(20)
                    while ($receiver.Requests.Count -lt $number -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 1 }
                    $receiver.Requests.Count | Should -Be $number
                }
                1..3
                $until = [datetime]::UtcNow.AddSeconds(20)
                while ($receiver.Requests.Count -lt 8 -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 1 }
                $receiver.Requests.Count | Should -Be 8
            } | Send-Webhook -Uri $receiver.Uri -ThrottleLimit $_ -PassThru
            $seen | Should -HaveCount 8
        }

        It 'sends the objects that arrived before the pipeline failed: <_> at once' -ForEach 1, 16, 256 {
            { & { 1..12; throw 'no more' } | Send-Webhook -Uri $receiver.Uri -ThrottleLimit $_ } | Should -Throw 'no more'
            $until = [datetime]::UtcNow.AddSeconds(20)
            while ($receiver.Requests.Count -lt 12 -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 10 }
            @($receiver.Requests).Text | Sort-Object { [int] $_ } | Should -Be (1..12)
        }

        It 'is not held up by a slow response' {
            $receiver.Respond(0)
            $failures = $null
            $took = Measure-Command {
                1..30 | Send-Webhook -Uri $receiver.Uri -ThrottleLimit 4 -TimeoutSec 2 -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures
            }
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
            $receiver.Requests.Count | Should -Be 30
            $took.TotalSeconds | Should -BeLessThan 10
        }

        It 'sends nothing unexpected: <Name>' -ForEach @(
            @{ Name = '$WhatIfPreference'; Script = { $WhatIfPreference = $true; 'a' | Send-Webhook -Uri $receiver.Uri } }
            @{ Name = '$ConfirmPreference'; Script = { $ConfirmPreference = 'Low'; 'a' | Send-Webhook -Uri $receiver.Uri } }
            @{ Name = '-Confirm'; Script = { 'a' | Send-Webhook -Uri $receiver.Uri -Confirm } }
        ) {
            try { & $Script } catch { $_.Exception.Message | Should -BeLike '*NonInteractive*' }
            $receiver.Requests.Count | Should -Be 0
        }

        It 'streams: a result is returned before the next object is read' {
            $asked = 0
            $first = 1..100 | ForEach-Object { $script:asked++; $_ } | Send-Webhook -Uri $receiver.Uri -PassThru | Select-Object -First 1
            $first.IsSuccess | Should -BeTrue
            $receiver.Requests.Count | Should -BeLessOrEqual 2
        }

        It 'keeps memory flat over 10,000 objects' {
            $listener = Start-TestListener -With @{ Durability = 'Buffered'; RateLimitPerAddress = 0; RateLimitTotal = 0; DeduplicateSec = 0 }
            try {
                $pad = 'x' * 10000
                $uri = "$($listener.Uri)hooks"
                $send = { param($count) 1..$count | ForEach-Object { [pscustomobject]@{ n = $_; pad = $pad } } | Send-Webhook -Uri $uri -Scheme GitHub -Secret s -ThrottleLimit 4 -ErrorAction Ignore }
                & $send 500
                $before = [GC]::GetTotalMemory($true)
                & $send 10000
                $after = [GC]::GetTotalMemory($true)
                # 10,000 payloads of 10 KB would be 100 MB.
                ($after - $before) / 1MB | Should -BeLessThan 20
            }
            finally { $listener | Stop-WebhookListener }
        }
    }

    Context 'secrecy' {
        It 'shows neither the secret nor the token in <_>' -ForEach 'WhatIf', 'Verbose', 'Error', 'Debug' {
            $receiver.Default.Status = 400
            $options = @{ Uri = "$($receiver.Uri)?key=qu3ry"; Body = 'a'; Scheme = 'GitHub'; Secret = 'g3heim'; Token = 't0ken'; ErrorAction = 'Continue' }
            # -Debug would prompt at every message.
            if ($_ -eq 'Debug') { $DebugPreference = $VerbosePreference = 'Continue' }
            elseif ($_ -ne 'Error') { $options[$_] = $true }
            $text = Send-Webhook @options *>&1 | ForEach-Object { $_ | Format-List * -Force | Out-String }
            "$text" | Should -Not -Match 'g3heim|t0ken'
        }

        It 'shows them as *** wherever parameters are shown' {
            $parameters = (Get-Command Send-Webhook).Parameters
            $parameters['Secret'].ParameterType.Name, $parameters['Token'].ParameterType.Name | Should -Be 'Secret[]', 'Secret'
            $secret = [WebhookTools.PowerShell.Input.Secret] 'g3heim'
            $secret, $secret.ToString(), ($secret | ConvertTo-Json), ($secret | Format-List * -Force | Out-String) | Out-String | Should -Not -Match 'g3heim'
        }
    }

    Context 'WhatIf' {
        It 'sends nothing with -WhatIf and describes the request' {
            $file = Join-Path $TestDrive 'what.txt'
            $null = Start-Transcript $file
            try { Send-Webhook -Uri $receiver.Uri -Body 'abc' -Scheme GitHub -Secret s -WhatIf }
            finally { $null = Stop-Transcript }
            $receiver.Requests.Count | Should -Be 0
            Get-Content $file -Raw | Should -BeLike '*POST 3 bytes of application/json, signed with GitHub*'
        }
    }

    Context 'Ctrl+C' {
        It 'stops immediately while it waits for <_>' -ForEach 'a response', 'the next attempt', 'one of many' {
            $script = switch ($_) {
                'a response' { $receiver.Default.Status = 0; 'Send-Webhook -Uri $uri -Body a -TimeoutSec 600' }
                'the next attempt' { $receiver.Default.Status = 503; 'Send-Webhook -Uri $uri -Body a -RetryIntervalSec 600 -MaximumRetryCount 100' }
                'one of many' { $receiver.Default.Status = 0; '1..100 | Send-Webhook -Uri $uri -TimeoutSec 600 -ThrottleLimit 3' }
            }
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$modulePath/WebhookTools.psd1'; `$uri = '$($receiver.Uri)'; $script")
                $running = $shell.BeginInvoke()
                $clock = [Diagnostics.Stopwatch]::StartNew()
                while ($receiver.Requests.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 30) { [Threading.Thread]::Yield() | Out-Null }
                $receiver.Requests.Count | Should -BeGreaterThan 0
                $clock.Restart()
                $shell.Stop()
                $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally { $shell.Dispose() }
        }

        # Windows has no SIGINT to send to another process.
        It 'ends a whole process' -Skip:$IsWindows {
            $receiver.Default.Status = 0
            $start = New-PwshStartInfo "Import-Module '$modulePath/WebhookTools.psd1'; Send-Webhook -Uri '$($receiver.Uri)' -Body a -TimeoutSec 600"
            $process = [Diagnostics.Process]::Start($start)
            try {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                while ($receiver.Requests.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 30) { [Threading.Thread]::Yield() | Out-Null }
                $receiver.Requests.Count | Should -Be 1
                /bin/kill -INT $process.Id
                $process.WaitForExit(10000) | Should -BeTrue
            }
            finally { if (-not $process.HasExited) { $process.Kill($true) } }
        }
    }

    # Needs adnanh's webhook.
    Context "adnanh's webhook as the receiver" -Skip:(-not $hasWebhook) {
        BeforeAll {
            $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $probe.Start()
            $port = $probe.LocalEndpoint.Port
            $probe.Stop()
            $hooks = Join-Path $TestDrive 'hooks.json'
            @(@{
                    id = 'signed'; 'execute-command' = '/bin/true'; 'response-message' = 'taken'
                    # This peer responds to a rule that fails alone with 500, but treats one in an "or" as a mismatch.
                    'trigger-rule' = @{ or = @(@{ match = @{ type = 'payload-hmac-sha256'; secret = 'geheim'; parameter = @{ source = 'header'; name = 'X-Hub-Signature-256' } } }) }
                    'trigger-rule-mismatch-http-response-code' = 401; 'trigger-signature-soft-failures' = $true
                }) | ConvertTo-Json -Depth 9 -AsArray | Set-Content $hooks
            $peer = Start-Process webhook -ArgumentList '-ip', '127.0.0.1', '-port', $port, '-hooks', $hooks -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'webhook.out') -RedirectStandardError (Join-Path $TestDrive 'webhook.err')
            $uri = "http://127.0.0.1:$port/hooks/signed"
        }
        AfterAll { if ($peer) { $peer.Kill() } }

        It 'accepts a webhook signed with its secret' {
            # Refused connections are retried, which waits until the peer is ready.
            $result = Send-Webhook -Uri $uri -InputObject @{ a = 1 } -Scheme GitHub -Secret geheim -RetryIntervalSec 0.1 -MaximumRetryCount 50 -PassThru
            $result.IsSuccess | Should -BeTrue
            $result.ResponseBody | Should -BeExactly 'taken'
        }

        It 'rejects a webhook signed with another secret' {
            $result = Send-Webhook -Uri $uri -InputObject @{ a = 1 } -Scheme GitHub -Secret another -PassThru -ErrorAction SilentlyContinue
            $result.StatusCode | Should -Be 401
            $result.ErrorId | Should -Be 'Unauthorized'
        }
    }
}
