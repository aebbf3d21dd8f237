BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Debug-WebhookSignature' {
    BeforeAll {
        $github = @{ Scheme = 'GitHub'; Secret = "It's a Secret to Everybody" }
        $signed = '{"a":1}'
        $signature = (Get-WebhookSignature @github -Body $signed).Value
    }

    It 'reports a valid signature' {
        $diagnosis = Debug-WebhookSignature @github -Body $signed -Signature $signature
        $diagnosis.IsValid | Should -BeTrue
        $diagnosis.Verdict | Should -Be 'Valid'
        $diagnosis.Cause | Should -BeNullOrEmpty
        $diagnosis.Expected | Should -BeExactly $diagnosis.Received
    }

    It 'finds the cause, the fix and the proof' {
        $diagnosis = Debug-WebhookSignature @github -Body "$signed`n" -Signature $signature
        $diagnosis.IsValid | Should -BeFalse
        $diagnosis.CauseId | Should -Be 'body.final-newline-removed'
        $diagnosis.Fix | Should -BeLike '`[sender`] Sign exactly the bytes that are sent.*'
        $diagnosis.Proof.GetBody() | Should -Be ([Text.Encoding]::UTF8.GetBytes($signed))
        "sha256=$($diagnosis.Proof.Signature)" | Should -BeExactly $signature
        $diagnosis.SignedContent.Text | Should -BeExactly '{"a":1}\n'
    }

    It 'finds a secret that was pasted incorrectly' {
        $stripe = Get-WebhookSignature -Scheme Stripe -Secret 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' -Body $signed
        $diagnosis = Debug-WebhookSignature -Scheme Stripe -Secret "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" -Body $signed -Headers $stripe.Headers
        $diagnosis.CauseId | Should -Be 'secret.prefix-added'
    }

    It 'accepts headers as a dictionary, as text, and as lines' {
        foreach ($headers in @{ 'x-hub-signature-256' = $signature }, "X-Hub-Signature-256: $signature", @('Host: x', "X-Hub-Signature-256: $signature")) {
            (Debug-WebhookSignature @github -Body $signed -Headers $headers).IsValid | Should -BeTrue
        }
    }

    It 'detects the scheme from the headers' {
        $slack = Get-WebhookSignature -Scheme Slack -Secret s -Body $signed
        (Debug-WebhookSignature -Secret s -Body $signed -Headers $slack.Headers).Scheme | Should -Be 'Slack'
    }

    It 'accepts several files' {
        Set-Content (Join-Path $TestDrive 'one.json') $signed -NoNewline
        Set-Content (Join-Path $TestDrive 'two.json') $signed
        $diagnoses = Debug-WebhookSignature @github -Path (Join-Path $TestDrive '*.json') -Signature $signature
        $diagnoses.IsValid | Should -Be $true, $false
    }

    It 'shows the first byte that differs from the expected body' {
        $diagnosis = Debug-WebhookSignature @github -Body '{"a":2}' -Signature $signature -ExpectedBody $signed
        $diagnosis.CauseId | Should -Be 'body.changed-on-the-way'
        $diagnosis.Difference.Offset | Should -Be 5
        $diagnosis | Out-String | Should -BeLike '*first difference is at byte 5 (line 1, column 6)*'
    }

    It 'shows a report without the secret' {
        $text = Debug-WebhookSignature @github -Body '{ "a" : 1 }' -Signature $signature | Format-Custom | Out-String -Width 120
        $text | Should -BeLike '*Cause     The sender signed JSON without white space*'
        $text | Should -BeLike '*Proof     With these inputs, GitHub accepts*'
        $text | Should -Not -BeLike '*Everybody*'
    }

    It 'lists what was ruled out if nothing explains the signature' {
        $diagnosis = Debug-WebhookSignature @github -Body $signed -Signature ('sha256=' + '0' * 64)
        $diagnosis.CauseId | Should -BeNullOrEmpty
        $diagnosis.Cause | Should -BeLike 'No cause was found*'
        $diagnosis.Tried.RuledOut | Should -Contain 'body.final-newline-added'
        $diagnosis.Tried.RuledOut | Should -Contain 'secret.newline-added'
        $diagnosis.Tried.PairsTried | Should -BeGreaterThan 100
        $diagnosis.Tried.IsCutShort | Should -BeFalse
    }

    It 'reports the age of an expired signature' {
        $stripe = @{ Scheme = 'Stripe'; Secret = 's'; Body = '{}' }
        $old = Get-WebhookSignature @stripe -Timestamp ([datetimeoffset]::UtcNow.AddDays(-3))
        $diagnosis = Debug-WebhookSignature @stripe -Headers $old.Headers
        $diagnosis.Verdict | Should -Be 'Expired'
        $diagnosis.Cause | Should -BeLike '*3 days ago*'
        (Debug-WebhookSignature @stripe -Headers $old.Headers -ToleranceSec 0).IsValid | Should -BeTrue
    }

    Context 'a captured request' {
        It 'is read from text' {
            $request = "POST /hook HTTP/1.1`r`nHost: localhost`r`nX-Hub-Signature-256: $signature`r`n`r`n$signed"
            (Debug-WebhookSignature @github -Request $request).IsValid | Should -BeTrue
        }

        It 'is read from a file' {
            $path = Join-Path $TestDrive 'request.http'
            Set-Content $path "POST /hook HTTP/1.1`nHost: localhost`nX-Hub-Signature-256: $signature`nContent-Length: 7`n`n$signed"
            (Debug-WebhookSignature @github -RequestPath $path).IsValid | Should -BeTrue
        }

        It 'is read from a selected line of a log' {
            $lines = foreach ($body in $signed, '{"a": 1}') { '{"id":"1","receivedAt":"2026-03-01T10:00:00Z","protocol":"generic","path":"/hook","headers":{"X-Hub-Signature-256":"' + $signature + '"},"alerts":[],"body":' + $body + '}' }
            (Debug-WebhookSignature @github -Request $lines -RequestIndex 0).IsValid | Should -BeTrue
            (Debug-WebhookSignature @github -Request $lines -RequestIndex 1).CauseId | Should -Be 'body.json-compact'
            { Debug-WebhookSignature @github -Request $lines } | Should -Throw -ErrorId 'CaptureHasSeveralRequests*'
        }

        It 'is read from a line parsed by ConvertFrom-Json, with a note that the bytes may differ' {
            $line = '{"id":"1","receivedAt":"2026-03-01T10:00:00Z","path":"/hook","headers":{"X-Hub-Signature-256":"' + $signature + '"},"body":{"a":1}}' | ConvertFrom-Json
            $diagnosis = $line | Debug-WebhookSignature @github
            $diagnosis.IsValid | Should -BeTrue
            $diagnosis.Notes | Should -BeLike '*serialized again*'
        }

        It 'is an error without a body' {
            $curl = "> POST /hook HTTP/1.1`n> Host: localhost`n> X-Hub-Signature-256: $signature`n> `n"
            Debug-WebhookSignature @github -Request $curl -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure.FullyQualifiedErrorId | Should -BeLike 'CapturedBodyMissing*'
            (Debug-WebhookSignature @github -Headers $curl -Body $signed).IsValid | Should -BeTrue
        }

        It 'may be an object from Receive-Webhook' {
            $listener = Start-TestListener -With @{ Scheme = 'GitHub'; Secret = $github.Secret }
            try {
                Send-Webhook -Uri "$($listener.Uri)" @github -Body $signed
                $alert = Receive-Webhook -Count 1 -TimeoutSec 30
            }
            finally {
                $listener | Stop-WebhookListener
            }
            ($alert | Debug-WebhookSignature @github -Signature $signature).IsValid | Should -BeTrue
            foreach ($same in $alert, (Get-WebhookAlert $listener.LogPath)) {
                ($same | Debug-WebhookSignature @github).IsValid | Should -BeTrue
                (Debug-WebhookSignature -Scheme GitHub -Secret "$($github.Secret) " -InputObject $same).CauseId | Should -Be 'secret.white-space-trimmed'
            }
        }

        It 'may be an alert with a signed URL' {
            $square = @{ Scheme = 'Square'; Secret = 'key' }
            $listener = Start-TestListener -With $square
            try {
                $address = "$($listener.Uri)hook?tenant=7"
                Send-Webhook -Uri $address @square -Body $signed
                $alert = Receive-Webhook -Count 1 -TimeoutSec 30
            }
            finally {
                $listener | Stop-WebhookListener
            }
            ($alert | Debug-WebhookSignature @square).IsValid | Should -BeTrue
            (Get-WebhookAlert $listener.LogPath | Debug-WebhookSignature @square).IsValid | Should -BeTrue
            (Debug-WebhookSignature @square -Request (Get-Content $listener.LogPath)).IsValid | Should -BeTrue
        }
    }

    It 'requires headers or a signature' {
        { Debug-WebhookSignature @github -Body $signed } | Should -Throw -ErrorId 'HeadersRequired*'
        { Debug-WebhookSignature -Secret s -Body $signed -Signature $signature } | Should -Throw -ErrorId 'SignatureNeedsScheme*'
        { Debug-WebhookSignature @github -Body $signed -Headers 7 } | Should -Throw -ErrorId 'HeadersNotReadable*'
    }
}
