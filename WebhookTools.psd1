@{
    RootModule           = 'WebhookTools.PowerShell.dll'
    NestedModules        = @('WebhookTools.Loader.dll')
    # The build replaces 0.0.0 with the version from Directory.Build.props.
    ModuleVersion        = '0.0.0'
    GUID                 = '3c9c3f05-2f77-407f-9804-892e4c1ad65d'
    Author               = 'WebhookTools contributors'
    Copyright            = 'Copyright (c) WebhookTools contributors. MIT license.'
    Description          = 'Webhooks for PowerShell: sign, verify and explain signatures; send with retries; receive alerts into a durable journal.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('WebhookTools.format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'ConvertTo-WebhookPayload'
        'Debug-WebhookSignature'
        'Get-WebhookAlert'
        'Get-WebhookListener'
        'Get-WebhookSignature'
        'New-WebhookSecret'
        'Receive-Webhook'
        'Send-Webhook'
        'Start-WebhookListener'
        'Stop-WebhookListener'
        'Test-WebhookSignature'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('webhook', 'signature', 'hmac', 'alertmanager', 'monitoring', 'http', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
