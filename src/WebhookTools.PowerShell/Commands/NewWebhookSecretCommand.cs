using System.Management.Automation;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Commands;

/// <summary>stub</summary>
[Cmdlet(VerbsCommon.New, "WebhookSecret")]
public sealed class NewWebhookSecretCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(WebhookSecret.FromText("x").ToString());
}
