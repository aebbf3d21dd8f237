using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Slack's documentation, Verifying requests from Slack.</summary>
internal sealed class SlackScheme() : HeaderScheme(
    "Slack",
    "Slack: HMAC-SHA256 of timestamp and body",
    new HeaderLayout("X-Slack-Signature") { Prefix = "v0=", TimestampName = "X-Slack-Request-Timestamp" },
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create($"v0:{input.Timestamp}:", input.Request.Body);
}
