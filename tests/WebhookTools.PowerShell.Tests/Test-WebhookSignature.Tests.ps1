BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Test-WebhookSignature' {
    BeforeAll {
        $github = @{ Scheme = 'GitHub'; Secret = "It's a Secret to Everybody" }
        $value = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    }

    It 'accepts a header value as it was received' {
        Test-WebhookSignature @github -Body 'Hello, World!' -Signature $value | Should -BeTrue
    }

    It 'returns only true or false' {
        $answer = Test-WebhookSignature @github -Body 'Hello, World!' -Signature $value
        $answer | Should -BeOfType [bool]
        Test-WebhookSignature @github -Body 'Hello, World?' -Signature $value | Should -BeOfType [bool]
    }

    It 'accepts header names in any case and several values' {
        $headers = @{ 'x-hub-signature-256' = , $value; 'Content-Type' = 'application/json'; 'X-Other' = 'a', 'b' }
        Test-WebhookSignature @github -Body 'Hello, World!' -Headers $headers | Should -BeTrue
    }

    It 'accepts the headers of Get-WebhookSignature for the scheme <_>' -ForEach 'GitHub', 'GitHubSha1', 'Bitbucket', 'Pelorus', 'StandardWebhooks', 'Svix', 'Stripe', 'Slack', 'Shopify', 'GitLabToken', 'XplentyHook' {
        $secret = New-WebhookSecret -Scheme $_
        $body = '{"a":1}'
        $signature = Get-WebhookSignature -Scheme $_ -Secret $secret -Body $body
        Test-WebhookSignature -Scheme $_ -Secret $secret -Body $body -Headers $signature.Headers | Should -BeTrue
        Test-WebhookSignature -Scheme $_ -Secret (New-WebhookSecret -Scheme $_) -Body $body -Headers $signature.Headers | Should -BeFalse
    }

    It 'accepts any of several secrets, for rotation' {
        Test-WebhookSignature -Scheme GitHub -Secret 'another', "It's a Secret to Everybody" -Body 'Hello, World!' -Signature $value | Should -BeTrue
    }

    It "accepts Pelorus' documented signatures, made over another serialization" {
        $vector = Get-Content (Join-Path $dataPath 'vectors' 'pelorus.json') -Raw | ConvertFrom-Json -AsHashtable
        $vector.values.Values | Should -HaveCount 2
        foreach ($signature in $vector.values.Values) {
            Test-WebhookSignature -Scheme Pelorus -Secret $vector.secret -Body $vector.body -Signature $signature | Should -BeTrue
            Test-WebhookSignature -Scheme Pelorus -Secret $vector.secret -Body ($vector.body -replace '\n') -Signature $signature | Should -BeTrue
            Test-WebhookSignature -Scheme Pelorus -Secret 'another' -Body $vector.body -Signature $signature | Should -BeFalse
        }
    }

    Context 'time' {
        BeforeAll {
            $stripe = @{ Scheme = 'Stripe'; Secret = 'whsec_test_secret'; Body = '{}' }
            $old = Get-WebhookSignature @stripe -Timestamp ([datetimeoffset]::UtcNow.AddMinutes(-10))
        }

        It 'distinguishes expired from invalid' {
            $verdict = Test-WebhookSignature @stripe -Headers $old.Headers -Verbose 4>&1
            @($verdict)[-1] | Should -BeFalse
            "$($verdict[0])" | Should -BeLike 'Expired: *'
        }

        It 'accepts a wider tolerance' {
            Test-WebhookSignature @stripe -Headers $old.Headers -ToleranceSec 900 | Should -BeTrue
        }

        It 'ignores the time with a tolerance of 0' {
            Test-WebhookSignature @stripe -Headers $old.Headers -ToleranceSec 0 | Should -BeTrue
        }

        It 'rejects a time in the future' {
            $early = Get-WebhookSignature @stripe -Timestamp ([datetimeoffset]::UtcNow.AddMinutes(10))
            $verdict = Test-WebhookSignature @stripe -Headers $early.Headers -Verbose 4>&1
            "$($verdict[0])" | Should -BeLike 'NotYetValid: *'
        }
    }

    Context 'missing or unreadable headers' {
        It 'returns false and an error if the header is missing' {
            $answer = Test-WebhookSignature @github -Body 'x' -Headers @{} -ErrorAction SilentlyContinue -ErrorVariable failures
            $answer | Should -BeFalse
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'HeaderMissing,*'
            $failures[0].Exception.Message | Should -BeLike '*X-Hub-Signature-256*'
        }

        It 'returns false and an error if the header is malformed' {
            $answer = Test-WebhookSignature @github -Body 'x' -Signature 'sha256=zz' -ErrorAction SilentlyContinue -ErrorVariable failures
            $answer | Should -BeFalse
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'HeaderMalformed,*'
        }

        It 'requires headers' {
            { Test-WebhookSignature @github -Body 'x' } | Should -Throw -ErrorId 'HeadersRequired,*'
        }
    }

    It 'never shows the expected signature, not even in verbose messages' {
        $all = Test-WebhookSignature @github -Body 'Hello, World!' -Signature ('sha256=' + '0' * 64) -Verbose *>&1 | Out-String
        $all | Should -Not -Match '757107ea'
    }

    It 'verifies each file' {
        Set-Content -LiteralPath (Join-Path $TestDrive 'good') -Value 'Hello, World!' -NoNewline
        Set-Content -LiteralPath (Join-Path $TestDrive 'spoiled') -Value 'Hello, World!'
        Test-WebhookSignature @github -LiteralPath (Join-Path $TestDrive 'good'), (Join-Path $TestDrive 'spoiled') -Signature $value | Should -Be $true, $false
    }

    Context 'without a scheme' {
        It 'detects <_> from the headers' -ForEach GitHub, StandardWebhooks, Stripe, Slack, Shopify, PagerDuty {
            $secret = New-WebhookSecret -Scheme $_
            $signature = Get-WebhookSignature -Scheme $_ -Secret $secret -Body '{}'
            Test-WebhookSignature -Secret $secret -Headers $signature.Headers -Body '{}' | Should -BeTrue
            Test-WebhookSignature -Scheme Auto -Secret $secret -Headers $signature.Headers -Body '{ }x' | Should -BeFalse
        }

        It 'names every scheme that matches the headers' {
            $signature = Get-WebhookSignature -Scheme GitHub -Secret s -Body '{}'
            $verbose = Test-WebhookSignature -Secret s -Headers $signature.Headers -Body '{}' -Verbose 4>&1
            "$verbose" | Should -Match 'valid for GitHub and Pelorus'
        }

        It 'never selects a scheme that does not protect the body' {
            $found = Test-WebhookSignature -Secret s -Headers @{ 'X-Gitlab-Token' = 's' } -Body '{}' -ErrorVariable problem -ErrorAction SilentlyContinue
            $found | Should -BeFalse
            "$problem" | Should -Match 'GitLabToken'
        }

        It 'requires the headers, because a value alone does not identify its scheme' {
            { Test-WebhookSignature -Secret s -Signature 'sha256=00' -Body '{}' } | Should -Throw -ErrorId 'SignatureNeedsScheme,*'
        }
    }

    Context 'with a public key in a file' {
        BeforeAll {
            $pair = New-WebhookSecret -Scheme Discord
            $signature = Get-WebhookSignature -Scheme Discord -Secret $pair -Body '{}'
            $der = [Convert]::FromHexString('302a300506032b6570032100' + $pair.PublicKey)
            Set-Content TestDrive:/public.pem "-----BEGIN PUBLIC KEY-----`n$([Convert]::ToBase64String($der))`n-----END PUBLIC KEY-----"
            Set-Content TestDrive:/public.hex $pair.PublicKey
        }

        It 'verifies with <_>' -ForEach 'public.pem', 'public.hex' {
            Test-WebhookSignature -Scheme Discord -PublicKeyPath "TestDrive:/$_" -Headers $signature.Headers -Body '{}' | Should -BeTrue
            Test-WebhookSignature -PublicKeyPath "TestDrive:/$_" -Headers $signature.Headers -Body '{}' | Should -BeTrue
            Test-WebhookSignature -PublicKeyPath "TestDrive:/$_" -Headers $signature.Headers -Body '{}x' | Should -BeFalse
        }

        It 'never uses it as a shared secret' {
            $forged = Get-WebhookSignature -Scheme GitHub -Secret $pair.PublicKey -Body '{}'
            Test-WebhookSignature -PublicKeyPath TestDrive:/public.hex -Headers $forged.Headers -Body '{}' | Should -BeFalse
            { Test-WebhookSignature -Scheme GitHub -PublicKeyPath TestDrive:/public.hex -Headers $forged.Headers -Body '{}' } | Should -Throw -ErrorId 'SecretIsPublicKey,*'
        }

        It 'reports a file that cannot be read' {
            { Test-WebhookSignature -PublicKeyPath TestDrive:/none.pem -Headers $signature.Headers -Body '{}' } | Should -Throw -ErrorId 'PublicKeyNotReadable,*'
        }
    }
}
