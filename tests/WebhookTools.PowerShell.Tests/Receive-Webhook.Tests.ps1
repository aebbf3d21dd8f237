BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Receive-Webhook' {
    BeforeEach {
        $listener = Start-TestListener -With @{ Path = '/hooks/ci'; DeduplicateSec = 0 }
        $hook = "$($listener.Uri)hooks/ci"
    }
    AfterEach { Get-WebhookListener | Stop-WebhookListener }

    It 'returns the alerts that arrived since the start, in order' {
        1..3 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri $hook
        Receive-Webhook -Count 3 -TimeoutSec 10 | ForEach-Object { ($_.Body | ConvertFrom-Json).n } | Should -Be 1, 2, 3
    }

    It 'returns each alert once' {
        Send-Webhook -Uri $hook -Body '{}'
        Receive-Webhook -Count 1 -TimeoutSec 10 | Should -HaveCount 1
        Receive-Webhook -TimeoutSec 0 | Should -BeNullOrEmpty
    }

    It 'waits for alerts that have not arrived yet' {
        $job = Start-ThreadJob { param($module, $port) Import-Module $module; Receive-Webhook -Port $port -Count 1 -TimeoutSec 30 } -ArgumentList (Join-Path $modulePath 'WebhookTools.psd1'), $listener.Port
        Send-Webhook -Uri $hook -Body '{"n":7}'
        ($job | Receive-Job -Wait -AutoRemoveJob).Body | Should -BeExactly '{"n":7}'
    }

    It 'returns the alerts of Alertmanager with all their data' {
        Send-Webhook -Uri "$($listener.Uri)webhook" -InFile (Join-Path $dataPath 'samples' 'alertmanager-firing.json')
        $alert = Receive-Webhook -Count 1 -TimeoutSec 10
        $alert.GetType().FullName | Should -Be 'WebhookTools.PowerShell.Output.Alert'
        $alert.Protocol | Should -Be 'alertmanager'
        $alert.Status | Should -Be 'firing'
        $alert.Name | Should -Not -BeNullOrEmpty
        $alert.Labels.alertname | Should -Be $alert.Name
        $alert.Fingerprint | Should -Not -BeNullOrEmpty
        ($alert.Body | ConvertFrom-Json).alerts | Should -Not -BeNullOrEmpty
    }

    Context 'waiting in a pipeline step' {
        It 'reports an error if too few alerts arrive in time, and returns those that did' {
            Send-Webhook -Uri $hook -Body '{}'
            $alerts = @(Receive-Webhook -Count 2 -TimeoutSec 0.3 -ErrorAction SilentlyContinue -ErrorVariable failures)
            $alerts | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ReceiveTimeout,*'
            $failures[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
            $failures[0].Exception.Message | Should -BeLike '1 of 2 alerts*'
        }

        It 'reports no error without -Count' {
            Receive-Webhook -TimeoutSec 0.2 -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'reports an error if the listener stops first' {
            Stop-WebhookListener $listener
            $null = $listener | Receive-Webhook -Count 1 -TimeoutSec 30 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ListenerStopped,*'
        }

        It 'sets the exit code of the process' {
            $script = "Import-Module '$modulePath/WebhookTools.psd1'; `$null = Start-WebhookListener -Port 0 -LogPath '$TestDrive/exit.log'; Receive-Webhook -Count 1 -TimeoutSec 0.1"
            $run = Invoke-FreshPwsh $script
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike '*0 of 1 alerts arrived*'
        }
    }

    Context 'filters' {
        It 'leaves alerts that do not match for the next call' {
            foreach ($sample in 'alertmanager-firing', 'alertmanager-resolved') {
                Send-Webhook -Uri "$($listener.Uri)webhook" -InFile (Join-Path $dataPath 'samples' "$sample.json")
            }
            (Receive-Webhook -Status resolved -Count 1 -TimeoutSec 10).Status | Should -Be 'resolved'
            (Receive-Webhook -Status FIR* -Count 1 -TimeoutSec 10).Status | Should -Be 'firing'
        }

        It 'accepts a script block with the alert as $_' {
            1..4 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri $hook
            $alert = Receive-Webhook -Where { ($_.Body | ConvertFrom-Json).n -eq 3 } -Count 1 -TimeoutSec 10
            $alert.Body | Should -BeExactly '{"n":3}'
        }

        It 'can use the variables of the calling script' {
            $wanted = 2
            1..2 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri $hook
            (Receive-Webhook -Where { ($_.Body | ConvertFrom-Json).n -eq $wanted } -Count 1 -TimeoutSec 10).Body | Should -BeExactly '{"n":2}'
        }
    }

    Context 'the selection of the listener' {
        It 'reports an error if there are several listeners' {
            $null = Start-TestListener
            { Receive-Webhook -TimeoutSec 0 } | Should -Throw -ErrorId 'ListenerAmbiguous,*'
        }

        It 'reports an error if there is no listener' {
            Stop-WebhookListener $listener
            { Receive-Webhook -TimeoutSec 0 } | Should -Throw -ErrorId 'ListenerNotFound,*'
        }
    }

    It 'returns every alert of a large group' {
        $padding = 'x' * 1100
        $group = @{ alerts = @(1..400 | ForEach-Object { @{ labels = @{ alertname = "a$_" }; annotations = @{ summary = $padding } } }) }
        Send-Webhook -Uri "$($listener.Uri)webhook" -Body (ConvertTo-Json $group -Depth 5 -Compress)
        $names = (Receive-Webhook -Count 400 -TimeoutSec 30).Name
        $names | Should -HaveCount 400
        $names[0, 399] | Should -Be 'a1', 'a400'
    }

    It 'stops with Select-Object -First' {
        1..3 | ForEach-Object { @{ n = $_ } } | Send-Webhook -Uri $hook
        (Receive-Webhook | Select-Object -First 1).Body | Should -BeExactly '{"n":1}'
    }

    It 'stops immediately on Ctrl+C' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath/WebhookTools.psd1'; Receive-Webhook -Port $($listener.Port)")
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Send-Webhook -Uri $hook -Body '{}'
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($output.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 30) { [Threading.Thread]::Yield() | Out-Null }
            $output.Count | Should -Be 1
            $clock.Restart()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally { $shell.Dispose() }
    }
}
