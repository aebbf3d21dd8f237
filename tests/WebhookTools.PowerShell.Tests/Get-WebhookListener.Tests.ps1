BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Get-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'returns nothing if no listener is running' {
        Get-WebhookListener | Should -BeNullOrEmpty
    }

    It 'returns all listeners in the order they were started' {
        $first = Start-TestListener
        $second = Start-TestListener
        (Get-WebhookListener).Id | Should -Be $first.Id, $second.Id
    }

    It 'finds a listener by id and by port' {
        $first = Start-TestListener
        $second = Start-TestListener
        (Get-WebhookListener -Id $second.Id).Port | Should -Be $second.Port
        (Get-WebhookListener -Port $first.Port).Id | Should -Be $first.Id
    }

    It 'reports an unknown id and returns the others' {
        $listener = Start-TestListener
        $found = Get-WebhookListener -Id 4711, $listener.Id -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Id | Should -Be $listener.Id
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ListenerNotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'returns live objects' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        $listener.Accepted | Should -Be 0
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}'
        $listener.Accepted | Should -Be 1
        $listener.LastAcceptedAt | Should -Not -BeNullOrEmpty
    }

    It 'keeps the log messages of the listener' {
        $listener = Start-TestListener -With @{ Token = 't'; Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -ErrorAction SilentlyContinue
        ($listener.Log | Where-Object Level -EQ Warning).Message | Should -BeLike '*/hooks/ci*'
    }

    It 'returns the listeners of other runspaces while they exist' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath/WebhookTools.psd1'; Start-WebhookListener -Port 0 -LogPath '$TestDrive/other.log'").Invoke()
            Get-WebhookListener | Should -HaveCount 1
        }
        finally { $shell.Runspace.Dispose(); $shell.Dispose() }
        Get-WebhookListener | Should -BeNullOrEmpty
    }

    It 'completes ids and ports' {
        $listener = Start-TestListener
        (TabExpansion2 'Get-WebhookListener -Port ').CompletionMatches.CompletionText | Should -Be "$($listener.Port)"
        (TabExpansion2 'Get-WebhookListener -Id ').CompletionMatches.CompletionText | Should -Be "$($listener.Id)"
    }
}
