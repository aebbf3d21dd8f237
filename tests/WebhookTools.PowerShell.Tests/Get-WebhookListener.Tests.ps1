BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Get-WebhookListener' {
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'gives nothing when none runs' {
        Get-WebhookListener | Should -BeNullOrEmpty
    }

    It 'gives all, in the order of their start' {
        $first = Start-TestListener
        $second = Start-TestListener
        (Get-WebhookListener).Id | Should -Be $first.Id, $second.Id
    }

    It 'finds one by its id, and by its port' {
        $first = Start-TestListener
        $second = Start-TestListener
        (Get-WebhookListener -Id $second.Id).Port | Should -Be $second.Port
        (Get-WebhookListener -Port $first.Port).Id | Should -Be $first.Id
    }

    It 'says that there is none of that id, and gives the others' {
        $listener = Start-TestListener
        $found = Get-WebhookListener -Id 4711, $listener.Id -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Id | Should -Be $listener.Id
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ListenerNotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'shows the present, not the moment of the start' {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci' }
        $listener.Accepted | Should -Be 0
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}'
        $listener.Accepted | Should -Be 1
        $listener.LastAcceptedAt | Should -Not -BeNullOrEmpty
    }

    It 'keeps what the listener told its operator' {
        $listener = Start-TestListener -With @{ Token = 't'; Path = '/hooks/ci' }
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -Body '{}' -ErrorAction SilentlyContinue
        ($listener.Log | Where-Object Level -EQ Warning).Message | Should -BeLike '*/hooks/ci*'
    }

    It 'sees the listeners of other runspaces, while they last' {
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
