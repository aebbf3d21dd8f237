BeforeAll {
    . $PSScriptRoot/common.ps1

    # The assemblies in the default load context, which other modules share.
    $inDefault = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_) -eq [Runtime.Loader.AssemblyLoadContext]::Default } | ForEach-Object { $_.GetName().Name }'
    $ours = '^(Microsoft\.Extensions\.|OpenTelemetry|Microsoft\.AspNetCore|Microsoft\.Net\.Http\.Headers|BouncyCastle|WebhookTools\.(Core|Listener)$)'
    $import = "Import-Module '$modulePath/WebhookTools.psd1'"
    $use = @'
$listener = Start-WebhookListener -Port 0 -LogPath (Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).log") -Path /hooks/ci -Scheme GitHub -Secret s
Send-Webhook -Uri "$($listener.Uri)hooks/ci" -InputObject @{ a = 1 } -Scheme GitHub -Secret s
$alert = Receive-Webhook $listener -Count 1 -TimeoutSec 30
Stop-WebhookListener $listener
Remove-Item $listener.LogPath
"body: $($alert.Body)"
'@
}

Describe 'The module beside others' {
    It 'loads only the cmdlets and the loader when it is imported' {
        $run = Invoke-FreshPwsh "$import; $inDefault; [Runtime.Loader.AssemblyLoadContext]::All.Name"
        $run.Output | Should -Contain 'WebhookTools.PowerShell'
        $run.Output | Where-Object { $_ -match $ours } | Should -BeNullOrEmpty
    }

    It 'does not load ASP.NET Core to send' {
        $run = Invoke-FreshPwsh "$import; Send-Webhook -Uri http://127.0.0.1:1/ -Body a -MaximumRetryCount 0 -ErrorAction Ignore; [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ `$_.GetName().Name })"
        $run.Output | Should -Contain 'Microsoft.Extensions.Http'
        $run.Output | Where-Object { $_ -match '^Microsoft\.AspNetCore' } | Should -BeNullOrEmpty
    }

    It 'adds nothing to the default context by sending and listening' {
        $run = Invoke-FreshPwsh "$import; $use; $inDefault"
        $run.Output | Should -Contain 'body: {"a":1}' -Because $run.Error
        $run.Output | Where-Object { $_ -match $ours } | Should -BeNullOrEmpty
    }

    It 'loads OpenTelemetry only if the environment configures it' {
        $loaded = '[AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name })'
        $without = Invoke-FreshPwsh "$import; $use; $loaded"
        $without.Output | Where-Object { $_ -like 'OpenTelemetry*' } | Should -BeNullOrEmpty
        $collector = New-TestReceiver
        try {
            $environment = @{ OTEL_EXPORTER_OTLP_ENDPOINT = $collector.Uri; OTEL_EXPORTER_OTLP_PROTOCOL = 'http/protobuf' }
            $with = Invoke-FreshPwsh "$import; $use; $loaded; 'default:'; $inDefault" -Environment $environment
            $with.Output | Should -Contain 'OpenTelemetry' -Because $with.Error
            $with.Output[$with.Output.IndexOf('default:')..$with.Output.Count] | Where-Object { $_ -match $ours } | Should -BeNullOrEmpty
            $collector.Requests[-1].Text | Should -BeLike '*webhooktools_webhooks_accepted*'
        }
        finally { $collector.Dispose() }
    }

    It 'works after a second Import-Module -Force' {
        $run = Invoke-FreshPwsh "$import; $use; $import -Force; $use"
        $run.Output | Should -Be 'body: {"a":1}', 'body: {"a":1}' -Because $run.Error
    }

    It 'loads every library that it ships into its private context' {
        $script = @"
$import
`$context = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ WebhookTools
`$webServer = Split-Path `$context.LoadFromAssemblyName([Reflection.AssemblyName]::new('Microsoft.AspNetCore')).Location
foreach (`$file in Get-ChildItem '$modulePath/lib', `$webServer -Filter *.dll) {
    `$assembly = `$context.LoadFromAssemblyName([Reflection.AssemblyName]::new(`$file.BaseName))
    `$owner = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$assembly)
    if (`$owner -ne `$context -or `$assembly.Location -ne `$file.FullName) { "`$(`$file.Name): `$(`$assembly.Location) in `$(`$owner.Name)" } else { 'private' }
}
"@
        $run = Invoke-FreshPwsh $script
        $run.Output | Should -Not -BeNullOrEmpty -Because $run.Error
        $run.Output | Select-Object -Unique | Should -Be 'private'
        $run.Output.Count | Should -BeGreaterThan 50
    }

    It 'works in many runspaces at once' {
        $receiver = New-TestReceiver
        try {
            1..20 | ForEach-Object -Parallel {
                Import-Module $using:modulePath/WebhookTools.psd1
                Send-Webhook -Uri ($using:receiver).Uri -InputObject @{ n = $_ } -Scheme GitHub -Secret s
            } -ThrottleLimit 8
            $receiver.Requests.Text | ForEach-Object { ($_ | ConvertFrom-Json).n } | Sort-Object | Should -Be (1..20)
        }
        finally { $receiver.Dispose() }
    }

    It 'is imported by many fresh runspaces at the same moment' {
        $run = Invoke-FreshPwsh "1..8 | ForEach-Object -Parallel { $import; (Get-WebhookSignature -Scheme GitHub -Secret s -Body a).Value } -ThrottleLimit 8"
        $run.Output | Should -HaveCount 8 -Because $run.Error
        $run.Output | Select-Object -Unique | Should -HaveCount 1
    }

    It 'stops its listeners when it is removed' {
        $script = @"
$import
`$listener = Start-WebhookListener -Port 0 -LogPath '$TestDrive/removed.log'
Remove-Module WebhookTools
`$client = [Net.Sockets.TcpClient]::new()
try { `$client.Connect('127.0.0.1', `$listener.Port); 'still listening' } catch { 'gone' }
$import
"listeners: `$(@(Get-WebhookListener).Count)"
"@
        (Invoke-FreshPwsh $script).Output | Should -Be 'gone', 'listeners: 0'
    }

    It 'flushes its journal when the process exits' {
        $log = Join-Path $TestDrive 'ended.log'
        $script = "$import; `$l = Start-WebhookListener -Port 0 -LogPath '$log' -Path /hooks/ci -Durability Buffered; Send-Webhook -Uri `"`$(`$l.Uri)hooks/ci`" -Body '{}'"
        (Invoke-FreshPwsh $script).ExitCode | Should -Be 0
        Get-Content $log | Should -HaveCount 1
    }

    It 'coexists with another version of an assembly that it uses' {
        $source = Join-Path $TestDrive 'foreign.cs'
        $foreign = Join-Path $TestDrive 'Microsoft.Extensions.Logging.Abstractions.dll'
        Set-Content $source '[assembly: System.Reflection.AssemblyVersion("1.0.0.0")] namespace Microsoft.Extensions.Logging { public interface ILogger { string Foreign { get; } } }'
        Add-Type -Path $source -OutputAssembly $foreign
        $script = @"
`$assembly = [Reflection.Assembly]::LoadFrom('$foreign')
$import
$use
"foreign: `$([Microsoft.Extensions.Logging.ILogger].GetProperty('Foreign').Name) `$(`$assembly.GetName().Version)"
"@
        (Invoke-FreshPwsh $script).Output | Should -Be 'body: {"a":1}', 'foreign: Foreign 1.0.0.0'
    }

    It 'exposes no type from its private context' {
        $assembly = (Get-Module WebhookTools).ImplementingAssembly
        $shown = foreach ($type in $assembly.ExportedTypes) {
            $type.BaseType.Assembly.GetName().Name
            foreach ($member in $type.GetMembers('Public, Instance, Static, DeclaredOnly')) {
                switch ($member.MemberType) {
                    Property { $member.PropertyType.Assembly.GetName().Name }
                    Method { $member.ReturnType.Assembly.GetName().Name; $member.GetParameters().ForEach({ $_.ParameterType.Assembly.GetName().Name }) }
                    Constructor { $member.GetParameters().ForEach({ $_.ParameterType.Assembly.GetName().Name }) }
                }
            }
        }
        $shown | Where-Object { $_ -match $ours } | Should -BeNullOrEmpty
    }
}

Describe 'The module without its copy of ASP.NET Core' {
    BeforeAll {
        $stripped = Join-Path $TestDrive 'stripped' 'WebhookTools'
        $null = New-Item (Split-Path $stripped) -ItemType Directory
        Copy-Item $modulePath $stripped -Recurse
        Remove-Item (Join-Path $stripped 'lib' 'aspnetcore') -Recurse
        $importStripped = "Import-Module '$stripped/WebhookTools.psd1'"
        $empty = (New-Item (Join-Path $TestDrive 'empty') -ItemType Directory).FullName
        # The variables that the runtime reads first. A test host sets them too.
        $rootVariables = 'DOTNET_ROOT', "DOTNET_ROOT_$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToUpperInvariant()
        $withoutWebServer = @{}
        $rootVariables | ForEach-Object { $withoutWebServer[$_] = $empty }
        # The .NET installation that runs this pwsh, or the one on the path if pwsh has a runtime of its own.
        $hasOwnRuntime = [bool](Get-ChildItem $PSHOME -Filter '*coreclr.*')
        $dotnet = Get-Command dotnet -ErrorAction Ignore
        $dotnetRoot = if (-not $hasOwnRuntime) { Join-Path ([Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()) '..' '..' '..' | Resolve-Path | ForEach-Object Path }
        elseif ($dotnet) { Split-Path ((Get-Item $dotnet.Source).ResolvedTarget ?? $dotnet.Source) }
        # A pwsh without a runtime of its own needs one there, but without ASP.NET Core.
        if (-not $hasOwnRuntime) {
            $null = New-Item (Join-Path $empty 'shared') -ItemType Directory
            'host', 'shared/Microsoft.NETCore.App' | ForEach-Object { $null = New-Item (Join-Path $empty $_) -ItemType SymbolicLink -Target (Join-Path $dotnetRoot $_) }
        }
    }

    It 'reports what to install' {
        $run = Invoke-FreshPwsh "$importStripped; Start-WebhookListener -Port 0 -LogPath '$TestDrive/s.log'" -Environment $withoutWebServer
        $run.ExitCode | Should -Be 1
        $run.Error | Should -BeLike '*needs ASP.NET Core*Install the ASP.NET Core*'
    }

    It 'still sends' {
        $receiver = New-TestReceiver
        try {
            $run = Invoke-FreshPwsh "$importStripped; Send-Webhook -Uri $($receiver.Uri) -Body a -PassThru | ForEach-Object StatusCode" -Environment $withoutWebServer
            $run.Output | Should -Be '200' -Because $run.Error
        }
        finally { $receiver.Dispose() }
    }

    It 'uses the installed ASP.NET Core' {
        if (-not $dotnetRoot -or -not (Test-Path (Join-Path $dotnetRoot 'shared' 'Microsoft.AspNetCore.App' "$([Environment]::Version.ToString(2)).*"))) {
            Set-ItResult -Skipped -Because 'no ASP.NET Core of this version is installed'
        }
        $withWebServer = @{}
        $rootVariables | ForEach-Object { $withWebServer[$_] = $dotnetRoot }
        $run = Invoke-FreshPwsh "$importStripped; $use" -Environment $withWebServer
        $run.Output | Should -Be 'body: {"a":1}' -Because $run.Error
    }
}
