BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Stop-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'releases the port and the journal' {
        $listener = Start-TestListener
        Stop-WebhookListener $listener
        $listener.IsRunning | Should -BeFalse
        Get-WebhookListener | Should -BeNullOrEmpty
        $again = Start-WebhookListener -Port $listener.Port -LogPath $listener.LogPath
        $again.Port | Should -Be $listener.Port
    }

    It 'stops listeners from the pipeline, by id and by port' {
        Start-TestListener | Stop-WebhookListener
        Stop-WebhookListener -Id (Start-TestListener).Id
        Stop-WebhookListener -Port (Start-TestListener).Port
        Get-WebhookListener | Should -BeNullOrEmpty
    }

    It 'ignores a listener that has already stopped' {
        $listener = Start-TestListener
        $listener | Stop-WebhookListener
        { $listener | Stop-WebhookListener -ErrorAction Stop } | Should -Not -Throw
    }

    It 'stops nothing with -WhatIf' {
        $listener = Start-TestListener
        $listener | Stop-WebhookListener -WhatIf
        $listener.IsRunning | Should -BeTrue
    }

    It 'reports a port without a listener' {
        Stop-WebhookListener -Port 1 -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ListenerNotFound,*'
    }

    It 'keeps alerts that were not yet received' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{"n":1}'
        Stop-WebhookListener $listener
        ($listener | Receive-Webhook).Body | Should -BeExactly '{"n":1}'
    }
}
