#Requires -Version 7.4
# Creates the module 'Idle' in a folder: as many cmdlets as another module has, each of which does nothing, exported by name, and one view.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $LikeModule
)

$ErrorActionPreference = 'Stop'
$manifest = Join-Path $LikeModule "$(Split-Path $LikeModule -Leaf).psd1"
$numbers = 1..(Import-PowerShellDataFile $manifest).CmdletsToExport.Count
$classes = $numbers | ForEach-Object { "[Cmdlet(`"Get`", `"Idle$_`")] public sealed class GetIdle${_}Command : PSCmdlet { [Parameter] public string Name { get; set; } }" }
Add-Type "using System.Management.Automation;`n$($classes -join "`n")" -OutputAssembly (Join-Path $Path 'Idle.dll')
Set-Content (Join-Path $Path 'Idle.format.ps1xml') @'
<Configuration><ViewDefinitions><View><Name>Idle</Name><ViewSelectedBy><TypeName>Idle</TypeName></ViewSelectedBy>
<ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Name</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl>
</View></ViewDefinitions></Configuration>
'@
Set-Content (Join-Path $Path 'Idle.psd1') @"
@{
    RootModule = 'Idle.dll'; ModuleVersion = '0.1.0'; GUID = 'c2c5b0a6-5a2e-4d5c-9f0b-6a0a7f2f0d11'; FormatsToProcess = 'Idle.format.ps1xml'
    FunctionsToExport = @(); VariablesToExport = @(); AliasesToExport = @(); CmdletsToExport = '$(($numbers | ForEach-Object { "Get-Idle$_" }) -join "', '")'
}
"@
