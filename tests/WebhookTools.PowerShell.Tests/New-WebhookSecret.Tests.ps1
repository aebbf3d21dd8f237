BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'New-WebhookSecret' {
    It 'creates a different secret each time' {
        1..20 | ForEach-Object { New-WebhookSecret } | Sort-Object -Unique | Should -HaveCount 20
    }

    It "writes it in the scheme's own format" {
        New-WebhookSecret -Scheme StandardWebhooks | Should -MatchExactly '^whsec_[A-Za-z0-9+/]+=*$'
    }

    It 'contains the requested number of random bytes' {
        $secret = New-WebhookSecret -Scheme StandardWebhooks -Length 48
        [Convert]::FromBase64String($secret.Substring('whsec_'.Length)).Length | Should -Be 48
    }

    It 'rejects fewer than 16 bytes' {
        { New-WebhookSecret -Length 8 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'returns a SecureString that signs like the text' {
        $secure = New-WebhookSecret -AsSecureString
        $secure | Should -BeOfType [securestring]
        $text = ConvertFrom-SecureString $secure -AsPlainText
        (Get-WebhookSignature -Scheme GitHub -Secret $secure -Body a).Value | Should -BeExactly (Get-WebhookSignature -Scheme GitHub -Secret $text -Body a).Value
    }

    It 'returns a key pair for <_>: the private key signs, the public key verifies' -ForEach StandardWebhooksEd25519, Discord {
        $pair = New-WebhookSecret -Scheme $_
        $pair.Scheme | Should -BeExactly $_
        $signature = Get-WebhookSignature -Scheme $_ -Secret $pair -Body '{}'
        (Get-WebhookSignature -Scheme $_ -Secret $pair.PrivateKey -Body '{}').Scheme | Should -BeExactly $_
        Test-WebhookSignature -Scheme $_ -Secret $pair.PublicKey -Headers $signature.Headers -Body '{}' | Should -BeTrue
        Test-WebhookSignature -Scheme $_ -Secret (New-WebhookSecret -Scheme $_).PublicKey -Headers $signature.Headers -Body '{}' | Should -BeFalse
        "$pair" | Should -Not -Match ([regex]::Escape($pair.PrivateKey))
    }

    It 'returns the private key of a pair as a SecureString on request' {
        $pair = New-WebhookSecret -Scheme StandardWebhooksEd25519 -AsSecureString
        $pair.PrivateKey | Should -BeOfType [securestring]
        $signature = Get-WebhookSignature -Scheme StandardWebhooksEd25519 -Secret $pair -Body '{}'
        Test-WebhookSignature -Secret $pair.PublicKey -Headers $signature.Headers -Body '{}' | Should -BeTrue
    }

    It 'lists the schemes if the scheme is unknown' {
        { New-WebhookSecret -Scheme Nix } | Should -Throw -ErrorId 'SignatureSchemeUnknown,*'
    }
}
