BeforeDiscovery {
    . $PSScriptRoot/support/HelpExamples.ps1
    $repository = Join-Path $PSScriptRoot '..' '..'
    $pages = Join-Path $repository 'docs' 'en-US'
    $cmdlets = (Import-PowerShellDataFile (Join-Path $repository 'WebhookTools.psd1')).CmdletsToExport
    $readme = Get-Item (Join-Path $repository 'README.md') -ErrorAction Ignore
    $examples = @(Get-ChildItem $pages -Filter *.md) + @(Get-ChildItem (Join-Path $repository 'docs' 'guides') -Filter *.md) + @($readme) | Where-Object { $_ } | ForEach-Object { Get-HelpExample $_.FullName }
    $topics = (Get-ChildItem $pages -Filter about_*.md).BaseName
    $hasPlatyPS = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -GE '1.0')
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/support/HelpExamples.ps1
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $cmdlet = $_
        $help = Get-Help $cmdlet -Full
        $page = Join-Path $repository 'docs' 'en-US' "$cmdlet.md"
        # PowerShell documents the common parameters and those of SupportsShouldProcess.
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $parameters = (Get-Command $cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }
    }

    It 'has a page' { $page | Should -Exist }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -BeLike "$cmdlet *"
        "$($help.Description.Text)".Length | Should -BeGreaterThan 60
    }

    It 'describes every parameter and nothing else' {
        $described = $help.parameters.parameter | Where-Object name -NotIn $common
        $described.name | Sort-Object | Should -Be ($parameters | Sort-Object)
        $described | Where-Object { -not "$($_.description.Text)".Trim() } | ForEach-Object name | Should -BeNullOrEmpty
    }

    It 'has at least two examples' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'documents the output' {
        (Get-Command $cmdlet).OutputType | Should -Not -BeNullOrEmpty
        @($help.returnValues.returnValue).Count | Should -BeGreaterOrEqual 1
    }
}

Describe 'Example <Number> of <Page>' -ForEach $examples {
    It 'runs' {
        { Invoke-HelpExample -Code $Code -Folder (Join-Path $TestDrive "$Page-$Number") } | Should -Not -Throw
    }
}

Describe 'The compiled help' {
    It 'contains the topic <_>' -ForEach $topics {
        Get-Help $_ | Out-String | Should -BeLike '*SHORT DESCRIPTION*'
    }

    # PlatyPS generates the help from the pages.
    It 'is up to date with the pages' -Skip:(-not $hasPlatyPS) {
        $made = Join-Path $TestDrive 'en-US'
        & (Join-Path $repository 'src' 'module' 'Build-Help.ps1') -OutputPath $made
        $shipped = Join-Path $repository 'src' 'module' 'en-US'
        foreach ($file in Get-ChildItem $made) {
            $expected = Get-Content $file.FullName -Raw
            Get-Content (Join-Path $shipped $file.Name) -Raw | Should -BeExactly $expected -Because "./build.ps1 -Task Help updates $($file.Name)"
        }
    }
}

Describe 'The view of <_>' -ForEach 'WebhookResult', 'SignatureInfo', 'DiagnosisInfo', 'ListenerInfo', 'ListenerLogMessage', 'Alert' {
    It 'exists' {
        Get-FormatData "WebhookTools.PowerShell.Output.$_" | Should -Not -BeNullOrEmpty
    }
}
