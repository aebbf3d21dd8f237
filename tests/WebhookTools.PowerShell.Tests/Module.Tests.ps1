BeforeAll {
    . $PSScriptRoot/common.ps1
    $version = ([xml](Get-Content (Join-Path $repository 'Directory.Build.props') -Raw)).SelectSingleNode('//Version').InnerText
}

Describe 'The module as it is built' {
    It 'has a valid manifest with the version of the build' {
        $manifest = Test-ModuleManifest (Join-Path $modulePath 'WebhookTools.psd1') -ErrorAction Stop
        $manifest.Version | Should -Be $version
        (Get-Module WebhookTools).Version | Should -Be $version
    }

    It 'has assemblies with the version of the build' {
        $assemblies = Get-ChildItem $modulePath -Filter 'WebhookTools.*.dll' -Recurse
        $assemblies.Name | Sort-Object | Should -Be 'WebhookTools.Core.dll', 'WebhookTools.Listener.dll', 'WebhookTools.Loader.dll', 'WebhookTools.PowerShell.dll'
        $assemblies | ForEach-Object { [Reflection.AssemblyName]::GetAssemblyName($_.FullName).Version.ToString(3) } | Select-Object -Unique | Should -Be $version
    }

    It 'exports every cmdlet that its assembly defines, and nothing else' {
        $module = Get-Module WebhookTools
        $defined = $module.ImplementingAssembly.ExportedTypes | ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($defined | Sort-Object)
    }
}

Describe 'The demonstration' {
    It 'succeeds' {
        $run = Invoke-FreshPwsh "& '$repository/docs/guides/demo.ps1'; exit `$LASTEXITCODE"
        $run.ExitCode | Should -Be 0 -Because "$($run.Output -join "`n") $($run.Error)"
        $run.Output | Should -Not -BeNullOrEmpty
    }
}

Describe 'The tool manifest' {
    It 'names the PowerShell that the tests run, which can run the build script' {
        $tool = (Get-Content (Join-Path $repository '.config' 'dotnet-tools.json') -Raw | ConvertFrom-Json).tools.powershell
        $tool.version | Should -Be ([xml](Get-Content (Join-Path $repository 'tests' 'Directory.Build.props') -Raw)).SelectSingleNode('//PowerShellVersion').InnerText
        $tool.commands | Should -Be 'pwsh'
        [version]$tool.version | Should -BeGreaterOrEqual (Get-Command (Join-Path $repository 'build.ps1')).ScriptBlock.Ast.ScriptRequirements.RequiredPSVersion
    }
}
