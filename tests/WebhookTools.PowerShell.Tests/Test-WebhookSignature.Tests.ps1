BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Test-WebhookSignature' {
    BeforeAll {
        $github = @{ Scheme = 'GitHub'; Secret = "It's a Secret to Everybody" }
        $value = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    }

    It 'accepts a header value as it was received' {
        Test-WebhookSignature @github -Body 'Hello, World!' -Signature $value | Should -BeTrue
    }

    It 'answers with true or false alone' {
        $answer = Test-WebhookSignature @github -Body 'Hello, World!' -Signature $value
        $answer | Should -BeOfType [bool]
        Test-WebhookSignature @github -Body 'Hello, World?' -Signature $value | Should -BeOfType [bool]
    }

    It 'takes headers of any case, and values that are several' {
        $headers = @{ 'x-hub-signature-256' = , $value; 'Content-Type' = 'application/json'; 'X-Other' = 'a', 'b' }
        Test-WebhookSignature @github -Body 'Hello, World!' -Headers $headers | Should -BeTrue
    }

    It 'takes the headers of Get-WebhookSignature, for the scheme <_>' -ForEach 'GitHub', 'GitHubSha1', 'Bitbucket', 'Pelorus', 'StandardWebhooks', 'Svix', 'Stripe', 'Slack', 'Shopify', 'GitLabToken', 'XplentyHook' {
        $secret = New-WebhookSecret -Scheme $_
        $body = '{"a":1}'
        $signature = Get-WebhookSignature -Scheme $_ -Secret $secret -Body $body
        Test-WebhookSignature -Scheme $_ -Secret $secret -Body $body -Headers $signature.Headers | Should -BeTrue
        Test-WebhookSignature -Scheme $_ -Secret (New-WebhookSecret -Scheme $_) -Body $body -Headers $signature.Headers | Should -BeFalse
    }

    It 'accepts any of several secrets, for rotation' {
        Test-WebhookSignature -Scheme GitHub -Secret 'another', "It's a Secret to Everybody" -Body 'Hello, World!' -Signature $value | Should -BeTrue
    }

    It "accepts Pelorus' documented signatures, made over another serialisation" {
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

        It 'tells expired from invalid' {
            $verdict = Test-WebhookSignature @stripe -Headers $old.Headers -Verbose 4>&1
            @($verdict)[-1] | Should -BeFalse
            "$($verdict[0])" | Should -BeLike 'Expired: *'
        }

        It 'takes a wider window' {
            Test-WebhookSignature @stripe -Headers $old.Headers -ToleranceSec 900 | Should -BeTrue
        }

        It 'does not look at the time with a tolerance of 0' {
            Test-WebhookSignature @stripe -Headers $old.Headers -ToleranceSec 0 | Should -BeTrue
        }

        It 'refuses the future' {
            $early = Get-WebhookSignature @stripe -Timestamp ([datetimeoffset]::UtcNow.AddMinutes(10))
            $verdict = Test-WebhookSignature @stripe -Headers $early.Headers -Verbose 4>&1
            "$($verdict[0])" | Should -BeLike 'NotYetValid: *'
        }
    }

    Context 'headers that say nothing' {
        It 'is false, with an error, when the header is missing' {
            $answer = Test-WebhookSignature @github -Body 'x' -Headers @{} -ErrorAction SilentlyContinue -ErrorVariable failures
            $answer | Should -BeFalse
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'HeaderMissing,*'
            $failures[0].Exception.Message | Should -BeLike '*X-Hub-Signature-256*'
        }

        It 'is false, with an error, when the header cannot be read' {
            $answer = Test-WebhookSignature @github -Body 'x' -Signature 'sha256=zz' -ErrorAction SilentlyContinue -ErrorVariable failures
            $answer | Should -BeFalse
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'HeaderMalformed,*'
        }

        It 'asks for headers' {
            { Test-WebhookSignature @github -Body 'x' } | Should -Throw -ErrorId 'HeadersRequired,*'
        }
    }

    It 'never shows the expected signature, not even in verbose messages' {
        $all = Test-WebhookSignature @github -Body 'Hello, World!' -Signature ('sha256=' + '0' * 64) -Verbose *>&1 | Out-String
        $all | Should -Not -Match '757107ea'
    }

    It 'looks at each file' {
        Set-Content -LiteralPath (Join-Path $TestDrive 'good') -Value 'Hello, World!' -NoNewline
        Set-Content -LiteralPath (Join-Path $TestDrive 'spoiled') -Value 'Hello, World!'
        Test-WebhookSignature @github -LiteralPath (Join-Path $TestDrive 'good'), (Join-Path $TestDrive 'spoiled') -Signature $value | Should -Be $true, $false
    }
}
