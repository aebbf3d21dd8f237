BeforeAll {
    . $PSScriptRoot/common.ps1

    # What a sender or receiver puts into its text: a title, a clear screen, a C1 control sequence, DEL and a bidirectional override.
    $hostile = "a`e]0;owned`a`e[2J$([char]0x9b)31m$([char]0x7f)$([char]0x202e)z"
    $escaped = 'a\u001b]0;owned\u0007\u001b[2J\u009b31m\u007f\u202ez'

    $pattern = [regex]::Escape($escaped)

    # Colors are off, so every control character is the sender's.
    $PSStyle.OutputRendering = 'PlainText'
    function Get-Controls([string] $Text) { [regex]::Matches($Text, '[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]').Value }
    function Get-View($Value, [string] $Format = 'Format-Table') { ($Value | & $Format | Out-String -Width 4000) -replace "`r" }
}

Describe 'Text from a sender' {
    BeforeAll {
        $listener = Start-TestListener -With @{ Path = '/ci' }
        $body = @{ name = $hostile; status = $hostile; severity = $hostile; summary = $hostile } | ConvertTo-Json -Compress
        Invoke-RestMethod "$($listener.Uri)hook" -Method Post -ContentType application/json -Body $body | Out-Null
        $alert = Receive-Webhook -Count 1 -TimeoutSec 30
        Invoke-WebRequest "$($listener.Uri)ci" -Method Post -ContentType application/json -Body $hostile -SkipHttpErrorCheck | Out-Null
        $listener | Stop-WebhookListener
    }

    It 'is escaped in the views of an alert and exact in its properties' {
        foreach ($shown in $alert, (Get-WebhookAlert $listener.LogPath | Select-Object -First 1)) {
            $shown.Summary | Should -BeExactly $hostile
            Get-View $shown | Should -Match "(?m)$pattern$"
            Get-Controls (Get-View $shown) | Should -BeNullOrEmpty
            Get-View $shown 'Format-List' | Should -Match "Summary +: $pattern"
            Get-Controls (Get-View $shown 'Format-List') | Should -BeNullOrEmpty
        }
    }

    It 'is escaped in the messages of a listener' {
        $listener.Log | Should -Not -BeNullOrEmpty
        Get-Controls (Get-View $listener.Log) | Should -BeNullOrEmpty
        Get-Controls "$($listener.Log)" | Should -BeNullOrEmpty
    }

    It 'is escaped in a diagnosis' {
        $diagnosis = Debug-WebhookSignature -Scheme GitHub -Secret 'a secret' -Body $hostile -Headers @{ 'X-Hub-Signature-256' = $hostile }
        $diagnosis.Received | Should -BeExactly $hostile
        Get-Controls ($diagnosis | Out-String) | Should -BeNullOrEmpty
        Get-Controls (Get-View $diagnosis 'Format-List') | Should -BeNullOrEmpty
        Get-Controls $diagnosis.GetReport() | Should -BeNullOrEmpty
    }
}

Describe 'Text from a receiver' {
    BeforeAll { $receiver = New-TestReceiver }
    AfterAll { $receiver.Dispose() }

    It 'is escaped in an error and exact in its result' {
        $receiver.Respond(400, $hostile)
        Send-Webhook -Uri $receiver.Uri -Body a -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].Exception.Result.ResponseBody | Should -BeExactly $hostile
        $failures[0].ErrorDetails.Message | Should -Match $pattern
        foreach ($view in 'ConciseView', 'NormalView', 'CategoryView') {
            $ErrorView = $view
            Get-Controls ($failures[0] | Out-String -Width 4000).Replace("`r", '') | Should -BeNullOrEmpty
        }
        Get-View $failures[0].Exception.Result 'Format-List' | Should -Match $pattern
        Get-Controls (Get-View $failures[0].Exception.Result 'Format-List') | Should -BeNullOrEmpty
    }

    It 'is escaped in the error of a captured request' {
        $receiver.Respond(400, 'no')
        Send-Webhook -Uri $receiver.Uri -Request "POST / HTTP/1.1`nHost: a`n`n$hostile" -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].TargetObject | Should -BeExactly $hostile
        Get-Controls $failures[0].CategoryInfo.ToString() | Should -BeNullOrEmpty
    }

    It 'is escaped in verbose messages, warnings and -WhatIf' {
        $log = Join-Path $TestDrive "broken`e[2J.log"
        $verbose = Start-WebhookListener -Port 0 -LogPath $log -Verbose 4>&1
        $verbose | Where-Object { $_ -is [WebhookTools.PowerShell.Output.ListenerInfo] } | Stop-WebhookListener
        Add-Content -LiteralPath $log 'not a journal line'
        $warnings = Get-WebhookAlert -LogPath $log 3>&1
        $whatIf = Invoke-FreshPwsh "Import-Module '$modulePath'; Start-WebhookListener -LogPath '$log' -WhatIf"
        foreach ($shown in "$verbose", "$warnings", "$($whatIf.Output)") {
            $shown | Should -Match ([regex]::Escape('broken\u001b[2J.log'))
            Get-Controls $shown | Should -BeNullOrEmpty
        }
    }
}

Describe 'Secrets' {
    BeforeAll { $receiver = New-TestReceiver }
    AfterAll { $receiver.Dispose() }

    It 'are masked in the address of errors, verbose messages and views' {
        $receiver.Respond(404)
        $uri = [uri]"$($receiver.Uri)services/T0/x9Yz8Wv7Ut6Sr5Qp4On3Ml2K?sig=abc123"
        $verbose = Send-Webhook -Uri $uri -Body a -Verbose -ErrorAction SilentlyContinue -ErrorVariable failures 4>&1
        $result = Send-Webhook -Uri $uri -Body a -PassThru
        $result.Uri | Should -Be $uri
        $whatIf = Invoke-FreshPwsh "Import-Module '$modulePath'; Send-Webhook -Uri '$uri' -Body a -WhatIf"
        foreach ($shown in "$verbose", "$($failures[0])", ($failures[0] | Out-String), (Get-View $result), (Get-View $result 'Format-List'), "$($whatIf.Output)") {
            $shown | Should -BeLike '*/services/T0/`*`*`*`?sig=`*`*`**'
            $shown | Should -Not -Match 'abc123|x9Yz8'
        }
    }

    It 'are masked where a sender put them into the signature' {
        $diagnosis = Debug-WebhookSignature -Scheme GitHub -Secret 'a secret of the hook' -Body '{}' -Headers @{ 'X-Hub-Signature-256' = 'sha256=YSBzZWNyZXQgb2YgdGhlIGhvb2s=' }
        "$($diagnosis.GetReport()) $($diagnosis | ConvertTo-Json -Depth 5)" | Should -Not -Match 'YSBzZWNyZXQ|a secret of'
        $diagnosis.Received | Should -BeExactly 'sha256=***'
    }

    It 'must not be public keys' {
        $key = 'whpk_Qxrp7SpGgcgkcyfcmR0xQFd4hQR6gyxPaIOCNVKoGVo='
        { Get-WebhookSignature -Scheme GitHub -Secret $key -Body a } | Should -Throw -ErrorId 'SecretIsPublicKey,*'
        { Send-Webhook -Uri $receiver.Uri -Scheme GitHub -Secret $key -Body a } | Should -Throw -ErrorId 'SecretIsPublicKey,*'
        { Test-WebhookSignature -Scheme GitHub -Secret $key -Body a -Headers @{ 'X-Hub-Signature-256' = 'sha256=00' } } | Should -Throw -ErrorId 'SecretIsPublicKey,*'
        { Start-TestListener -With @{ Scheme = 'GitHub'; Secret = $key } } | Should -Throw '*public key*'
    }
}
