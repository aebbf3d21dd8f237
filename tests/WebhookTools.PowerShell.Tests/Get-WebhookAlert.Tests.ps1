BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Get-WebhookAlert' {
    BeforeAll {
        $log = Join-Path $TestDrive 'alerts.log'
        $listener = Start-WebhookListener -Port 0 -LogPath $log -Path /hooks/ci -DeduplicateSec 0
        foreach ($sample in 'alertmanager-firing', 'alertmanager-resolved') {
            Send-Webhook -Uri "$($listener.Uri)webhook" -InFile (Join-Path $dataPath 'samples' "$sample.json")
        }
        Send-Webhook -Uri $listener.Uri -InFile (Join-Path $dataPath 'samples' 'monasca.json')
        $between = [datetimeoffset]::Now
        Send-Webhook -Uri "$($listener.Uri)hooks/ci" -InputObject @{ state = 'deployed' }
        Stop-WebhookListener $listener
    }

    It 'returns all alerts, oldest first' {
        $alerts = Get-WebhookAlert $log
        $alerts[0].GetType().FullName | Should -Be 'WebhookTools.PowerShell.Output.Alert'
        $alerts.Id | Should -Be ($alerts.Id | Sort-Object)
        $alerts[0].Status | Should -Be 'firing'
        $alerts[-1].Body | Should -BeExactly '{"state":"deployed"}'
    }

    It 'returns the last alerts, newest first' {
        $all = Get-WebhookAlert $log
        (Get-WebhookAlert $log -Last 2).Id | Should -Be $all[-1].Id, $all[-2].Id
        (Get-WebhookAlert $log -Last 1 -Protocol alertmanager).Status | Should -Be 'resolved'
        @(Get-WebhookAlert $log -Last 100) | Should -HaveCount $all.Count
    }

    It 'filters by status, severity, name, protocol and fingerprint' {
        (Get-WebhookAlert $log -Severity WARN*).Severity | Select-Object -Unique | Should -Be 'warning'
        (Get-WebhookAlert $log -Status resolved).Status | Select-Object -Unique | Should -Be 'resolved'
        $firing = Get-WebhookAlert $log -Status firing | Select-Object -First 1
        (Get-WebhookAlert $log -Name "$($firing.Name.Substring(0, 3).ToLower())*").Name | Select-Object -Unique | Should -Be $firing.Name
        (Get-WebhookAlert $log -Protocol monasca).Protocol | Select-Object -Unique | Should -Be 'monasca'
        (Get-WebhookAlert $log -Fingerprint $firing.Fingerprint).Fingerprint | Select-Object -Unique | Should -Be $firing.Fingerprint
    }

    It 'filters by time' {
        @(Get-WebhookAlert $log -Since $between) | Should -HaveCount 1
        @(Get-WebhookAlert $log -Until $between).Count | Should -Be (@(Get-WebhookAlert $log).Count - 1)
        Get-WebhookAlert $log -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        Get-WebhookAlert $log -Until 1000000000 | Should -BeNullOrEmpty
    }

    It 'accepts a listener from the pipeline' {
        @($listener | Get-WebhookAlert) | Should -HaveCount @(Get-WebhookAlert $log).Count
    }

    It 'skips a damaged line with a warning' {
        $damaged = Join-Path $TestDrive 'damaged.log'
        $lines = Get-Content $log
        Set-Content $damaged @($lines[0], '{"id":', $lines[1])
        $alerts = @(Get-WebhookAlert $damaged -WarningVariable warnings -WarningAction SilentlyContinue)
        $alerts | Should -HaveCount 2
        $warnings[0].Message | Should -BeLike '*line 2 of *'
        @(Get-WebhookAlert $damaged -Last 5 -WarningVariable warnings -WarningAction SilentlyContinue) | Should -HaveCount 2
        $warnings[0].Message | Should -BeLike '*line 2 from the end of *'
    }

    It 'reports a missing journal' {
        $failure = { Get-WebhookAlert (Join-Path $TestDrive 'nowhere.log') } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'reads while a listener writes, and stops with Select-Object -First' {
        $busy = Start-WebhookListener -Port 0 -LogPath $log -Path /hooks/ci
        try { Get-WebhookAlert $log | Select-Object -First 1 | Should -HaveCount 1 }
        finally { Stop-WebhookListener $busy }
    }
}
