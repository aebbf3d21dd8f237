BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Get-WebhookSignature' {
    It "reproduces the signature in GitHub's documentation" {
        $vector = Get-Content (Join-Path $dataPath 'vectors' 'github.json') -Raw | ConvertFrom-Json
        $signature = Get-WebhookSignature -Scheme $vector.scheme -Secret $vector.secret -Body $vector.body
        $signature.Value | Should -BeExactly $vector.value
        $signature.Headers[$vector.header] | Should -BeExactly $vector.value
    }

    # Needs openssl.
    It 'agrees with openssl' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
        $file = Join-Path $TestDrive 'body'
        [IO.File]::WriteAllBytes($file, [byte[]](0..255))
        $expected = ((openssl dgst -sha512 -hmac 'geheim' $file) -split '= ')[1]
        (Get-WebhookSignature -Scheme Hmac -Algorithm SHA512 -SignatureHeader X-Signature -Secret geheim -LiteralPath $file).Value | Should -BeExactly $expected
    }

    Context 'the source of the body does not matter' {
        BeforeAll {
            $text = 'Zürich 🚀'
            $bytes = [Text.Encoding]::UTF8.GetBytes($text)
            $file = Join-Path $TestDrive 'body[1].json'
            [IO.File]::WriteAllBytes($file, $bytes)
            $options = @{ Scheme = 'GitHub'; Secret = 'geheim' }
            $expected = (Get-WebhookSignature @options -Body $text).Value
        }

        It 'from a string in the pipeline' { ($text | Get-WebhookSignature @options).Value | Should -BeExactly $expected }
        It 'from bytes' { (Get-WebhookSignature @options -Body $bytes).Value | Should -BeExactly $expected }
        It 'from bytes in the pipeline as one object' { (, $bytes | Get-WebhookSignature @options).Value | Should -BeExactly $expected }
        It 'from bytes in the pipeline, one by one' { @($bytes | Get-WebhookSignature @options).Value | Should -BeExactly $expected }
        It 'from a literal path' { (Get-WebhookSignature @options -LiteralPath $file).Value | Should -BeExactly $expected }
        It 'from a wildcard path' { (Get-WebhookSignature @options -Path (Join-Path $TestDrive 'body*.json')).Value | Should -BeExactly $expected }
        It 'from a file in the pipeline' { (Get-Item -LiteralPath $file | Get-WebhookSignature @options).Value | Should -BeExactly $expected }

        It "from a path relative to PowerShell's location, not to that of the process" {
            Push-Location -LiteralPath $TestDrive
            try { (Get-WebhookSignature @options -LiteralPath 'body[1].json').Value | Should -BeExactly $expected }
            finally { Pop-Location }
        }
    }

    It 'signs each string in the pipeline' {
        @('a', 'b' | Get-WebhookSignature -Scheme GitHub -Secret s).Count | Should -Be 2
    }

    It 'signs an empty body' {
        (Get-WebhookSignature -Scheme GitHub -Secret s -Body '').SignedContentLength | Should -Be 0
    }

    It 'returns headers that Invoke-RestMethod accepts' {
        $receiver = New-TestReceiver
        try {
            $signature = Get-WebhookSignature -Scheme StandardWebhooks -Secret (New-WebhookSecret StandardWebhooks) -Body '{}'
            $null = Invoke-RestMethod -Uri $receiver.Uri -Method Post -Headers $signature.Headers -Body '{}'
            $request = @($receiver.Requests)[0]
            $request.Headers['webhook-id'] | Should -BeExactly $signature.Id
            $request.Headers['webhook-signature'] | Should -BeExactly $signature.Value
        }
        finally { $receiver.Dispose() }
    }

    It 'signs the given id and time, in seconds since 1970 or as a date' {
        $options = @{ Scheme = 'StandardWebhooks'; Secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'; Id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'; Body = '{"test": 2432232314}' }
        $signature = Get-WebhookSignature @options -Timestamp 1614265330
        $signature.Value | Should -BeExactly 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
        $signature.SignedContent | Should -BeExactly 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}'
        (Get-WebhookSignature @options -Timestamp ([datetime]::UnixEpoch.AddSeconds(1614265330))).Value | Should -BeExactly $signature.Value
    }

    It 'shows only the start of a large body' {
        $signature = Get-WebhookSignature -Scheme GitHub -Secret s -Body ('x' * 5000)
        $signature.SignedContentLength | Should -Be 5000
        $signature.SignedContent.Length | Should -Be 1025
        $signature.SignedContent | Should -BeLike '*…'
    }

    Context 'the secret' {
        It 'can be a SecureString' {
            $secure = ConvertTo-SecureString 'geheim' -AsPlainText
            (Get-WebhookSignature -Scheme GitHub -Secret $secure -Body a).Value |
                Should -BeExactly (Get-WebhookSignature -Scheme GitHub -Secret geheim -Body a).Value
        }

        It 'is read from the environment if none is given' {
            $env:WEBHOOKTOOLS_SECRET = 'geheim'
            try {
                (Get-WebhookSignature -Scheme GitHub -Body a).Value | Should -BeExactly (Get-WebhookSignature -Scheme GitHub -Secret geheim -Body a).Value
            }
            finally { Remove-Item Env:WEBHOOKTOOLS_SECRET }
        }

        It 'is not read from the environment if the given one is empty' {
            $env:WEBHOOKTOOLS_SECRET = 'geheim'
            try {
                { Get-WebhookSignature -Scheme GitHub -Secret $env:NO_SUCH_VARIABLE -Body a } | Should -Throw -ErrorId 'SecretRequired,*'
                { Get-WebhookSignature -Scheme GitHub -Secret '' -Body a } | Should -Throw -ErrorId 'SecretEmpty,*'
            }
            finally { Remove-Item Env:WEBHOOKTOOLS_SECRET }
        }

        It 'can be a list, if the header of the scheme accepts several signatures' {
            $secrets = (New-WebhookSecret StandardWebhooks), (New-WebhookSecret StandardWebhooks)
            (Get-WebhookSignature -Scheme StandardWebhooks -Secret $secrets -Body a).Value -split ' ' | Should -HaveCount 2
        }

        It 'is masked in the signed content of a scheme that includes it' {
            $signature = Get-WebhookSignature -Scheme XplentySalt -Secret 'verysalty' -Body a -Id 1 -Event job -Uri 'http://localhost/'
            $signature | Format-List * | Out-String | Should -Not -Match 'verysalty'
        }

        It 'does not appear in the error if it is invalid' {
            $failure = { Get-WebhookSignature -Scheme StandardWebhooks -Secret 'whsec_no!base64' -Body a } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'SecretNotBase64,*'
            $failure | Format-List * -Force | Out-String | Should -Not -Match 'no!base64'
        }
    }

    Context 'errors' {
        It 'lists the schemes if the scheme is unknown' {
            $failure = { Get-WebhookSignature -Scheme Nix -Secret s -Body a } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignatureSchemeUnknown,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*GitHub*Stripe*'
        }

        It 'requires a secret' {
            { Get-WebhookSignature -Scheme GitHub -Body a } | Should -Throw -ErrorId 'SecretRequired,*'
        }

        It 'requires a scheme' {
            { Get-WebhookSignature -Secret s -Body a } | Should -Throw -ErrorId 'SchemeRequired,*'
        }

        It 'requires a body' {
            { Get-WebhookSignature -Scheme GitHub -Secret s } | Should -Throw -ErrorId 'BodyRequired,*'
        }

        It 'rejects an object that is not raw data and continues with the next' {
            $values = @(@{ a = 1 }, 'b' | Get-WebhookSignature -Scheme GitHub -Secret s -ErrorAction SilentlyContinue -ErrorVariable failures)
            $values | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'BodyNotRaw,*'
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
        }

        It 'names a missing file and continues with the next' {
            Set-Content -LiteralPath (Join-Path $TestDrive 'there') -Value 'x' -NoNewline
            $values = @(Get-WebhookSignature -Scheme GitHub -Secret s -LiteralPath (Join-Path $TestDrive 'nowhere'), (Join-Path $TestDrive 'there') -ErrorAction SilentlyContinue -ErrorVariable failures)
            $values | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'BodyFileNotFound,*'
            $failures[0].TargetObject | Should -BeLike '*nowhere'
        }
    }

    It 'completes the names of the schemes with their descriptions' {
        $matches = (TabExpansion2 'Get-WebhookSignature -Scheme git').CompletionMatches
        $matches.CompletionText | Should -Contain 'GitHub'
        ($matches | Where-Object CompletionText -EQ GitHub).ToolTip | Should -Not -Be 'GitHub'
    }
}
