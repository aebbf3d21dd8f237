using System.Management.Automation;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Signs a body and returns the headers, the signature and the signed content.</summary>
[Cmdlet(VerbsCommon.Get, "WebhookSignature", DefaultParameterSetName = BodySet)]
[OutputType(typeof(SignatureInfo))]
public sealed class GetWebhookSignatureCommand : BodySigningCommand
{
    /// <summary>The timestamp to sign, as a date or in seconds since 1970. The default is the current time.</summary>
    [Parameter]
    [TimestampTransformation]
    public DateTimeOffset? Timestamp { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessRequest(SignatureRequest request, object? target)
    {
        SignatureResult result = FoundScheme.Sign(
            request with { Timestamp = Timestamp },
            FoundSecrets,
            CreateSignatureOptions(),
            TimeProvider.System,
            SystemRandomSource.Instance);
        WriteObject(SignatureInfo.From(result));
    }
}
