BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Stop-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'gives up the port and the log' {
        $listener = Start-TestListener
        Stop-WebhookListener $listener
        $listener.IsRunning | Should -BeFalse
        Get-WebhookListener | Should -BeNullOrEmpty
        $again = Start-WebhookListener -Port $listener.Port -LogPath $listener.LogPath
        $again.Port | Should -Be $listener.Port
    }

    It 'stops what is piped in, by id, and by port' {
        Start-TestListener | Stop-WebhookListener
        Stop-WebhookListener -Id (Start-TestListener).Id
        Stop-WebhookListener -Port (Start-TestListener).Port
        Get-WebhookListener | Should -BeNullOrEmpty
    }

    It 'leaves one that was stopped already as it is' {
        $listener = Start-TestListener
        $listener | Stop-WebhookListener
        { $listener | Stop-WebhookListener -ErrorAction Stop } | Should -Not -Throw
    }

    It 'stops nothing with -WhatIf' {
        $listener = Start-TestListener
        $listener | Stop-WebhookListener -WhatIf
        $listener.IsRunning | Should -BeTrue
    }

    It 'says that there is none on that port' {
        Stop-WebhookListener -Port 1 -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ListenerNotFound,*'
    }

    It 'keeps alerts that were not received yet' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{"n":1}'
        Stop-WebhookListener $listener
        ($listener | Receive-Webhook).Body | Should -BeExactly '{"n":1}'
    }
}
